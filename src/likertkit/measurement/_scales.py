"""The sets of items that coefficients are of, and what was counted of a set in one group."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from likertkit._checks import as_names
from likertkit._kernels.items._alpha import covariances
from likertkit._text import join_words
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.instrument._patterns import match_names
from likertkit.results._record import Record, beside_figures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from likertkit._kernels.items._alpha import Moments
    from likertkit.instrument import Instrument, Item
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
    moments : Moments
        Sums of scores, of every two items.
    levels : array of float, shape (n_items, n_items, n_levels, n_levels)
        Respondents by their levels in two items; empty where only moments were asked for.
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
    moments: Moments
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
    def covariance(self) -> _Floats:
        """The covariances of the items."""
        return covariances(self.moments)

    @cached_property
    def n_each(self) -> NDArray[np.int64]:
        """Respondents who answered both of every two items."""
        n: NDArray[np.int64] = self.moments.n.astype(np.int64)
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
