"""How names, numbers and grids of cells become text."""

from likertkit._text._figures import format_figure, format_percentage, join_words, snake_case
from likertkit._text._grid import Grid, display_width

__all__ = [
    "Grid",
    "display_width",
    "format_figure",
    "format_percentage",
    "join_words",
    "snake_case",
]
