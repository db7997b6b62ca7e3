"""What threatens a comparison: the rules, and the searches for each."""
