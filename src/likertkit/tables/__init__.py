"""Tables for print: items beside columns of respondents, as papers and market research do."""

from likertkit.tables._cell_row import CellRow, CellTable
from likertkit.tables.methods._methods_text import MethodsText, methods_text

__all__ = ["CellRow", "CellTable", "MethodsText", "methods_text"]
