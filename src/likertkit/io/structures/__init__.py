"""Files that describe a survey, beside the answers."""
