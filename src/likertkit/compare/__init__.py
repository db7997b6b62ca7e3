"""Two conditions, or groups, compared item by item."""
