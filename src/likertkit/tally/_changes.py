"""Changes: the differences of pairs, as answers of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import attrs
import numpy as np

from likertkit.instrument import Instrument, LikertScale
from likertkit.instrument._score_item import ScoreItem
from likertkit.tally._grouped import in_domain, whole_sample
from likertkit.tally._tally import Tally

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.instrument import Item
    from likertkit.tally._pair_tally import PairTally

_NumberT = TypeVar("_NumberT", np.int64, np.float64)


def changes_of(pairs: PairTally) -> Tally:
    """Return the tally of the changes of respondents, first minus second, item by item.

    The levels of an item are the differences that occurred.  Who lacks a valid answer under one
    condition has no change: blank where both rows are there, else with a reason.
    """
    if pairs.domain is not None:
        whole = _changes(whole_sample(pairs))
        made = in_domain(whole, pairs.domain.selection)
        return attrs.evolve(made, design=pairs.design, notes=_notes(pairs))
    return _changes(pairs)


def _changes(pairs: PairTally) -> Tally:
    name = f"changes in {pairs.instrument.name}, {pairs.first} minus {pairs.second}"
    items = [_item_of_changes(i, item, pairs) for i, item in enumerate(pairs.instrument)]
    return Tally(
        instrument=Instrument(name, items),
        axes=pairs.axes,
        groups=pairs.groups,
        counts=_table(pairs.counts, pairs, items),
        sums=None if pairs.sums is None else _table(pairs.sums, pairs, items),
        squares=None if pairs.squares is None else _table(pairs.squares, pairs, items),
        zeros=pairs.zeros,
        view=pairs.view,
        notes=_notes(pairs),
        design=pairs.design,
    )


def _notes(pairs: PairTally) -> tuple[str, ...]:
    what = f"Compared are changes: the score of {pairs.first!r} minus that of {pairs.second!r}"
    return (f"{what}, of respondents with both.", *pairs.notes)


def _item_of_changes(i: int, item: Item, pairs: PairTally) -> ScoreItem:
    scores = np.array(item.scores(pairs.view), dtype=np.int64)
    n = len(scores)
    widest = int(scores.max() - scores.min())
    # Two scores of many values have far more differences than occur.
    found = pairs.counts[:, i, :n, :n].any(axis=0)
    scale = LikertScale(
        np.union1d(np.subtract.outer(scores, scores)[found], (-widest, widest)).tolist(),
        positive="high" if pairs.view == "favourable" else item.scale.positive,
        nonsubstantive={f"absent under {side!r}": None for side in (pairs.second, pairs.first)},
    )
    return ScoreItem(
        item.name, scale, text=item.text, unit=item.unit, every_level=False, view=pairs.view
    )


def _table(array: NDArray[_NumberT], pairs: PairTally, items: list[ScoreItem]) -> NDArray[_NumberT]:
    """Return the counts, or sums of weights, of the changes."""
    width = max(item.scale.n_cells for item in items)
    table: NDArray[_NumberT] = np.zeros((len(pairs.groups), len(items), width), dtype=array.dtype)
    for i, (item, change) in enumerate(zip(pairs.instrument, items, strict=True)):
        scores = np.array(item.scores(pairs.view), dtype=np.int64)
        n, blank = len(scores), change.scale.n_levels
        differences = np.subtract.outer(scores, scores)
        for g, cells in enumerate(array[:, i]):
            valid = cells[:n, :n]
            there = valid != 0
            place = np.searchsorted(change.scale.codes, differences[there])
            table[g, i, :blank] = np.bincount(place, weights=valid[there], minlength=blank)
            table[g, i, blank] = cells[:-1, :-1].sum() - valid.sum()
            table[g, i, blank + 1] = cells[:-1, -1].sum()
            table[g, i, blank + 2] = cells[-1, :-1].sum()
    return table
