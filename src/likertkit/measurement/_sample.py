"""Every set of items in every group of the data, from co-occurrences or from the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs
import numpy as np

from likertkit._kernels.items._alpha import moments_of_tables
from likertkit._text import counted, join_words
from likertkit.instrument._score_item import ScoreItem
from likertkit.instrument._views import VIEW_SENTENCES
from likertkit.measurement._scales import ScaleCounts, item_sets
from likertkit.responses import Responses
from likertkit.responses._as_tables import as_co_tally, plain_moments, unread_design
from likertkit.responses._respondents import cluster_column
from likertkit.tally._axes import pooled_sentence
from likertkit.tally._to_frame import weightless_note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from likertkit.instrument import Instrument, Scoring
    from likertkit.measurement._scales import ItemSets
    from likertkit.tally import CoTally

_NO_TABLE = np.empty(0)


@attrs.frozen(eq=False, kw_only=True)
class ScaleSample:
    """Every set of items in every group, and what must be said of the data.

    Attributes
    ----------
    instrument : Instrument
        The items of the data.
    view : {'as_answered', 'keyed', 'favourable'}
        How codes become scores.
    names : tuple of str
        The columns that split the result.
    scales : tuple of ScaleCounts
        Group by group, set by set.
    notes : tuple of str
        What must be said.
    """

    instrument: Instrument
    view: Scoring
    names: tuple[str, ...]
    scales: tuple[ScaleCounts, ...]
    notes: tuple[str, ...]

    @classmethod
    def from_data(
        cls,
        data: Responses | CoTally,
        items: ItemSets | None,
        *,
        pairwise: bool = False,
        keyed: bool = True,
        whole: bool = False,
        drawn: bool = False,
        moments: bool = False,
    ) -> ScaleSample:
        """Count the items of each set together; *whole* takes all items without ``items=``.

        Who reads *moments* alone needs no tables of every two items where the rows give them.
        Where a bootstrap has *drawn* clusters, no note says that intervals do not read them.
        """
        if not isinstance(data, Responses):
            as_co_tally(data, ())
        instrument = data.instrument
        sets = item_sets(instrument, items)
        if whole and items is None:
            sets = {instrument.name: instrument.names}
        view: Scoring = "keyed" if keyed and data.view == "as_answered" else data.view
        plain = None
        if moments and not pairwise and isinstance(data, Responses):
            plain = _plain_scales(data, sets, view)
        found = _from_tables(data, sets, view, pairwise=pairwise) if plain is None else plain
        chosen = {name for members in sets.values() for name in members}
        notes = _view_notes(instrument, view, chosen, turned=view != data.view)
        if items is None and len(chosen) < len(instrument):
            left = [name for name in instrument.names if name not in chosen]
            notes.append(f"In no subscale, and left out: {join_words(left)}.")
        notes += found.before
        drawn = drawn and isinstance(data, Responses) and cluster_column(data) is not None
        notes += [*unread_design(data, drawn=drawn), *found.after]
        return cls(
            instrument=instrument,
            view=view,
            names=found.by,
            scales=found.scales,
            notes=tuple(notes),
        )


class _Counted(NamedTuple):
    """The scales, the columns that split them, and notes before and after that on the design."""

    by: tuple[str, ...]
    scales: tuple[ScaleCounts, ...]
    before: list[str]
    after: list[str]


def _from_tables(
    data: Responses | CoTally,
    sets: Mapping[str, tuple[str, ...]],
    view: Scoring,
    *,
    pairwise: bool,
) -> _Counted:
    """Return the scales from the co-occurrences of each set."""
    tables = [as_co_tally(data, names) for names in sets.values()]
    first = tables[0]
    by = first.names([axis.name for axis in first.axes if axis.role == "by"] or None)
    strata = [axis.name for axis in first.axes if axis.role == "stratum"]
    summed = [table.marginal(by) for table in tables]
    scales = [
        _scale(table, g, members, name=name, view=view, by=by, pairwise=pairwise)
        for g in range(len(summed[0].groups))
        for table, (name, members) in zip(summed, sets.items(), strict=True)
    ]
    before = [pooled_sentence(name) for name in strata]
    wider = [name for name, members in sets.items() if len(members) < len(first.instrument)]
    if wider and not pairwise and first is data:
        whole_set = counted(len(first.instrument), "item")
        before.insert(
            0,
            f"Respondents of a table of counts are complete where they answered all "
            f"{whole_set} of the table; count a subscale by itself for its own: "
            f"cotally(subscale={wider[0]!r}).",
        )
    # Nothing here reads the rest of a domain's sample, as errors of means do.
    after = [note.partition("; standard errors")[0] for note in first.notes]
    return _Counted(by, tuple(scales), before, [*filter(None, [weightless_note(first)]), *after])


def _plain_scales(
    data: Responses, sets: Mapping[str, tuple[str, ...]], view: Scoring
) -> _Counted | None:
    """Return the scales from the rows; None where these need co-occurrences."""
    scores = {
        item.name: np.array(item.scores(view), dtype=np.float64)
        for item in data.instrument
        if any(item.name in members for members in sets.values())
    }
    found = plain_moments(data, sets.values(), scores)
    if found is None:
        return None
    rows, moments, notes = found
    scales = [
        ScaleCounts(
            by=(),
            name=name,
            items=tuple(data.instrument[member] for member in members),
            scores=_NO_TABLE,
            moments=its,
            levels=_NO_TABLE,
            weights=_NO_TABLE,
            n_rows=rows,
            weighted=False,
            pairwise=False,
        )
        for (name, members), its in zip(sets.items(), moments, strict=True)
    ]
    return _Counted((), tuple(scales), [], list(notes))


def _view_notes(
    instrument: Instrument, view: Scoring, chosen: set[str], *, turned: bool
) -> list[str]:
    sentence = VIEW_SENTENCES[view]
    if turned:
        sentence = f"{sentence[:-1]}, as a scale needs."
    if view == "as_answered" or all(isinstance(item, ScoreItem) for item in instrument):
        return [sentence]
    scores = {item.name: item.scores(view) for item in instrument if item.name in chosen}
    reversed_ = [name for name, values in scores.items() if values[0] > values[-1]]
    return [sentence, f"Reversed: {join_words(reversed_) or 'no item'}."]


def _scale(
    table: CoTally,
    g: int,
    members: Sequence[str],
    *,
    name: str,
    view: Scoring,
    by: tuple[str, ...],
    pairwise: bool,
) -> ScaleCounts:
    """Return the co-occurrences of some items of a table in one group."""
    at = np.array([table.instrument.names.index(member) for member in members], dtype=np.intp)
    items = tuple(table.instrument[member] for member in members)
    width = max(item.scale.n_levels for item in items)
    scores = np.zeros((len(items), width))
    used = np.zeros((len(items), width), dtype=np.bool_)
    order = np.tile(np.arange(width), (len(items), 1))
    for i, item in enumerate(items):
        n = item.scale.n_levels
        its = np.array(item.scores(view), dtype=np.float64)
        order[i, :n] = np.argsort(its)
        scores[i, :n] = np.sort(its)
        used[i, :n] = True
    valid = used[:, None, :, None] & used[None, :, None, :]
    # Levels in the order of their scores: those of a reversed item are turned.
    cells = (
        at[:, None, None, None],
        at[None, :, None, None],
        order[:, None, :, None],
        order[None, :, None, :],
    )
    kind = 0 if pairwise else 1
    counts = table.counts[g, kind]
    levels = np.where(valid, counts[cells], 0).astype(np.float64)
    weights = levels if table.sums is None else np.where(valid, table.sums[g, kind][cells], 0.0)
    return ScaleCounts(
        by=tuple(zip(by, table.groups[g], strict=True)),
        name=name,
        items=items,
        scores=scores,
        moments=moments_of_tables(levels, weights, scores),
        levels=levels,
        weights=weights,
        n_rows=int(table.counts[g, 0].sum(axis=(2, 3)).max()),
        weighted=table.weighted,
        pairwise=pairwise,
    )
