"""Files that survey tools export: read, described, and written for the next tool."""

from likertkit.io._codebook import CodebookRow, codebook
from likertkit.io._export import Export, LogTable
from likertkit.io._question import Question
from likertkit.io._read import read
from likertkit.io.files._sheet import Decision
from likertkit.io.packages._variable import Variable
from likertkit.io.packages._write import write_spss

__all__ = [
    "CodebookRow",
    "Decision",
    "Export",
    "LogTable",
    "Question",
    "Variable",
    "codebook",
    "read",
    "write_spss",
]
