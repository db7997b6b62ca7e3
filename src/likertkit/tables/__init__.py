"""Tables for print: items beside columns of respondents, as papers and market research do."""

from likertkit.tables._cell_row import CellRow, CellTable
from likertkit.tables._likert_table import likert_table
from likertkit.tables._likert_table_grid import LikertTable
from likertkit.tables.banner._banner import banner
from likertkit.tables.banner._table import BannerTable
from likertkit.tables.comparison._comparison_table import comparison_table
from likertkit.tables.comparison._rows import (
    ComparisonRow,
    ComparisonTable,
    SeveralRow,
    SeveralTable,
)
from likertkit.tables.methods._methods_text import MethodsText, methods_text

__all__ = [
    "BannerTable",
    "CellRow",
    "CellTable",
    "ComparisonRow",
    "ComparisonTable",
    "LikertTable",
    "MethodsText",
    "SeveralRow",
    "SeveralTable",
    "banner",
    "comparison_table",
    "likert_table",
    "methods_text",
]
