"""How names, numbers and grids of cells become text."""

from likertkit._text._alike import spelled_alike
from likertkit._text._figures import (
    counted,
    format_figure,
    format_percentage,
    join_words,
    snake_case,
)
from likertkit._text._grid import Grid
from likertkit._text._progress import Progress
from likertkit._text._width import display_width, terminal_width, wrap_text

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
