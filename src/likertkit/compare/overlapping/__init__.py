"""Two conditions that only some respondents rated both."""
