"""Tables of responses that have been given new weights.

Weights that were calibrated to categorical margins are the design's weights times a factor for
each joint cell of the margins.  So a table that is split by the margins is weighted group by
group, whatever engine counted it, and no row is looked at again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import attrs
import numpy as np

from likertkit._kernels.design import merged_patterns
from likertkit._text import join_words
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.responses.memory._eager import EagerSource
from likertkit.results import Weighting
from likertkit.tally import CoTally, PairTally, Tally
from likertkit.tally._clusters import Calibration

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

    from likertkit.responses._declaration import Declaration
    from likertkit.responses.engines._lazy import LazySource

_Table = TypeVar("_Table", PairTally, CoTally)


def with_margins(weighting: Weighting | None, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns to split a table by, those of the margins among them."""
    if weighting is None:
        return names
    return tuple(dict.fromkeys((*names, *weighting.columns)))


def _factors(weighting: Weighting, table: Tally | PairTally | CoTally) -> NDArray[np.float64]:
    """Return the factor of each group of a table that is split by the margins."""
    places = {axis.name: place for place, axis in enumerate(table.axes)}
    conditions = [place for place, axis in enumerate(table.axes) if axis.role == "condition"]
    apart = any(cell.condition is not None for cell in weighting.cells)
    known = {(cell.condition, cell.levels): cell.factor for cell in weighting.cells}
    factors = np.empty(len(table.groups))
    for g, group in enumerate(table.groups):
        condition = group[conditions[0]] if apart and conditions else None
        levels = tuple(group[places[name]] for name in weighting.columns)
        if (condition, levels) not in known:
            raise _unknown_cell(weighting, condition, levels)
        factors[g] = known[condition, levels]
    return factors


def _unknown_cell(
    weighting: Weighting, condition: Hashable, levels: tuple[Hashable, ...]
) -> ArgumentError:
    where = ", ".join(
        f"{name!r} {level!r}" for name, level in zip(weighting.columns, levels, strict=True)
    )
    under = "" if condition is None else f" under {condition!r}"
    return ArgumentError(
        f"the responses have rows with {where}{under}, for which the weighting has no factor; "
        f"expected the responses that the weighting was made for.",
        "make the weighting from these responses.",
    )


def check_weighting(
    weighting: object, source: EagerSource | LazySource, declared: Declaration
) -> None:
    """Raise unless a weighting was made for these rows and their weights.

    Raises
    ------
    ArgumentTypeError, ArgumentError
        If it is not a weighting, or was made for other responses.
    MissingColumnError
        If the frame lacks a column of its margins.
    """
    if not isinstance(weighting, Weighting):
        raise ArgumentTypeError(
            f"weighting is a {type(weighting).__name__}; expected a Weighting.",
            "make a Weighting with `lk.poststratify` or `lk.rake`; declare a column of weights "
            "with `weight=`.",
        )
    n_rows = source.n_rows()
    if n_rows is not None and n_rows != weighting.n_rows:
        raise ArgumentError(
            f"the weighting has {weighting.n_rows} rows, but the responses have {n_rows}; "
            f"expected the responses that the weighting was made for.",
            "make the weighting from these responses.",
        )
    if declared.trimmed or weighting.design != declared.weight:
        weights = "trimmed" if declared.trimmed else repr(declared.weight)
        raise ArgumentError(
            f"the weighting was made of the weights {weighting.design!r}, and the responses "
            f"have {weights}; expected the responses that it was made for.",
            "weight the responses that the weighting was made for.",
        )
    if weighting.cells:
        declared.check_columns(source.columns(), weighting.columns)


def trimmed(
    source: EagerSource | LazySource, declared: Declaration, weighting: Weighting
) -> tuple[EagerSource, Declaration]:
    """Return rows with trimmed weights, which go by row.

    Raises
    ------
    ArgumentError
        If an engine holds the rows.
    """
    if not isinstance(source, EagerSource):
        raise ArgumentError(
            "trimmed weights need the order of the rows, but the responses are in a database or "
            "lazy frame, where rows have no order.",
            "read the responses into memory, or use the weights without trimming.",
        )
    return (
        attrs.evolve(source, weights=weighting.weights),
        attrs.evolve(declared, weight=weighting.method, trimmed=True),
    )


def calibrated(tally: Tally, weighting: Weighting) -> Tally:
    """Return a tally that is split by the margins with calibrated weights."""
    factors = _factors(weighting, tally)
    by_cell = factors[:, None, None]
    designed = tally.counts.astype(np.float64) if tally.sums is None else tally.sums
    squares = tally.counts if tally.squares is None else tally.squares
    clusters = tally.clusters
    if clusters is not None:
        both = factors[clusters.pairs].prod(axis=1)
        # Whoever has the factor 0 has no answer that counts.
        kept = factors[clusters.entries[:, 1]] > 0
        entries, patterns = merged_patterns(clusters.entries[kept], clusters.patterns)
        clusters = attrs.evolve(
            clusters,
            products=clusters.products * both[:, None, None, None],
            entries=entries,
            patterns=patterns,
        )
    return attrs.evolve(
        tally,
        sums=designed * by_cell,
        squares=squares * by_cell**2,
        clusters=clusters,
        calibration=Calibration(margins=weighting.margins, designed=designed),
        notes=tuple(dict.fromkeys((*tally.notes, *weighting.notes))),
    )


def reweighted(table: _Table, weighting: Weighting, kept: Iterable[str]) -> _Table:
    """Return a table that is split by the margins with calibrated weights, split no more by them.

    Raises
    ------
    ArgumentError
        If pairs are asked for, and each condition has weights of its own.
    """
    if isinstance(table, PairTally) and any(c.condition is not None for c in weighting.cells):
        raise ArgumentError(
            "the weights were calibrated for each condition separately, so a respondent has two "
            "weights; expected one weight for a pair.",
            "make the pairs from the responses without these weights.",
        )
    factors = _factors(weighting, table)
    by_cell = factors.reshape(-1, *(1 for _ in table.counts.shape[1:]))
    sums = table.counts if table.sums is None else table.sums
    squares = table.counts if table.squares is None else table.squares
    notes = [*table.notes, *weighting.notes]
    if isinstance(table, PairTally):
        notes.append(_unknown_calibration(weighting))
    return attrs.evolve(
        table,
        sums=sums * by_cell,
        squares=squares * by_cell**2,
        notes=tuple(dict.fromkeys(notes)),
    ).marginal(kept)


def _unknown_calibration(weighting: Weighting) -> str:
    """Return what errors from a table do not know that is split no more by the margins."""
    margins = join_words([" × ".join(map(repr, margin)) for margin in weighting.margins])
    return (
        f"The weights were calibrated to {margins}, but standard errors of pairs ignore this and "
        f"treat the weights as fixed."
    )
