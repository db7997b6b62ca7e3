"""Factors of cells as a weighting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit.results import WeightCell, Weighting, kish

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from likertkit.responses import MarginCells


def made_weighting(
    cells: MarginCells,
    factors: NDArray[np.float64],
    *,
    method: str,
    columns: tuple[str, ...],
    margins: tuple[tuple[str, ...], ...],
    converged: bool,
    iterations: int,
    error: float,
    notes: tuple[str, ...],
) -> Weighting:
    """Return the weighting that multiplies the weights of each cell by its factor."""
    total = float((cells.sums * factors).sum())
    squares = float((cells.squares * factors**2).sum())
    n_rows = int(cells.counts.sum())
    effective, deff = kish(total, squares, int(cells.weighty[factors > 0].sum()))
    return Weighting(
        method=method,
        columns=columns,
        margins=margins,
        cells=tuple(
            WeightCell(condition=condition, levels=levels, factor=float(factor))
            for (condition, levels), factor in zip(cells.keys, factors, strict=True)
        ),
        design=cells.design,
        n_rows=n_rows,
        effective_n=effective,
        design_effect=deff,
        converged=converged,
        iterations=iterations,
        error=error,
        notes=notes,
        rows=cells.rows(factors),
    )
