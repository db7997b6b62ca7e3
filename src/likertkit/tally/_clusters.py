"""What a tally keeps of sampled clusters: enough for the variance between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np

from likertkit._kernels.design import merged_patterns, summed_pairs
from likertkit.results._arrays import (
    FrozenArrays,
    frozen_array,
    frozen_floats,
    frozen_integers,
    frozen_names,
)
from likertkit.tally._tables import near, united

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.tally._axes import Axis, Group


@attrs.frozen(eq=False, kw_only=True)
class Calibration(FrozenArrays):
    """The margins whose known totals the weights meet, and the weights before.

    The variance of a calibrated estimate is that of what the margins do not explain, and how much
    they explain follows from the weights of the design, before they were calibrated.

    Attributes
    ----------
    margins : tuple of tuple of str
        The axes of each margin; several names are a margin of their joint cells.
    designed : array of float, shape (n_groups, n_items, n_cells)
        Sums of the design's weights in each cell of the tally.
    """

    margins: tuple[tuple[str, ...], ...]
    designed: NDArray[np.float64] = attrs.field(converter=frozen_floats)

    __hash__ = None  # type: ignore[assignment]

    def regrouped(
        self, axes: tuple[Axis, ...], n_groups: int, where: NDArray[np.intp]
    ) -> Calibration | None:
        """Return the calibration of a tally whose group *g* became group ``where[g]``.

        None where a margin was summed over.
        """
        kept = {axis.name for axis in axes}
        if not all(name in kept for margin in self.margins for name in margin):
            return None
        designed = np.zeros((n_groups, *self.designed.shape[1:]))
        np.add.at(designed, where, self.designed)
        return attrs.evolve(self, designed=designed)

    def picked(self, rows: NDArray[np.intp]) -> Calibration:
        """Return the calibration of a tally that has some of the groups."""
        return attrs.evolve(self, designed=self.designed[rows])

    def plus(self, other: Calibration) -> Calibration:
        """Return the calibration of both parts, whose groups have the same numbers."""
        return attrs.evolve(self, designed=self.designed + other.designed)

    def __eq__(self, other: object) -> bool:
        """Return whether margins agree, and sums but for rounding."""
        if not isinstance(other, Calibration):
            return NotImplemented
        return self.margins == other.margins and near(self.designed, other.designed)


Sizes = tuple[tuple["Group", int], ...]


def _frozen_places(array: NDArray[np.intp]) -> NDArray[np.intp]:
    return frozen_array(np.asarray(array, dtype=np.intp).reshape(-1, 2))


@attrs.frozen(eq=False, kw_only=True)
class Clusters(FrozenArrays):
    """Clusters that were sampled whole, such as schools: how many, and how their totals vary.

    The total of a cluster in a cell is its number of respondents there, or with weights the
    sum of theirs.  A linear statistic of the totals has a variance that needs the number of
    clusters of each stratum, the sums of the totals, which are the tally's own cells, and the
    sums of the products of two totals of one cluster, which are kept here.

    Attributes
    ----------
    pairs : array of int, shape (n_pairs, 2)
        Two groups in which some cluster has rows, the lower number first; each group is also
        paired with itself.  Groups of different strata have no cluster in common.
    products : array of float, shape (n_pairs, n_items, n_cells, n_cells)
        The sum, over the clusters, of the total in a cell of the first group times the total
        in a cell of the second.
    n_clusters : tuple of (tuple, int)
        The number of clusters of each stratum; its key is ``(stratum,)``, or ``()`` without
        strata.
    n_by_condition : tuple of (tuple, int)
        The number that have rows under each condition, by ``(condition, stratum)``; empty
        without conditions.
    entries : array of int, shape (n_entries, 3)
        In which groups clusters hold an answer: the number of a pattern, a group, and what the
        clusters of the pattern hold there, in bits: 1 a valid answer, 2 one off the scale, 4 a
        blank.
    patterns : array of int, shape (n_patterns, 2)
        The item of each pattern, and the number of clusters that have it.
    names : array of uint64
        Sorted fingerprints of the clusters' names, by which parts that share one are found.
    unit : {'cluster', 'respondent'}
        What a cluster is: a respondent where several rows are one person's.
    """

    pairs: NDArray[np.intp] = attrs.field(converter=_frozen_places)
    products: NDArray[np.float64] = attrs.field(converter=frozen_floats)
    n_clusters: Sizes
    n_by_condition: Sizes
    entries: NDArray[np.int64] = attrs.field(converter=frozen_integers)
    patterns: NDArray[np.int64] = attrs.field(converter=frozen_integers)
    names: NDArray[np.uint64] = attrs.field(converter=frozen_names)
    unit: Literal["cluster", "respondent"] = "cluster"

    __hash__ = None  # type: ignore[assignment]

    def regrouped(
        self, before: tuple[Axis, ...], axes: tuple[Axis, ...], where: NDArray[np.intp]
    ) -> Clusters | None:
        """Return the clusters of a tally whose group *g* became group ``where[g]``.

        None where strata were summed over: their clusters were drawn apart.
        """
        lost = {axis.role for axis in before if axis.name not in {left.name for left in axes}}
        if "stratum" in lost:
            return None
        pairs, products = summed_pairs(self.pairs, self.products, where)
        moved = self.entries.copy()
        moved[:, 1] = where[moved[:, 1]]
        entries, patterns = merged_patterns(moved, self.patterns)
        return attrs.evolve(
            self,
            pairs=pairs,
            products=products,
            n_by_condition=() if "condition" in lost else self.n_by_condition,
            entries=entries,
            patterns=patterns,
        )

    def picked(self, rows: NDArray[np.intp], n_groups: int) -> Clusters:
        """Return the clusters of a tally that has some of the *n_groups* groups.

        They are sampled as they were, so that their numbers stay.
        """
        number = np.full(n_groups, -1, dtype=np.intp)
        number[rows] = np.arange(len(rows))
        kept = (number[self.pairs] >= 0).all(axis=1)
        entries = self.entries.copy()
        entries[:, 1] = number[entries[:, 1]]
        entries, patterns = merged_patterns(entries[entries[:, 1] >= 0], self.patterns)
        return attrs.evolve(
            self,
            pairs=number[self.pairs[kept]],
            products=self.products[kept],
            entries=entries,
            patterns=patterns,
        )

    def plus(self, other: Clusters, *, disjoint: bool) -> Clusters:
        """Return the clusters of both parts, whose groups have the same numbers.

        Raises
        ------
        MismatchError
            If a cluster lies in both, unless they are declared disjoint.
        """
        pairs, products = summed_pairs(
            np.concatenate([self.pairs, other.pairs]),
            np.concatenate([self.products, other.products]),
        )
        theirs = other.entries.copy()
        theirs[:, 0] += len(self.patterns)
        entries, patterns = merged_patterns(
            np.concatenate([self.entries, theirs]),
            np.concatenate([self.patterns, other.patterns]),
        )
        return attrs.evolve(
            self,
            pairs=pairs,
            products=products,
            n_clusters=_added(self.n_clusters, other.n_clusters),
            n_by_condition=_added(self.n_by_condition, other.n_by_condition),
            entries=entries,
            patterns=patterns,
            names=united(self.names, other.names, self.unit, disjoint=disjoint),
        )

    def __eq__(self, other: object) -> bool:
        """Return whether sizes agree, and products but for rounding."""
        if not isinstance(other, Clusters):
            return NotImplemented
        if not all(
            dict(mine) == dict(theirs)
            for mine, theirs in (
                (self.n_clusters, other.n_clusters),
                (self.n_by_condition, other.n_by_condition),
            )
        ):
            return False
        return (
            np.array_equal(self.pairs, other.pairs)
            and near(self.products, other.products)
            and np.array_equal(self.entries, other.entries)
            and np.array_equal(self.patterns, other.patterns)
        )


def _added(mine: Sizes, theirs: Sizes) -> Sizes:
    total = dict(mine)
    for key, n in theirs:
        total[key] = total.get(key, 0) + n
    return tuple(total.items())
