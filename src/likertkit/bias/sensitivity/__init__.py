"""How much it would take to undo a figure."""
