"""Tables for print: items beside columns of respondents, as papers and market research do."""

from likertkit.tables._cell_row import CellRow, CellTable

__all__ = ["CellRow", "CellTable"]
