"""How names, numbers and grids of cells become text."""

from likertkit._text._apa import (
    apa_estimate,
    apa_interval,
    apa_number,
    apa_percentage,
    apa_percentages,
    apa_pvalue,
    apa_statistic,
)
from likertkit._text._figures import (
    PERCENTAGE,
    PVALUE,
    counted,
    format_figure,
    format_level,
    format_percentage,
    format_pvalue,
    join_words,
    percentage_decimals,
    snake_case,
    spelled_alike,
)
from likertkit._text._grid import Grid, escape_html, escape_markdown, markdown_paragraph
from likertkit._text._progress import Progress
from likertkit._text._width import display_width, one_line, terminal_width, wrap_text

__all__ = [
    "PERCENTAGE",
    "PVALUE",
    "Grid",
    "Progress",
    "apa_estimate",
    "apa_interval",
    "apa_number",
    "apa_percentage",
    "apa_percentages",
    "apa_pvalue",
    "apa_statistic",
    "counted",
    "display_width",
    "escape_html",
    "escape_markdown",
    "format_figure",
    "format_level",
    "format_percentage",
    "format_pvalue",
    "join_words",
    "markdown_paragraph",
    "one_line",
    "percentage_decimals",
    "snake_case",
    "spelled_alike",
    "terminal_width",
    "wrap_text",
]
