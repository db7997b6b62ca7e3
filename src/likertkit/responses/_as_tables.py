"""Responses or a table of counts, whichever was given, as the table that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

import attrs
import numpy as np

from likertkit._checks import as_names, is_in
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.responses._responses import Responses
from likertkit.tally import CoTally, PairTally, Tally
from likertkit.tally._axes import named_axes, plain_key
from likertkit.tally._grouped import whole_sample, with_whole
from likertkit.tally._pair_tally import check_conditions

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from numpy.typing import NDArray

    from likertkit.instrument import Item, Scoring


def as_tally(
    data: Responses | Tally, by: str | Iterable[str] | None, *, pooled: bool = False
) -> tuple[Tally, tuple[str, ...]]:
    """Return the tally of *data*, its condition and stratum kept, and the axes of the result.

    These are the axes that *by* names, then the condition, unless this is *pooled*; an empty *by*
    pools all.

    Raises
    ------
    ArgumentTypeError
        If *data* is neither.
    """
    by = None if by is None else as_names(by, "by")
    if isinstance(data, Responses):
        names = by or ()
        data = data._split_by(names, pooled=pooled or by == ())  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if not isinstance(data, Tally):
        raise ArgumentTypeError(
            f"data is a {type(data).__name__}; expected Responses or a Tally.",
            "make responses of the data frame first: `lk.Responses(frame, instrument)`.",
        )
    names = named_axes(data.axes, by or ()) if pooled else data.names(by)
    linked = data.clusters is not None and data.clusters.unit == "respondent"
    if linked and (pooled or not names) and len(pooled_conditions(data, names)) < 2:
        # Each respondent has one row, and nothing is pooled.
        data = without_clusters(data)
    return data, names


def linked_conditions(data: Responses | Tally, tally: Tally, by: tuple[str, ...]) -> Tally:
    """Return the tally of *data* in which a respondent's answers under several conditions are one.

    *tally* is that of the conditions as samples of different people, split by the same columns:
    it is returned where nobody is known to have answered under several, or clusters were declared.
    """
    if not isinstance(data, Responses) or tally.clusters is not None:
        return tally
    linked = data._split_by(by, pooled=True)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    place = next(place for place, axis in enumerate(linked.axes) if axis.role == "condition")
    condition = [group[place] for group in linked.groups]
    shared = linked.clusters is not None and any(
        condition[one] != condition[other] for one, other in linked.clusters.pairs.tolist()
    )
    return linked if shared else tally


def without_clusters(tally: Tally) -> Tally:
    """Return a tally, and the sample that it is a domain of, without clusters."""
    if tally.domain is not None:
        return with_whole(tally, tally.domain, attrs.evolve(whole_sample(tally), clusters=None))
    return attrs.evolve(tally, clusters=None)


def pooled_conditions(tally: Tally, names: tuple[str, ...]) -> tuple[Hashable, ...]:
    """Return the conditions of a tally that is split by these axes alone, if they are pooled."""
    return tuple(
        dict.fromkeys(
            group[place]
            for place, axis in enumerate(tally.axes)
            for group in tally.groups
            if axis.role == "condition" and axis.name not in names
        )
    )


def strangers(tally: Tally, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what errors do not know where conditions are pooled; empty where they know it."""
    if tally.clusters is not None or len(pooled_conditions(tally, names)) < 2:
        return ()
    unknown = "The counts do not show which answers come from the same respondent"
    treated = "as answers of different people"
    errors = "standard errors and intervals treat a respondent's answers under several conditions"
    return (f"{unknown}: {errors} {treated}.",)


Respondents = Literal["matched", "all"]

_Number = TypeVar("_Number", np.int64, np.float64)


