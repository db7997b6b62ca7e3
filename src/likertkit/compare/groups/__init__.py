"""Independent groups of respondents."""
