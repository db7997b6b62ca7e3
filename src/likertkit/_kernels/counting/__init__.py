"""Counting: columns of raw values in, small tables of counts out."""

from likertkit._kernels.counting._one_pass import count_columns
from likertkit._kernels.counting._tabulate import (
    cell_numbers,
    co_occurrences,
    count_cells,
    cross_cells,
    sum_cells,
)

__all__ = [
    "cell_numbers",
    "co_occurrences",
    "count_cells",
    "count_columns",
    "cross_cells",
    "sum_cells",
]
