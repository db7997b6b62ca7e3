"""The counts of one item in one group, with the scores of the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._text import join_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from likertkit.instrument import Item
    from likertkit.tally import Group, Tally


@attrs.frozen(eq=False, kw_only=True)
class Strata:
    """Sums of weights, stratum by stratum, of one item in one group.

    Attributes
    ----------
    n_units, n_strata : int
        Sampled respondents and strata of the whole design, under the same condition.
    lone : tuple of str
        The strata of one respondent.
    sizes : array of shape (n_touched,)
        Sampled respondents of each stratum that the group reaches into, those outside the group
        and those who did not answer included.
    sums, squares : arrays of shape (n_touched, n_cells)
        Sums of weights and of squared weights in each cell of the group.
    """

    n_units: int
    n_strata: int
    lone: tuple[str, ...]
    sizes: NDArray[np.int64]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]


@attrs.frozen(eq=False, kw_only=True)
class ItemCells:
    """The counts of one item in one group.

    Attributes
    ----------
    by : tuple of (str, object)
        The group.
    item : Item
        The item.
    scores : tuple of int
        The score of each level, in ascending order of code.
    counts : tuple of int
        Respondents at each level.
    missing : tuple of int
        Respondents for each reason: blank, then each nonsubstantive answer.
    strata : Strata or None
        The weights, if there are any.
    """

    by: tuple[tuple[str, object], ...]
    item: Item
    scores: tuple[int, ...]
    counts: tuple[int, ...]
    missing: tuple[int, ...]
    strata: Strata | None

    @property
    def n(self) -> int:
        """Valid answers."""
        return sum(self.counts)

    @property
    def n_missing(self) -> int:
        """Respondents without a valid answer."""
        return sum(self.missing)

    @property
    def weights(self) -> tuple[float, ...]:
        """Sum of weights at each level; the counts where there are no weights."""
        if self.strata is None:
            return tuple(map(float, self.counts))
        return tuple(self.strata.sums.sum(axis=0)[: len(self.counts)].tolist())

    @property
    def all_weight(self) -> float:
        """Sum of weights of all respondents, with and without a valid answer."""
        if self.strata is None:
            return float(self.n + self.n_missing)
        return float(self.strata.sums.sum())

    def ascending(self) -> ItemCells:
        """Return the same counts with the scores, not the codes, in ascending order."""
        if self.scores[0] < self.scores[-1]:
            return self
        strata = self.strata
        if strata is not None:
            k = len(self.counts)
            order = [*range(k - 1, -1, -1), *range(k, strata.sums.shape[1])]
            strata = attrs.evolve(
                strata, sums=strata.sums[:, order], squares=strata.squares[:, order]
            )
        return attrs.evolve(self, scores=self.scores[::-1], counts=self.counts[::-1], strata=strata)


def item_cells(tally: Tally, names: tuple[str, ...]) -> Iterator[ItemCells]:
    """Yield the counts of each group along the named axes and of each item."""
    groups = tally.marginal(names)
    design = _Design.of(tally, names)
    for g, group in enumerate(groups.groups):
        for i, item in enumerate(tally.instrument):
            cells = tuple(groups.counts[g, i, : item.scale.n_cells].tolist())
            k = item.scale.n_levels
            yield ItemCells(
                by=tuple(zip(names, group, strict=True)),
                item=item,
                scores=item.scores(tally.view),
                counts=cells[:k],
                missing=cells[k:],
                strata=None if design is None else design.strata(group, i, item.scale.n_cells),
            )


@attrs.frozen(eq=False, kw_only=True)
class _Design:
    """Which stratum each group of a weighted tally lies in.

    A group of the result is a domain: its strata have the size that they have in the whole
    sample (of the same condition), so that its standard error knows that its own size is
    random.
    """

    counts: NDArray[np.int64]
    sums: NDArray[np.float64]
    squares: NDArray[np.float64]
    members: dict[Group, list[int]]
    condition: NDArray[np.intp]
    stratum: NDArray[np.intp]
    names: list[str]
    sizes: NDArray[np.int64]

    @classmethod
    def of(cls, tally: Tally, names: tuple[str, ...]) -> _Design | None:
        """Sort the groups of a weighted tally into conditions, strata and result groups."""
        if tally.sums is None or tally.squares is None:
            return None
        axes = {axis.name: k for k, axis in enumerate(tally.axes)}
        members: dict[Group, list[int]] = {} if tally.groups else {(): []}
        for g, group in enumerate(tally.groups):
            members.setdefault(tuple(group[axes[name]] for name in names), []).append(g)
        conditions, _ = cls._numbered(
            tally, [axes[a.name] for a in tally.axes if a.role == "condition" and a.name in names]
        )
        strata, keys = cls._numbered(
            tally, [k for k, axis in enumerate(tally.axes) if axis.role == "stratum"]
        )
        n_conditions = int(conditions.max(initial=0)) + 1
        sizes = np.zeros((n_conditions, len(keys), len(tally.instrument)), dtype=np.int64)
        np.add.at(sizes, (conditions, strata), tally.counts.sum(axis=2))
        return cls(
            counts=tally.counts,
            sums=tally.sums,
            squares=tally.squares,
            members=members,
            condition=conditions,
            stratum=strata,
            names=[" / ".join(map(str, key)) for key in keys],
            sizes=sizes,
        )

    @staticmethod
    def _numbered(tally: Tally, places: list[int]) -> tuple[NDArray[np.intp], list[Group]]:
        """Return the number of each group's values at some axes, and these values."""
        values = [tuple(group[place] for place in places) for group in tally.groups]
        numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
        return np.array([numbers[value] for value in values], dtype=np.intp), list(numbers)

    def strata(self, group: Group, i: int, n_cells: int) -> Strata:
        """Return the weights of one item in one group of the result."""
        members = self.members[group]
        condition = self.condition[members[0]] if members else 0
        # Nobody is in a stratum that has no size, and nothing could be divided by it.
        inside = [g for g in members if self.counts[g, i].any()]
        sizes = self.sizes[condition, :, i]
        touched, where = np.unique(self.stratum[inside], return_inverse=True)

        sums, squares = np.zeros((2, len(touched), n_cells))
        np.add.at(sums, where, self.sums[inside, i, :n_cells])
        np.add.at(squares, where, self.squares[inside, i, :n_cells])
        return Strata(
            n_units=int(sizes.sum()),
            n_strata=int(np.count_nonzero(sizes)),
            lone=tuple(self.names[h] for h in np.flatnonzero(sizes == 1).tolist()),
            sizes=sizes[touched],
            sums=sums,
            squares=squares,
        )


