"""The sets of items that coefficients are of, and their co-occurrences group by group."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from likertkit._checks import as_names
from likertkit._kernels.items._alpha import Moments, covariances, moments_of_tables
from likertkit._text import counted, join_words
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.instrument._patterns import match_names
from likertkit.instrument._score_item import ScoreItem
from likertkit.instrument._views import VIEW_SENTENCES
from likertkit.responses import Responses
from likertkit.responses._as_tables import as_co_tally, unread_design
from likertkit.responses._respondents import cluster_column
from likertkit.results._record import Record, beside_figures
from likertkit.tally._axes import pooled_sentence
from likertkit.tally._to_frame import weightless_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from likertkit.instrument import Instrument, Item, Scoring
    from likertkit.tally import CoTally
    from likertkit.tally._axes import Group

    _Floats = NDArray[np.float64]

ItemSets: TypeAlias = "str | Iterable[str] | Mapping[str, str | Iterable[str]]"

_MOST_PATTERNS = 4
# A negative sum of covariances within this share of the variances is rounding.
_ROUNDING = 1e-9


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ScaleRow(Record):
    """The base of a table's row about one set of items, in one group of respondents.

    Attributes
    ----------
    by : tuple of (str, object)
        The group: the value of each column that the table is split by.
    subscale : str
        The subscale's name, or that of another set of items.
    """

    by: tuple[tuple[str, object], ...] = ()
    subscale: str

    def columns(self) -> dict[str, object]:
        """Return the group's columns first, then the figures, unrounded."""
        figures = super().columns()
        del figures["by"]
        return beside_figures(self.by, figures)


def item_sets(instrument: Instrument, items: ItemSets | None) -> dict[str, tuple[str, ...]]:
    """Return the items of each set, by its name.

    Raises
    ------
    ArgumentError
        If a set is empty.
    UnknownItemError
        If there is no item of one of the names.
    """
    if items is None:
        if not instrument.subscales:
            return {instrument.name: instrument.names}
        return {name: instrument.subscale(name).names for name in instrument.subscales}
    if isinstance(items, Mapping):
        named = {_checked_name(name): as_names(some, "items") for name, some in items.items()}
    else:
        patterns = as_names(items, "items")
        most = patterns if len(patterns) <= _MOST_PATTERNS else (*patterns[:2], "…", patterns[-1])
        named = {", ".join(most): patterns}
    if not all(named.values()) or not named:
        raise ArgumentError(
            "items is empty; expected at least one item.",
            "name the items, or leave `items=` out for every subscale.",
        )
    return {name: match_names(some, instrument.names, "items") for name, some in named.items()}


def _checked_name(name: object) -> str:
    if not isinstance(name, str):
        raise ArgumentTypeError(
            f"items names a set {name!r}, which is not text.",
            "write items={'efficacy': 'q1..q6', 'total': 'q*'}.",
        )
    return name


