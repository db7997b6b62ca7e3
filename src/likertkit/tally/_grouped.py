"""Tables of counts along groups, and the domains that they are of, inside the whole sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs
import numpy as np

from likertkit.errors import AxisError
from likertkit.results._arrays import FrozenArrays, frozen_counts, frozen_floats
from likertkit.tally._axes import Axis, named_axes
from likertkit.tally._tables import without_weight
from likertkit.tally._where import IN_DOMAIN, Selection, has_value

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from likertkit.instrument import Instrument, Scoring
    from likertkit.tally._axes import Group
    from likertkit.tally._design import Design


@attrs.frozen(eq=False, repr=False, kw_only=True)
class GroupedTable(FrozenArrays):
    """Counts of groups along axes, whatever the cells are.

    Attributes
    ----------
    instrument : Instrument
        The items and their scales.
    axes : tuple of Axis
        How the respondents are split.
    groups : tuple of tuple
        The value of each axis, group by group.
    counts : array of int, the first axis of length n_groups
        Respondents in each cell; with weights those of a positive weight.
    sums, squares : array of float, same shape, or None
        Sums of the sampling weights and of their squares in each cell; None when unweighted.
    zeros : array of int, shape (n_groups, n_items), or None
        Respondents of weight 0, who are sampled units and in no cell; None when unweighted.
    view : {'as_answered', 'keyed', 'favourable'}
        How codes become scores; the counts stay by declared code.
    notes : tuple of str
        What must be said wherever these counts are shown.
    design : Design or None
        The sampling design, where one was declared; estimates read it.
    domain : Domain or None
        What the counts are a domain of, where :meth:`where` made one; errors read it.
    """

    instrument: Instrument
    axes: tuple[Axis, ...]
    groups: tuple[Group, ...]
    counts: NDArray[np.int64] = attrs.field(converter=frozen_counts)
    sums: NDArray[np.float64] | None = attrs.field(
        default=None, converter=attrs.converters.optional(frozen_floats)
    )
    squares: NDArray[np.float64] | None = attrs.field(
        default=None, converter=attrs.converters.optional(frozen_floats)
    )
    zeros: NDArray[np.int64] | None = None
    view: Scoring = "as_answered"
    notes: tuple[str, ...] = ()
    design: Design | None = None
    domain: Domain | None = None

    def __attrs_post_init__(self) -> None:
        """Move respondents whose weights add up to 0 out of the cells."""
        if self.sums is None and self.zeros is None:
            return
        counts, zeros = without_weight(self.counts, self.sums, self.zeros)
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "zeros", zeros)

    @property
    def weighted(self) -> bool:
        """Whether the table holds sampling weights."""
        return self.sums is not None

    @property
    def n_sampled(self) -> NDArray[np.int64]:
        """Respondents of each group and item, those of weight 0 among them."""
        in_cells: NDArray[np.int64] = self.counts.sum(axis=tuple(range(2, self.counts.ndim)))
        return in_cells if self.zeros is None else in_cells + self.zeros

    def names(self, by: str | Iterable[str] | None) -> tuple[str, ...]:
        """Return the axes of a result that is split by some of them.

        Parameters
        ----------
        by : str, sequence of str, or None
            Axes to split by besides the condition; an empty sequence pools everything.

        Returns
        -------
        tuple of str
            Their names in the order given, then the condition unless it is among them.

        Raises
        ------
        AxisError
            If a name is not an axis.
        """
        conditions = tuple(axis.name for axis in self.axes if axis.role == "condition")
        if by is None:
            return conditions
        names = named_axes(self.axes, by)
        # Only an empty *by* pools the conditions.
        return tuple(dict.fromkeys((*names, *conditions))) if names else ()

    def _picked_more(self, rows: NDArray[np.intp]) -> dict[str, Any]:
        """Return what else changes when only some groups are kept."""
        del rows
        return {}


_TableT = TypeVar("_TableT", bound=GroupedTable)


@attrs.frozen(eq=False)
class Domain:
    """A domain inside its sample.

    Attributes
    ----------
    selection : Selection
        What the domain is.
    whole : table of counts
        The counts of the whole sample; its last axis says which groups lie in the domain.
    """

    selection: Selection
    whole: GroupedTable


def picked(table: _TableT, rows: Sequence[int] | NDArray[np.intp]) -> _TableT:
    """Return a table with some of its groups, which are sampled as they were."""
    at = np.asarray(rows, dtype=np.intp)
    return attrs.evolve(
        table,
        groups=tuple(table.groups[g] for g in at.tolist()),
        counts=table.counts[at],
        sums=None if table.sums is None else table.sums[at],
        squares=None if table.squares is None else table.squares[at],
        zeros=None if table.zeros is None else table.zeros[at],
        **table._picked_more(at),  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    )


def only_conditions(table: _TableT, conditions: Collection[Hashable] | None) -> _TableT:
    """Return a table with some of its conditions, each of which is a sample of its own."""
    places = [place for place, axis in enumerate(table.axes) if axis.role == "condition"]
    if conditions is None or not places:
        return table
    whole = table if table.domain is None else whole_sample(table)
    rows = [g for g, group in enumerate(whole.groups) if has_value(conditions, group[places[0]])]
    whole = picked(whole, rows)
    return whole if table.domain is None else with_whole(table, table.domain, whole)


def inside_domain(table: GroupedTable) -> NDArray[np.bool_]:
    """Return which groups of a table lie in the domain: all, but for that of a whole sample."""
    if table.axes and table.axes[-1].name == IN_DOMAIN:
        return np.array([group[-1] == 1 for group in table.groups], dtype=np.bool_)
    return np.ones(len(table.groups), dtype=np.bool_)


def whole_sample(table: _TableT) -> _TableT:
    """Return the table of the whole sample that a table's domain is a part of.

    Its last axis says which groups lie in the domain, see :func:`inside_domain`.  A table without a
    domain is the whole.
    """
    if table.domain is None:
        return table
    # The whole is a table of the same kind.
    whole = cast("_TableT", table.domain.whole)
    return attrs.evolve(whole, view=table.view, design=table.design, notes=table.notes)


def in_domain(whole: _TableT, selection: Selection) -> _TableT:
    """Return the counts of a domain, from those of a whole sample."""
    part = picked(whole, np.flatnonzero(inside_domain(whole)))
    return attrs.evolve(
        part,
        axes=whole.axes[:-1],
        groups=tuple(group[:-1] for group in part.groups),
        domain=Domain(selection, attrs.evolve(whole, design=None)),
        notes=selection.with_note(whole.notes),
    )


def with_whole(table: _TableT, domain: Domain, whole: _TableT) -> _TableT:
    """Return a table with its domain taken of another whole sample."""
    return attrs.evolve(
        in_domain(whole, domain.selection),
        view=table.view,
        design=table.design,
        notes=table.notes,
    )


def narrowed(table: _TableT, columns: Mapping[str, object]) -> _TableT:
    """Return the counts of the groups that have some values along some axes.

    Raises
    ------
    AxisError
        If a name is not an axis of the table.
    ArgumentError
        If an axis does not have a value that is named.
    """
    selection = Selection.from_arguments(columns)
    whole = whole_sample(table)
    places = {axis.name: place for place, axis in enumerate(table.axes)}
    for name in selection.names:
        if name not in places:
            raise AxisError(name, tuple(places), "where")
        place = places[name]
        known = (*table.axes[place].levels, *(group[place] for group in whole.groups))
        selection.check_known(name, list(dict.fromkeys(known)))
    condition = next((axis.name for axis in table.axes if axis.role == "condition"), None)
    whole = only_conditions(whole, selection.values(condition))
    flags = inside_domain(whole)
    for name, values in selection.without(condition):
        flags &= np.array([has_value(values, group[places[name]]) for group in whole.groups], bool)
    n_axes = len(table.axes)
    whole = attrs.evolve(
        whole,
        axes=(*whole.axes[:n_axes], Axis(IN_DOMAIN, "by")),
        groups=tuple(
            (*group[:n_axes], int(flag)) for group, flag in zip(whole.groups, flags, strict=True)
        ),
    )
    if table.domain is not None:
        selection = table.domain.selection.joined(selection)
    return attrs.evolve(in_domain(whole, selection), design=table.design)