_VIEWS = {
    "as_answered": "Scores are the codes as answered.",
    "keyed": "Scores are keyed: negatively keyed items are reversed.",
    "favourable": "Scores are favourable: every item is turned so that higher is better.",
}


def reading_notes(tally: Tally, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what must be known to read any table of this tally, a sentence each."""
    said = [_VIEWS[tally.view]]
    pooled = [a for a in tally.axes if a.role == "condition" and a.name not in names]
    for axis in pooled:
        values = tuple(dict.fromkeys(str(group[tally.axes.index(axis)]) for group in tally.groups))
        if len(values) > 1:
            said.append(
                f"The conditions {join_words(values)} are pooled: whoever answered under several "
                "is counted in each."
            )
    strata = [axis.name for axis in tally.axes if axis.role == "stratum"]
    for name in strata:
        if tally.weighted:
            said.append(f"Standard errors respect the strata of {name!r}.")
        elif name not in names:
            said.append(f"The strata of {name!r} are pooled: each counts by its number of answers.")
    if tally.weighted:
        said.append("Weights are sampling weights; n counts respondents.")
    if tally.clusters is not None:
        said.append(
            "Standard errors and intervals do not know the clusters: they take respondents as "
            "drawn one by one, and are too small where those of a cluster resemble each other."
        )
    return (*said, *tally.notes)
