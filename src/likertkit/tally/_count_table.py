"""What every table of counts can do, whatever its cells are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import numpy as np

from likertkit._checks import as_names, holds_values
from likertkit.errors import ArgumentTypeError, MismatchError
from likertkit.instrument._score_item import ScoreItem
from likertkit.results._arrays import check_total
from likertkit.tally._axes import Axis, Group, named_axes, sorted_groups
from likertkit.tally._design import design_notes
from likertkit.tally._grouped import GroupedTable, whole_sample, with_whole
from likertkit.tally._tables import added, near
from likertkit.tally._where import IN_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from numpy.typing import NDArray

    from likertkit.tally._design import Design

_Number = TypeVar("_Number", np.int64, np.float64)


@attrs.frozen(eq=False, repr=False, kw_only=True)
class CountTable(GroupedTable):
    """The base of every table of counts: groups along axes, and tables that add."""

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def sum(cls, parts: Iterable[Self], *, disjoint: bool = False) -> Self:
        """Add up the tables of parts, such as files or chunks of one.

        Parameters
        ----------
        parts : iterable of tables of this kind
            At least one; read one at a time.
        disjoint : bool, optional
            Declares that no two parts share a respondent or a cluster, though some of their
            names may be equal, as where each file numbers them from 1.

        Returns
        -------
        table of this kind
            The table of all.

        Raises
        ------
        MismatchError
            If there is no table, two do not fit, or two share a respondent (of pairs) or a cluster.

        Examples
        --------
        >>> import likertkit as lk
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
        >>> chunks = ({"clear": {4: 1}}, {"clear": {5: 2}})
        >>> whole = lk.Tally.sum(lk.Tally.from_counts(part, trial) for part in chunks)
        >>> lk.means(whole)["clear"].n
        3
        """
        total: Self | None = None
        hint = "pass a list or an iterator of tables."
        if not holds_values(parts):
            raise ArgumentTypeError(
                f"parts={parts!r} is not a list or an iterator of tables.", hint
            )
        for part in parts:
            if not isinstance(part, cls):
                raise ArgumentTypeError(
                    f"a part is a {type(part).__name__}; expected a {cls.__name__}.",
                    "make the same kind of table of each chunk, for example with "
                    "`lk.Responses(chunk, instrument).tally()`.",
                )
            total = part if total is None else total._plus(part, disjoint=disjoint)  # noqa: SLF001 - own class
        if total is None:
            raise MismatchError(
                f"there is no {cls.__name__} to add; expected at least one part.",
                "check that the files or chunks were found.",
            )
        return total

    def marginal(self, names: Iterable[str]) -> Self:
        """Return the table summed over all other axes.

        Parameters
        ----------
        names : iterable of str
            The axes to keep.

        Returns
        -------
        table of this kind
            With these axes, in the order given; the sampling design, such as strata that are
            summed over, is lost to it.

        Raises
        ------
        AxisError
            If a name is not an axis.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
        >>> counts = pd.DataFrame(
        ...     {"grade": ["a", "b"], "item": "clear", "code": [4, 5], "count": [2, 3]}
        ... )
        >>> tally = lk.Tally.from_counts(counts, trial)
        >>> tally.marginal(()).counts[0, 0].tolist()
        [0, 0, 0, 2, 3, 0]
        """
        wanted = named_axes(self.axes, as_names(names, "names"))
        places = [[axis.name for axis in self.axes].index(name) for name in wanted]
        axes = tuple(self.axes[place] for place in places)
        kept = [tuple(group[place] for place in places) for group in self.groups]
        # The whole is a group even when nobody is in it.
        table = self._regrouped(axes, kept, sorted_groups(axes, kept) if axes else [()])
        if self.domain is None:
            return table
        whole = whole_sample(self).marginal((*wanted, IN_DOMAIN))
        return attrs.evolve(table, domain=attrs.evolve(self.domain, whole=whole))

    def _regrouped(self, axes: tuple[Axis, ...], kept: list[Group], groups: list[Group]) -> Self:
        """Return the table with each group added to the one that *kept* names."""
        number = {group: g for g, group in enumerate(groups)}
        where = np.array([number[group] for group in kept], dtype=np.intp)

        def collect(array: NDArray[_Number]) -> NDArray[_Number]:
            total = np.zeros((len(groups), *array.shape[1:]), dtype=array.dtype)
            np.add.at(total, where, array)
            return total

        # Sizes of strata and of conditions mean nothing where these are summed over.
        lost = {axis.role for axis in self.axes} - {axis.role for axis in axes}
        design = None if lost & {"stratum", "condition"} else self.design
        return attrs.evolve(
            self,
            axes=axes,
            design=design,
            notes=self.notes if design == self.design else design_notes(self.notes, design),
            groups=tuple(groups),
            counts=collect(self.counts),
            sums=None if self.sums is None else collect(self.sums),
            squares=None if self.squares is None else collect(self.squares),
            zeros=None if self.zeros is None else collect(self.zeros),
            **self._regrouped_more(axes, len(groups), where),
        )

    def _regrouped_more(
        self, axes: tuple[Axis, ...], n_groups: int, where: NDArray[np.intp]
    ) -> dict[str, Any]:
        """Return what else changes when groups are added to one another."""
        del axes, n_groups, where
        return {}

    def _aligned(self, groups: list[Group]) -> Self:
        return self._regrouped(self.axes, list(self.groups), groups)

    def _both_aligned(self, other: Self) -> tuple[Self, Self]:
        """Return both tables with the axes and the groups of both."""
        axes = tuple(a.joined(b) for a, b in zip(self.axes, other.axes, strict=True))
        groups = sorted_groups(axes, (*self.groups, *other.groups))
        return (
            attrs.evolve(self._aligned(groups), axes=axes),
            attrs.evolve(other._aligned(groups), axes=axes),
        )

    def _traits(self) -> dict[str, object]:
        """Return what two tables must have in common to be added or to be equal."""
        return {
            "instruments": self.instrument,
            "axes": tuple((axis.name, axis.role) for axis in self.axes),
            "views": self.view,
            "weightedness": self.weighted,
            "sampling designs": self.design,
            "domains": None if self.domain is None else self.domain.selection,
        }

    def _plus(self, other: Self, *, disjoint: bool = False) -> Self:
        theirs = other._traits()
        for what, mine in self._traits().items():
            if mine != theirs[what]:
                if what == "instruments":
                    self._check_levels(other)
                raise MismatchError(
                    f"two tables with different {what} cannot be added: {mine} and {theirs[what]}.",
                    "make both tables with the same instrument, the same declarations and the "
                    "same `by=`.",
                )
        notes = tuple(dict.fromkeys((*self.notes, *other.notes)))
        if self.domain is not None:
            whole = whole_sample(self)._plus(whole_sample(other), disjoint=disjoint)  # noqa: SLF001 - own class
            notes = self.domain.selection.with_note(notes)
            return attrs.evolve(with_whole(self, self.domain, whole), notes=notes)
        mine_aligned, theirs_aligned = self._both_aligned(other)
        check_total(
            sum(float(part.counts.sum(dtype=np.float64)) for part in (mine_aligned, theirs_aligned))
        )
        return attrs.evolve(
            mine_aligned,
            counts=mine_aligned.counts + theirs_aligned.counts,
            sums=added(mine_aligned.sums, theirs_aligned.sums),
            squares=added(mine_aligned.squares, theirs_aligned.squares),
            zeros=added(mine_aligned.zeros, theirs_aligned.zeros),
            notes=notes,
            **mine_aligned._added_more(theirs_aligned, disjoint=disjoint),  # noqa: SLF001 - own class
        )

    def _check_levels(self, other: Self) -> None:
        """Raise if both hold the same scale scores, and their levels alone differ."""
        both = [
            (mine, theirs)
            for mine, theirs in zip(self.instrument, other.instrument, strict=False)
            if isinstance(mine, ScoreItem) and mine != theirs
        ]
        if both and all(mine.name == theirs.name for mine, theirs in both):
            mine, theirs = both[0]
            raise MismatchError(
                f"the score {mine.name!r} has {mine.scale.n_levels} levels in one table and "
                f"{theirs.scale.n_levels} in the other, and they differ: where items were left "
                "out, the levels are the values that occurred.",
                "score all answers at once, or complete answers alone in every part: "
                "lk.scale_scores(responses, min_answered=1.0).",
            )

    def _added_more(self, other: Self, *, disjoint: bool) -> dict[str, Any]:
        """Return what else changes when two tables with the same groups are added."""
        del other, disjoint
        return {}

    def __add__(self, other: Self) -> Self:
        """Return the table of both samples together.

        Raises
        ------
        MismatchError
            If the two do not fit, or share a respondent (of pairs) or a cluster.
        """
        if not isinstance(other, type(self)):
            return NotImplemented
        return self._plus(other)

    def __eq__(self, other: object) -> bool:
        """Return whether the contents agree: counts exactly, weights to a relative 1e-12.

        A group in which nobody is equals one that is not there.
        """
        if not isinstance(other, type(self)):
            return NotImplemented
        if self._traits() != other._traits():
            return False
        if self.domain is not None:
            return whole_sample(self) == whole_sample(other)
        mine, theirs = self._both_aligned(other)
        return mine._same(theirs)

    def _same(self, other: Self) -> bool:
        """Return whether the tables of two with the same groups agree."""
        return (
            np.array_equal(self.counts, other.counts)
            and near(self.zeros, other.zeros)
            and near(self.sums, other.sums)
            and near(self.squares, other.squares)
        )


TableT = TypeVar("TableT", bound=CountTable)


def with_design(table: TableT, design: Design | None) -> TableT:
    """Return the table with a design and its note, or without both."""
    if design is None and table.design is None:
        return table
    return attrs.evolve(table, design=design, notes=design_notes(table.notes, design))


def with_crossed_axis(table: TableT, names: tuple[str, ...], title: str) -> TableT:
    """Return a table in which one axis has the place of several; its values are tuples of theirs.

    A group that is blank along one of the axes is blank along the new one.  The design stays, also
    where a condition is crossed: the answers under several conditions are then of one sample.
    """
    places = [[axis.name for axis in table.axes].index(name) for name in names]
    crossed = [table.axes[place] for place in places]
    others = [place for place in range(len(table.axes)) if place not in places]
    values: list[Group] = [tuple(group[place] for place in places) for group in table.groups]
    levels = tuple(value for value in sorted_groups(crossed, values) if None not in value)
    axes = (Axis(title, "by", levels), *(table.axes[place] for place in others))
    kept: list[Group] = [
        (None if None in value else value, *(group[place] for place in others))
        for value, group in zip(values, table.groups, strict=True)
    ]
    made = with_design(
        table._regrouped(axes, kept, sorted_groups(axes, kept)),  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same file
        table.design,
    )
    if table.domain is None:
        return made
    whole = with_crossed_axis(whole_sample(table), names, title)
    return attrs.evolve(
        made, domain=attrs.evolve(table.domain, whole=attrs.evolve(whole, design=None))
    )
