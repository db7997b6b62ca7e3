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
    from likertkit.tally import Tally


@attrs.frozen(eq=False)
class Strata:
    """Sums of weights, stratum by stratum, of one item in one group.

    Attributes
    ----------
    names : tuple of str
        The strata.
    sizes : array of shape (n_strata,)
        Sampled respondents of the stratum, those outside the group and those who did not answer
        included.
    sums, squares : arrays of shape (n_strata, n_cells)
        Sums of weights and of squared weights in each cell of the group.
    """

    names: tuple[str, ...]
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
    def place(self) -> str:
        """The group and the item, in words."""
        return " / ".join(map(str, (*(value for _, value in self.by), self.item.name)))

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
    for g, group in enumerate(groups.groups):
        by = tuple(zip(names, group, strict=True))
        for i, item in enumerate(tally.instrument):
            cells = tuple(groups.counts[g, i, : item.scale.n_cells].tolist())
            k = item.scale.n_levels
            yield ItemCells(
                by=by,
                item=item,
                scores=item.scores(tally.view),
                counts=cells[:k],
                missing=cells[k:],
                strata=_strata(tally, by, i, item.scale.n_cells) if tally.weighted else None,
            )


def _strata(tally: Tally, by: tuple[tuple[str, object], ...], i: int, n_cells: int) -> Strata:
    """Return the weights of one group, by stratum of the full design.

    A group is a domain: its strata have the size that they have in the whole sample (of the
    same condition), so that its standard error knows that its own size is random.
    """
    named = dict(by)
    roles = {axis.name: axis.role for axis in tally.axes}
    stratum = [k for k, axis in enumerate(tally.axes) if axis.role == "stratum"]
    sizes: dict[object, int] = {}
    sums: dict[object, NDArray[np.float64]] = {}
    squares: dict[object, NDArray[np.float64]] = {}
    for g, group in enumerate(tally.groups):
        values = {axis.name: value for axis, value in zip(tally.axes, group, strict=True)}
        if any(values[name] != named[name] for name in named if roles[name] == "condition"):
            continue
        where = group[stratum[0]] if stratum else None
        sizes[where] = sizes.get(where, 0) + int(tally.counts[g, i].sum())
        inside = all(values[name] == value for name, value in named.items())
        for total, table in ((sums, tally.sums), (squares, tally.squares)):
            add = table[g, i, :n_cells] if inside and table is not None else np.zeros(n_cells)
            total[where] = total[where] + add if where in total else add
    return Strata(
        tuple(map(str, sizes)),
        np.array(list(sizes.values()), dtype=np.int64),
        np.array(list(sums.values())).reshape(len(sizes), n_cells),
        np.array(list(squares.values())).reshape(len(sizes), n_cells),
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
    return (*said, *tally.notes)
