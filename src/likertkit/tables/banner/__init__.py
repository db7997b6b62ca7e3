"""Items by columns of respondents, with letters for the columns that differ."""
