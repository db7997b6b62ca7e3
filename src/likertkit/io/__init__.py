"""Files that survey tools export: read, described, and written for the next tool."""

from likertkit.io._export import Export, Question
from likertkit.io._read import read
from likertkit.io.packages._write import write_spss

__all__ = ["Export", "Question", "read", "write_spss"]