def as_pairs(
    data: Responses | PairTally,
    first: Hashable,
    second: Hashable,
    by: str | Iterable[str],
    cluster: str | None = None,
) -> tuple[PairTally, tuple[str, ...]]:
    """Return the pairs of *data*, their stratum kept, and the axes that *by* names.

    Responses can also be split by a column of *cluster*.

    Raises
    ------
    ArgumentTypeError
        If *data* are neither responses nor pairs.
    ArgumentError
        If the conditions are not those of the pairs.
    AxisError, MissingColumnError
        If *by* names what the data do not have.
    """
    asked = as_names(by, "by")
    if isinstance(data, Responses):
        if cluster is None:
            pairs = data.pairs(first, second, by=asked)
        else:
            # Who splits by the clusters knows them.
            splits = tuple(dict.fromkeys((*asked, cluster)))
            pairs = data._paired(first, second, splits)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    elif isinstance(data, PairTally):
        pairs = _oriented(data, plain_key(first), plain_key(second))
    else:
        raise ArgumentTypeError(
            f"data is a {type(data).__name__}; expected Responses or a PairTally, which link the "
            f"two answers of a respondent.",
            "make responses of the data frame with `respondent=` and `condition=`: "
            "`lk.Responses(frame, "
            "instrument, respondent=..., condition=...)`.",
        )
    return pairs, pairs.names(asked)


def _oriented(pairs: PairTally, first: Hashable, second: Hashable) -> PairTally:
    """Return the pairs with the two conditions as they are asked for, turned round if need be."""
    check_conditions(first, second)
    # Looked up by their hash: a condition can be of a kind whose comparison has no truth.
    if is_in((first, second), ((pairs.first, pairs.second),)):
        return pairs
    if not is_in((first, second), ((pairs.second, pairs.first),)):
        raise ArgumentError(
            f"first={first!r} and second={second!r} are not the conditions of these pairs; they "
            f"are {pairs.first!r} and {pairs.second!r}.",
            "write the conditions as they are in the pair tally, in either order.",
        )
    if pairs.domain is not None:
        return with_whole(pairs, pairs.domain, _oriented(whole_sample(pairs), first, second))
    return attrs.evolve(
        pairs,
        first=first,
        second=second,
        counts=pairs.counts.swapaxes(2, 3),
        sums=None if pairs.sums is None else pairs.sums.swapaxes(2, 3),
        squares=None if pairs.squares is None else pairs.squares.swapaxes(2, 3),
    )


