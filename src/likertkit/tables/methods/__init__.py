"""The methods section of a paper, from results."""
