"""Weights that were made for responses, and how they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._text import Grid, format_figure, join_words, one_line, wrap_text
from likertkit.errors import ArgumentError
from likertkit.results._arrays import FrozenArrays, frozen_floats
from likertkit.results._frame import frame_column
from likertkit.results._record import group_names

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd
    from numpy.typing import NDArray


@attrs.frozen(kw_only=True)
class WeightCell:
    """What the weights of one joint cell of the margins were multiplied by.

    Attributes
    ----------
    condition : hashable or None
        The condition, where each was calibrated by itself.
    levels : tuple
        The level of each margin column.
    factor : float
        Calibrated weight over design weight.
    """

    condition: Hashable | None
    levels: tuple[Hashable, ...]
    factor: float


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Weighting(FrozenArrays):
    """Weights that meet known totals, for the responses that they were made for.

    Attributes
    ----------
    method : str
        How they were made.
    columns : tuple of str
        The columns of the margins.
    margins : tuple of tuple of str
        The columns of each margin; several are a margin of their joint cells.
    cells : tuple of WeightCell
        The factor of each joint cell; empty where weights were trimmed row by row.
    design : str or None
        The column of the design's weights, which they were made from.
    n_rows : int
        Rows that have a weight.
    effective_n : float
        Kish's effective sample size, (Σw)² / Σw².
    design_effect : float
        Kish's design effect, n Σw² / (Σw)².
    converged : bool
        Whether every margin is met within the tolerance.
    iterations : int
        How many steps that took.
    error : float
        The largest deviation from a margin's level, as a share of the total.
    notes : tuple of str
        What must be said wherever the weights are used.
    rows : array of float, shape (n_rows,), or None
        The weights, which :attr:`weights` gives; None where an engine holds the responses.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
    >>> frame = pd.DataFrame({"clear": [1, 2, 5, 4], "ward": ["east", "east", "east", "west"]})
    >>> answers = lk.Responses(frame, trial)
    >>> lk.poststratify(answers, {"east": 30, "west": 30}, by="ward").weights.tolist()
    [10.0, 10.0, 10.0, 30.0]
    """

    method: str
    columns: tuple[str, ...]
    margins: tuple[tuple[str, ...], ...]
    cells: tuple[WeightCell, ...]
    design: str | None = None
    n_rows: int
    effective_n: float
    design_effect: float
    converged: bool
    iterations: int
    error: float
    notes: tuple[str, ...] = ()
    _rows: NDArray[np.float64] | None = attrs.field(
        default=None, converter=attrs.converters.optional(frozen_floats), alias="rows"
    )

    __hash__ = None  # type: ignore[assignment]

    @property
    def weights(self) -> NDArray[np.float64]:
        """The weights, a row each, in the order of the frame.

        Raises
        ------
        ArgumentError
            If the responses are in an engine, whose rows have no order.
        """
        if self._rows is None:
            raise ArgumentError(
                "the responses are in an engine, whose rows have no order; expected a frame in "
                "memory for a weight a row.",
                "use `responses.weighted(weighting)`, or join `weighting.to_frame()` by the "
                "columns of the margins.",
            )
        return self._rows

    def to_frame(self) -> pd.DataFrame:
        """Return the factor of each joint cell of the margins as a pandas data frame.

        Returns
        -------
        DataFrame
            The condition where each was calibrated by itself, a column each margin column, and
            ``factor``.
        """
        import pandas as pd

        columns: dict[str, object] = {}
        if any(cell.condition is not None for cell in self.cells):
            columns["condition"] = frame_column([cell.condition for cell in self.cells])
        names = group_names(self.columns, (*columns, "factor"))
        for place, name in enumerate(names):
            columns[name] = frame_column([cell.levels[place] for cell in self.cells])
        columns["factor"] = [cell.factor for cell in self.cells]
        return pd.DataFrame(columns)

    def __eq__(self, other: object) -> bool:
        """Return whether the other was made in the same way, with the same weights."""
        if not isinstance(other, Weighting):
            return NotImplemented
        mine, theirs = (
            [getattr(weighting, f.name) for f in attrs.fields(Weighting) if f.name != "_rows"]
            for weighting in (self, other)
        )
        if mine != theirs or (self._rows is None) != (other._rows is None):
            return False
        return self._rows is None or np.array_equal(self._rows, other._rows)  # type: ignore[arg-type]

    def _grid(self) -> Grid:
        steps = "iteration" if self.iterations == 1 else "iterations"
        reached = "converged" if self.converged else "NOT converged"
        rows = [
            ("margins", join_words([" × ".join(margin) for margin in self.margins])),
            ("rows", str(self.n_rows)),
            ("effective n", format_figure(self.effective_n, ".1f")),
            ("design effect", format_figure(self.design_effect, ".2f")),
        ]
        if self.cells:
            rows.append(("margins met", f"{reached} after {self.iterations} {steps}"))
            factors = [cell.factor for cell in self.cells]
            rows.append(("factors", f"{min(factors):.3g} to {max(factors):.3g}"))
        return Grid(("figure", "value"), tuple(rows), right=(False, False))

    def __repr__(self) -> str:
        """Return how the weights were made, and what they cost."""
        notes = [line for note in self.notes for line in wrap_text(note, 79, "  ")]
        return "\n".join([one_line(f"Weights: {self.method}"), self._grid().to_text(100), *notes])

    def _repr_html_(self) -> str:
        return self._grid().to_html(f"Weights: {self.method}")


def kish_effective_n(total: float, squares: float) -> float:
    """Return Kish's effective sample size of weights, by their positive sum and their squares'."""
    return total**2 / squares


def kish_design_effect(total: float, squares: float, n: int) -> float:
    """Return Kish's design effect of *n* weights, by their positive sum and their squares'."""
    return n * squares / total**2
