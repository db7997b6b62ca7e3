"""How names, numbers and grids of cells become text."""

from likertkit._text._figures import (
    counted,
    format_figure,
    format_percentage,
    join_words,
    snake_case,
    spelled_alike,
)
from likertkit._text._grid import Grid, display_width, terminal_width, wrap_text
from likertkit._text._progress import Progress

__all__ = [
    "Grid",
    "Progress",
    "counted",
    "display_width",
    "format_figure",
    "format_percentage",
    "join_words",
    "snake_case",
    "spelled_alike",
    "terminal_width",
    "wrap_text",
]