@attrs.frozen(eq=False, kw_only=True)
class ItemPairs:
    """The pairs of one item in one group, with the scores of the view.

    Attributes
    ----------
    by : tuple of (str, object)
        The group.
    item : Item
        The item.
    scores : tuple of int
        The K scores in ascending order.
    counts : array of int, shape (K + 2, K + 2)
        Respondents by their answer under the first and under the second condition: the valid
        answers in the order of the scores, then those without a valid answer, whatever the
        reason, then those who were absent, or not asked.
    sums, squares : array of float, same shape, or None
        Sums of the sampling weights and of their squares; None when unweighted.
    """

    by: tuple[tuple[str, object], ...]
    item: Item
    scores: tuple[int, ...]
    counts: NDArray[np.int64]
    sums: NDArray[np.float64] | None = None
    squares: NDArray[np.float64] | None = None

    @property
    def n_levels(self) -> int:
        """The number of scores, K."""
        return len(self.scores)

    @property
    def matched(self) -> ItemPairs:
        """The pairs of two valid answers alone, without their weights."""
        counts = np.zeros_like(self.counts)
        counts[: self.n_levels, : self.n_levels] = self.table
        return attrs.evolve(self, counts=counts, sums=None, squares=None)

    @property
    def table(self) -> NDArray[np.int64]:
        """The pairs of two valid answers, shape (K, K), a row a score under the first."""
        return self.counts[: self.n_levels, : self.n_levels]

    @property
    def first_missing(self) -> NDArray[np.int64]:
        """Valid answers under the first condition beside none that is valid, shape (K,)."""
        return self.counts[: self.n_levels, self.n_levels]

    @property
    def first_absent(self) -> NDArray[np.int64]:
        """Valid answers under the first condition of those absent from the second."""
        return self.counts[: self.n_levels, self.n_levels + 1]

    @property
    def first_only(self) -> NDArray[np.int64]:
        """Valid answers under the first condition without one under the second, shape (K,)."""
        return self.first_missing + self.first_absent

    @property
    def second_missing(self) -> NDArray[np.int64]:
        """Valid answers under the second condition beside none that is valid, shape (K,)."""
        return self.counts[self.n_levels, : self.n_levels]

    @property
    def second_absent(self) -> NDArray[np.int64]:
        """Valid answers under the second condition of those absent from the first."""
        return self.counts[self.n_levels + 1, : self.n_levels]

    @property
    def second_only(self) -> NDArray[np.int64]:
        """Valid answers under the second condition without one under the first, shape (K,)."""
        return self.second_missing + self.second_absent

    @property
    def n_pairs(self) -> int:
        """Respondents with a valid answer under both conditions."""
        return int(self.table.sum())

    @property
    def n_first_only(self) -> int:
        """Respondents with a valid answer under the first condition only."""
        return int(self.first_only.sum())

    @property
    def n_second_only(self) -> int:
        """Respondents with a valid answer under the second condition only."""
        return int(self.second_only.sum())

    @property
    def n_neither(self) -> int:
        """Respondents without a valid answer under either condition."""
        return int(self.counts[self.n_levels :, self.n_levels :].sum())

    @property
    def n_higher(self) -> int:
        """Pairs of which the first score is the higher."""
        return int(np.tril(self.table, -1).sum())

    @property
    def n_equal(self) -> int:
        """Pairs of two equal scores."""
        return int(np.trace(self.table))

    @property
    def n_lower(self) -> int:
        """Pairs of which the first score is the lower."""
        return int(np.triu(self.table, 1).sum())

    def differences(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the distinct differences that pairs have, ascending, and how many have each."""
        scores = np.array(self.scores, dtype=np.int64)
        all_of_them = np.subtract.outer(scores, scores)[self.table > 0]
        distinct, place = np.unique(all_of_them, return_inverse=True)
        counts = np.zeros(len(distinct), dtype=np.int64)
        np.add.at(counts, place, self.table[self.table > 0])
        return distinct, counts


def item_pairs(pairs: PairTally, names: Iterable[str]) -> Iterator[ItemPairs]:
    """Yield the pairs of each group along the axes that are named, and of each item."""
    names = tuple(names)
    pooled = pairs.marginal(names)
    for g, group in enumerate(pooled.groups):
        for i, item in enumerate(pooled.instrument):
            scores, turned = in_ascending_order(item, pooled.view)
            sums, squares = (
                None if array is None else _folded(array[g, i], item, turned=turned)
                for array in (pooled.sums, pooled.squares)
            )
            yield ItemPairs(
                by=tuple(zip(names, group, strict=True)),
                item=item,
                scores=scores,
                counts=_folded(pooled.counts[g, i], item, turned=turned),
                sums=sums,
                squares=squares,
            )


def in_ascending_order(item: Item, view: Scoring) -> tuple[tuple[int, ...], bool]:
    """Return the scores in ascending order, and whether that turns the order of the codes."""
    scores = item.scores(view)
    turned = scores[0] > scores[-1]
    return (scores[::-1] if turned else scores), turned


def _folded(cells: NDArray[_Number], item: Item, *, turned: bool) -> NDArray[_Number]:
    """Return a table of cells with all reasons for no answer in one, the levels maybe turned."""
    k = item.scale.n_levels
    levels = slice(None, None, -1) if turned else slice(None)
    for _ in ("rows", "columns"):
        missing = cells[k:-1].sum(axis=0, keepdims=True)
        cells = np.concatenate([cells[:k][levels], missing, cells[-1:]]).T
    return cells


def as_co_tally(data: Responses | CoTally, items: Iterable[str]) -> CoTally:
    """Return the co-occurrences of some items of *data*; a co-tally as it is.

    Raises
    ------
    ArgumentTypeError
        If *data* is neither.
    """
    if isinstance(data, Responses):
        return data.cotally(items=items)
    if not isinstance(data, CoTally):
        raise ArgumentTypeError(
            f"data is a {type(data).__name__}; expected Responses or a CoTally, which holds every "
            f"two items together.",
            "make responses of the data frame first: `lk.Responses(frame, instrument)`.",
        )
    return data


def unread_design(data: Responses | CoTally, *, drawn: bool = False) -> tuple[str, ...]:
    """Return what figures of a simple random sample do not read, as a note.

    Clusters are read where a bootstrap has *drawn* them.
    """
    if not isinstance(data, Responses):
        return ()
    unread = []
    if data._declared.cluster is not None and not drawn:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
        unread.append(f"the clusters of {data._declared.cluster!r}")  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if data._design is not None:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
        unread.append("the sampling design")
    if not unread:
        return ()
    who = "clusters" if drawn else "respondents"
    return (f"Intervals do not read {' and '.join(unread)}: {who} count one by one.",)
