"""Files, opened: the cells of text files and workbooks."""
