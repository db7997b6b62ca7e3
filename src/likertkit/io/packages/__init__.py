"""Files of SPSS and Stata: read, described and written."""
