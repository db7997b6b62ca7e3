"""The same respondents under two conditions."""