@attrs.frozen(eq=False, kw_only=True)
class ScaleCounts:
    """The co-occurrences of a set of items in one group, with the scores of its levels.

    Attributes
    ----------
    by : tuple of (str, object)
        The group.
    name : str
        The set's name.
    items : tuple of Item
        Its items.
    scores : array of float, shape (n_items, n_levels)
        The score of each level in the view, ascending; 0 where an item has no such level.
    levels : array of float, shape (n_items, n_items, n_levels, n_levels)
        Respondents by their levels in two items.
    weights : array of float, same shape
        The sums of their weights; the same as the levels without weights.
    n_rows : int
        Rows of the group, with any answers and without.
    weighted : bool
        Whether there are weights.
    pairwise : bool
        Whether every two items have the respondents who answered both; else all have those who
        answered every item.
    """

    by: tuple[tuple[str, object], ...]
    name: str
    items: tuple[Item, ...]
    scores: _Floats
    levels: _Floats
    weights: _Floats
    n_rows: int
    weighted: bool
    pairwise: bool

    @property
    def group(self) -> Group:
        """The values of the group."""
        return tuple(value for _, value in self.by)

    @cached_property
    def moments(self) -> Moments:
        """Sums of scores, of every two items."""
        return moments_of_tables(self.levels, self.weights, self.scores)

    @cached_property
    def covariance(self) -> _Floats:
        """The covariances of the items."""
        return covariances(self.moments)

    @cached_property
    def n_each(self) -> NDArray[np.int64]:
        """Respondents who answered both of every two items."""
        n: NDArray[np.int64] = self.levels.sum(axis=(2, 3)).astype(np.int64)
        return n

    @property
    def k(self) -> int:
        """The number of items."""
        return len(self.items)

    @property
    def n(self) -> int:
        """Respondents: who answered every item; of pairs the fewest who answered two."""
        return int(self.n_each.min())

    @property
    def n_incomplete(self) -> int:
        """Rows that lack an answer; of pairs those that lack an answer of the least answered."""
        return self.n_rows - self.n

    def names(self, places: Iterable[int]) -> str:
        """Return the names of some items, as a sentence lists them."""
        return join_words([self.items[i].name for i in places])

    @cached_property
    def constant(self) -> list[int]:
        """The items that do not vary."""
        return np.flatnonzero(np.diag(self.covariance) == 0).tolist()

    @cached_property
    def problem(self) -> str:
        """Why there is no coefficient at all; empty where there may be."""
        if self.k < 2:
            return "one item is not a scale"
        if self.n == 0 and self.pairwise:
            i, j = np.argwhere(self.n_each == 0)[0].tolist()
            both = f"both {self.items[i].name} and {self.items[j].name}"
            return f"nobody answered {self.items[i].name if i == j else both}"
        if self.n < 2:
            who = "only one respondent" if self.n else "nobody"
            what = "every two items" if self.pairwise else "every item"
            return f"{who} answered {what}"
        return ""

    def undefined(self, *, correlated: bool) -> str:
        """Return why a coefficient is undefined: of covariances, or of correlations."""
        if self.problem:
            return self.problem
        if correlated and self.constant:
            verb = "does" if len(self.constant) == 1 else "do"
            return f"{self.names(self.constant)} {verb} not vary: no correlations"
        if self.pairwise and self.covariance.sum() < -_ROUNDING * np.trace(self.covariance):
            return "no respondents have such pairwise covariances: the sum would vary less than 0"
        return "the sum of the items does not vary"

    def remarks(self) -> list[str]:
        """Return what a reader must know of these items."""
        remarks = []
        if self.constant and not self.problem:
            verb = "does" if len(self.constant) == 1 else "do"
            remarks.append(f"{self.names(self.constant)} {verb} not vary")
        ranges = dict.fromkeys((item.scale.low, item.scale.high) for item in self.items)
        if len(ranges) > 1:
            listed = join_words([f"{low} to {high}" for low, high in ranges])
            remarks.append(f"items on different scales ({listed})")
        most = int(self.n_each.max())
        if self.pairwise and self.n < most and not self.problem:
            remarks.append(f"{self.n} to {most} respondents answered two items")
        return remarks

    def note(self, *more: str) -> str:
        """Return remarks as a note; the same remark only once."""
        return "; ".join(dict.fromkeys(part for part in (*more, *self.remarks()) if part))


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
    ) -> ScaleSample:
        """Count the items of each set together; *whole* takes all items without ``items=``.

        Where a bootstrap has *drawn* clusters, no note says that intervals do not read them.
        """
        if not isinstance(data, Responses):
            as_co_tally(data, ())
        instrument = data.instrument
        sets = item_sets(instrument, items)
        if whole and items is None:
            sets = {instrument.name: instrument.names}
        view: Scoring = "keyed" if keyed and data.view == "as_answered" else data.view
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
        chosen = {name for members in sets.values() for name in members}
        notes = _view_notes(instrument, view, chosen, turned=view != data.view)
        if items is None and len(chosen) < len(instrument):
            left = [name for name in instrument.names if name not in chosen]
            notes.append(f"In no subscale, and left out: {join_words(left)}.")
        wider = [name for name, members in sets.items() if len(members) < len(first.instrument)]
        if wider and not pairwise and first is data:
            whole_set = counted(len(first.instrument), "item")
            notes.append(
                f"Respondents of a table of counts are complete where they answered all "
                f"{whole_set} of the table; count a subscale by itself for its own: "
                f"cotally(subscale={wider[0]!r})."
            )
        notes += [pooled_sentence(name) for name in strata]
        drawn = drawn and isinstance(data, Responses) and cluster_column(data) is not None
        notes += [*unread_design(data, drawn=drawn), *filter(None, [weightless_note(first)])]
        # Nothing here reads the rest of a domain's sample, as errors of means do.
        notes += [note.partition("; standard errors")[0] for note in first.notes]
        return cls(
            instrument=instrument,
            view=view,
            names=by,
            scales=tuple(scales),
            notes=tuple(notes),
        )


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
        levels=levels,
        weights=weights,
        n_rows=int(table.counts[g, 0].sum(axis=(2, 3)).max()),
        weighted=table.weighted,
        pairwise=pairwise,
    )
