"""How many respondents, and which weights, lie in each joint cell of some columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.responses._keys import blank_key_error
from likertkit.responses._responses import Responses
from likertkit.responses.memory._eager import EagerSource

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray


@attrs.frozen(eq=False, kw_only=True)
class MarginCells:
    """The joint cells of some columns, under each condition of a long frame by itself.

    Attributes
    ----------
    keys : tuple of (condition or None, tuple)
        The condition, and the value of each column.
    counts : array of int, shape (n_cells,)
        Rows.
    weighty : array of int, shape (n_cells,)
        Rows of positive weight.
    sums, squares : arrays of float, shape (n_cells,)
        Sums of the design's weights and of their squares; the counts without weights.
    numbers : array of int, shape (n_rows,), or None
        The cell of each row; None where an engine holds them.
    weights : array of float, shape (n_rows,), or None
        The design's weight of each row; None without weights, or where an engine holds them.
    design : str or None
        The column of the design's weights.
    """

    keys: tuple[tuple[Hashable, tuple[Hashable, ...]], ...]
    counts: NDArray[np.int64]
    weighty: NDArray[np.int64]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]
    numbers: NDArray[np.intp] | None
    weights: NDArray[np.float64] | None
    design: str | None

    @property
    def conditions(self) -> tuple[Hashable, ...]:
        """The conditions that are calibrated apart; (None,) where there are none."""
        return tuple(dict.fromkeys(condition for condition, _ in self.keys))

    def rows(self, factors: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Return the weight of each row, its cell's factor times the design's."""
        if self.numbers is None:
            return None
        weights: NDArray[np.float64] = factors[self.numbers]
        return weights if self.weights is None else weights * self.weights


def _check_weightable(responses: object) -> None:
    """Raise unless these are responses with the weights of their design, or none."""
    if not isinstance(responses, Responses):
        raise ArgumentTypeError(
            f"data of type {type(responses).__name__} have no respondents that can be weighted; "
            f"expected Responses.",
            "bind the data frame to its instrument, `lk.Responses(frame, instrument)`; counts "
            "alone can be standardised by `lk.means(tally.sampled(population=...))`.",
        )
    if responses._domain is not None:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
        raise ArgumentError(
            f"the responses are narrowed to {responses._domain}, and weights are made of the "  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
            "whole sample; expected responses as they were.",
            "make the weights first, then narrow: `responses.weighted(weighting).where(...)`.",
        )
    if responses._weighting is not None or responses._declared.trimmed:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
        raise ArgumentError(
            "the weights of the responses are calibrated already; expected the weights of the "
            "design.",
            "weight the original responses to all margins at once.",
        )


def stratum_column(responses: Responses) -> str | None:
    """Return the column of the declared strata.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        As :func:`margin_cells`.
    """
    _check_weightable(responses)
    return responses._declared.stratum  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room


def margin_cells(responses: Responses, columns: tuple[str, ...]) -> MarginCells:
    """Return the joint cells of some columns.

    Raises
    ------
    ArgumentTypeError
        If these are not responses: a tally has no rows to be weighted.
    ArgumentError
        If the responses have calibrated weights already.
    BlankKeyError
        If a column has blanks.
    MissingColumnError
        If there is no such column.
    """
    _check_weightable(responses)
    source, declared = responses._source, responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if declared.condition in columns:
        raise ArgumentError(
            f"the margin column {declared.condition!r} is the condition, and each condition is "
            f"calibrated separately; expected another column.",
            "leave it out.",
        )
    tally = responses._counted(columns, responses._declared)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    conditions = [axis.name for axis in tally.axes if axis.role == "condition"]
    table = tally.marginal((*conditions, *columns))
    kept = list(range(len(table.groups)))
    if declared.wide:
        # One respondent has one weight, and a row under every condition.
        kept = [g for g in kept if table.groups[g][0] == table.groups[0][0]]
    apart = bool(conditions) and not declared.wide
    keys = tuple(
        (table.groups[g][0] if apart else None, table.groups[g][len(conditions) :]) for g in kept
    )
    counts = table.n_sampled
    # An item that was not asked has nobody.
    asked = counts.argmax(axis=1)[:, None]

    def whole(array: NDArray[np.float64] | NDArray[np.int64] | None) -> NDArray[np.float64]:
        sums = (table.counts if array is None else array).sum(axis=2)
        total: NDArray[np.float64] = np.take_along_axis(sums, asked, axis=1)[kept, 0].astype(float)
        return total

    n_rows = np.take_along_axis(counts, asked, axis=1)[kept, 0]
    if not n_rows.any():
        raise ArgumentError(
            "the responses have no rows; expected at least one.",
            "check that the file was read.",
        )
    for place, name in enumerate(columns):
        blank = int(sum(n for (_, key), n in zip(keys, n_rows, strict=True) if key[place] is None))
        if blank:
            raise blank_key_error(name, "margin", blank)
    numbers = weights = None
    if isinstance(source, EagerSource):
        names = (*(conditions if apart else ()), *columns)
        codes, groups = source.groups(tuple(names))
        place_of = {key: k for k, key in enumerate(keys)}
        split = [(g[0], g[1:]) if apart else (None, g) for g in groups]
        moved = np.array([place_of[joint_key] for joint_key in split], dtype=np.intp)
        numbers = moved[np.zeros(0, np.intp) if codes is None else codes]
        weights = source.weights
    return MarginCells(
        keys=keys,
        counts=n_rows,
        weighty=whole(None).astype(np.int64),
        sums=whole(table.sums),
        squares=whole(table.squares),
        numbers=numbers,
        weights=weights,
        design=declared.weight,
    )
