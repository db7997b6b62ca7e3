"""What counting a frame gives, and the tally that is made of it."""

from __future__ import annotations

import inspect
import warnings
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import attrs
import numpy as np

from likertkit._kernels.design import cluster_products, presence_of
from likertkit._text import counted, join_words, spelled_alike
from likertkit.errors import LikertkitWarning, StratumError
from likertkit.results import Table
from likertkit.results._record import Record, beside_figures
from likertkit.tally import Clusters, CoTally, PairTally, Tally
from likertkit.tally._axes import sorted_groups
from likertkit.tally._domains import cluster_status
from likertkit.tally._tables import fingerprints

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from likertkit.instrument import Scoring
    from likertkit.responses._declaration import Declaration
    from likertkit.responses._pairing import Pairing
    from likertkit.tally import Axis
    from likertkit.tally._axes import Group

# Items and cells.
_AXES = 2


@attrs.frozen(eq=False)
class Counted:
    """Counts, and with weights their sums and sums of squares, of some groups.

    Attributes
    ----------
    groups : list of tuple
        The groups.
    tables : array, its first axes of length 1 or 3 and n_groups
        Counts, then sums of weights and of squared weights.
    zeros : array of int, shape (n_groups, n_items), or None
        Rows of weight 0, which are not counted.
    """

    groups: list[Group]
    tables: NDArray[np.float64]
    zeros: NDArray[np.int64] | None = None


@attrs.frozen(eq=False)
class CountedPairs:
    """Counts of pairs of answers, and with weights their sums and sums of squares.

    Attributes
    ----------
    groups : list of tuple
        The groups.
    tables : array of shape (1 or 3, n_groups, n_items, n_cells + 1, n_cells + 1)
        Counts, then sums of weights and of squared weights; the last cell is absent.
    people : list
        The names of the respondents, where they are known and wanted.
    zeros : array of int, shape (n_groups,), or None
        Respondents of weight 0, who are not counted.
    """

    groups: list[Group]
    tables: NDArray[np.float64]
    people: list[object]
    zeros: NDArray[np.int64] | None = None


class Presence(NamedTuple):
    """How many rows a condition has, and how many of them are blank in every item asked."""

    condition: Hashable | None
    n_rows: int
    n_empty: int


def stack(parts: list[Counted]) -> Counted:
    """Return the counts of all groups, those of one name added up."""
    groups = list(dict.fromkeys(group for part in parts for group in part.groups))
    number = {group: g for g, group in enumerate(groups)}
    kinds, _, *rest = parts[0].tables.shape
    total = np.zeros((kinds, len(groups), *rest))
    zeros = None
    if any(part.zeros is not None for part in parts):
        zeros = np.zeros((len(groups), *rest[: 1 if len(rest) == _AXES else 0]), dtype=np.int64)
    for part in parts:
        for place, group in enumerate(part.groups):
            total[:, number[group]] += part.tables[:, place]
            if zeros is not None and part.zeros is not None:
                zeros[number[group]] += part.zeros[place]
    return Counted(groups, total, zeros)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ParticipationRow(Record):
    """Who has a row under one condition.

    Attributes
    ----------
    by : tuple of (str, object)
        The condition; empty where there is none.
    n_rows : int
        Rows under the condition.
    n_empty : int
        Rows in which every item asked is blank.
    n_absent : int or None
        Respondents who have rows under other conditions alone; None where no column tells
        respondents apart.
    """

    by: tuple[tuple[str, object], ...]
    n_rows: int
    n_empty: int
    n_absent: int | None

    def columns(self) -> dict[str, object]:
        """Return the condition first, then the figures."""
        figures = super().columns()
        del figures["by"]
        return beside_figures(self.by, figures)


def participation_table(
    presences: Sequence[Presence],
    people: int | None,
    declared: Declaration,
    axes: Sequence[Axis],
    notes: tuple[str, ...],
) -> Table[ParticipationRow]:
    """Make the table that :meth:`Responses.participation` promises."""
    axes = [axis for axis in axes if axis.role == "condition"]
    by = tuple(axis.name for axis in axes)
    presence: dict[Group, Presence] = {
        ((presence_row.condition,) if by else ()): presence_row for presence_row in presences
    }
    rows = tuple(
        ParticipationRow(
            by=tuple(zip(by, group, strict=True)),
            n_rows=presence[group].n_rows,
            n_empty=presence[group].n_empty,
            n_absent=None if people is None else people - presence[group].n_rows,
        )
        for group in sorted_groups(axes, presence)
    )
    who = "not told apart" if people is None else str(people)
    return Table(
        title=f"Participation in {declared.instrument.name}",
        names=(*by, "n_rows", "n_empty", "n_absent"),
        rows=rows,
        by=by,
        notes=(f"Respondents: {who}.", *notes),
        key=by[0] if by else "n_rows",
    )


def tally_of(
    declared: Declaration,
    axes: tuple[Axis, ...],
    table: Counted,
    view: Scoring,
    notes: tuple[str, ...],
) -> Tally:
    """Make a tally; where clusters are declared, the last key of each counted group is one."""
    keys = [group[: len(axes)] for group in table.groups]
    groups = sorted_groups(axes, keys) if axes else [()]
    number = {group: g for g, group in enumerate(groups)}
    where = np.array([number[group] for group in keys], dtype=np.intp)
    kinds, _, *rest = table.tables.shape
    tables = np.zeros((kinds, len(groups), *rest))
    for total, part in zip(tables, table.tables, strict=True):
        np.add.at(total, where, part)
    zeros = None
    if table.zeros is not None:
        zeros = np.zeros((len(groups), len(declared.instrument)), dtype=np.int64)
        np.add.at(zeros, where, table.zeros)
    return Tally(
        instrument=declared.instrument,
        axes=axes,
        groups=tuple(groups),
        **_as_fields(tables),
        zeros=zeros,
        view=view,
        notes=notes,
        clusters=None if declared.cluster is None else _clusters(declared, axes, table, where),
    )


def warn_of_spellings(axes: Sequence[Axis], groups: Sequence[Group]) -> None:
    """Warn where names along an axis differ in case, spacing or form alone: once for a table."""
    alike = [
        f"column {axis.name!r} has {join_words([repr(text) for text in texts])}"
        for place, axis in enumerate(axes)
        for texts in spelled_alike(group[place] for group in groups)
    ]
    if alike:
        warn(
            f"{'; '.join(alike)}: names that differ in their spelling alone are groups of their "
            "own. If they mean one group, write them alike in the data."
        )


def warn(message: str) -> None:
    """Warn of the line of the user's code that called the library."""
    warnings.warn(message, LikertkitWarning, stacklevel=_outside())


def _outside() -> int:
    """Return the level of the first line outside the package, as `warnings.warn` counts."""
    # Level 1 is the line that warns: this function's own frame counts for it.
    # Python 3.12 has an argument of `warnings.warn` for it.
    level, frame = 0, inspect.currentframe()
    while frame and str(frame.f_globals["__name__"]).startswith("likertkit"):
        level, frame = level + 1, frame.f_back
    return level


def _clusters(
    declared: Declaration, axes: tuple[Axis, ...], table: Counted, where: NDArray[np.intp]
) -> Clusters:
    owners = [group[len(axes)] for group in table.groups]
    strata = [place for place, axis in enumerate(axes) if axis.role == "stratum"]
    conditions = [place for place, axis in enumerate(axes) if axis.role == "condition"]
    check_nested(declared, owners, [_picked(group, strata) for group in table.groups])
    names = list(dict.fromkeys(owners))
    number = {name: c for c, name in enumerate(names)}
    codes = np.array([number[owner] for owner in owners], dtype=np.intp)
    totals = table.tables[0 if declared.weight is None else 1]
    pairs, products = cluster_products(totals, where, codes)
    status = np.zeros((len(owners), len(declared.instrument)), dtype=np.uint8)
    for i, item in enumerate(declared.instrument):
        status[:, i] = cluster_status(table.tables[0, :, i], item.scale)
    entries, patterns = presence_of(status, where, codes)
    return Clusters(
        pairs=pairs,
        products=products,
        n_clusters=_sizes(axes, strata, table.groups, owners),
        n_by_condition=(
            _sizes(axes, conditions + strata, table.groups, owners) if conditions else ()
        ),
        entries=entries,
        patterns=patterns,
        names=fingerprints(names),
        unit=_unit(declared),
    )


def _unit(declared: Declaration) -> Literal["cluster", "respondent"]:
    """Return what a cluster is."""
    return "respondent" if declared.cluster == declared.respondent else "cluster"


def _picked(group: Group, places: Iterable[int]) -> Group:
    return tuple(group[place] for place in places)


def _sizes(
    axes: Sequence[Axis], places: list[int], groups: Sequence[Group], owners: Sequence[Hashable]
) -> tuple[tuple[Group, int], ...]:
    """Return the number of clusters for each value of some axes, in the order of these."""
    clusters_of: dict[Group, set[Hashable]] = {}
    for group, owner in zip(groups, owners, strict=True):
        clusters_of.setdefault(_picked(group, places), set()).add(owner)
    ordered = sorted_groups([axes[place] for place in places], clusters_of)
    return tuple((key, len(clusters_of[key])) for key in ordered)


def check_nested(
    declared: Declaration, owners: Sequence[Hashable], strata: Sequence[Group]
) -> None:
    """Raise if a cluster lies in several strata.

    Raises
    ------
    StratumError
        With the first such clusters, and the strata of each.
    """
    strata_of: dict[Hashable, dict[Group, None]] = {}
    for owner, stratum in zip(owners, strata, strict=True):
        strata_of.setdefault(owner, {})[stratum] = None
    torn = {owner: some for owner, some in strata_of.items() if len(some) > 1}
    if not torn:
        return
    first = "; ".join(
        f"{owner!r} in {', '.join(sorted(repr(stratum[0]) for stratum in torn[owner]))}"
        for owner in sorted(torn, key=str)[:3]
    )
    more = f" and {len(torn) - 3} more" if len(torn) > 3 else ""
    unit = _unit(declared)
    raise StratumError(
        f"the {unit} column {declared.cluster!r} has {counted(len(torn), unit)} in several "
        f"strata: {first}{more}; expected each {unit} in only one stratum.",
        f"if every stratum numbers its {unit}s from 1, join both names into one column first.",
    )


def co_tally_of(
    declared: Declaration,
    axes: tuple[Axis, ...],
    table: Counted,
    view: Scoring,
    notes: tuple[str, ...],
) -> CoTally:
    """Make a co-tally, its groups in order."""
    groups, tables, zeros = _in_order(axes, table.groups, table.tables, table.zeros)
    return CoTally(
        instrument=declared.instrument,
        axes=axes,
        groups=groups,
        **_as_fields(tables),
        zeros=zeros,
        view=view,
        notes=notes,
    )


def _in_order(
    axes: tuple[Axis, ...],
    groups: Sequence[Group],
    tables: NDArray[np.float64],
    zeros: NDArray[np.int64] | None,
) -> tuple[tuple[Group, ...], NDArray[np.float64], NDArray[np.int64] | None]:
    """Return groups, and the tables of each, in the order of their axes."""
    ordered = sorted_groups(axes, groups) if axes else [()]
    place = {group: g for g, group in enumerate(groups)}
    at = [place[group] for group in ordered]
    return tuple(ordered), tables[:, at], None if zeros is None else zeros[at]


def _as_fields(tables: NDArray[np.float64]) -> dict[str, Any]:
    """Return counts, and with weights their sums and squares, as a table's fields."""
    fields: dict[str, Any] = {"counts": tables[0].astype(np.int64)}
    if len(tables) > 1:
        fields |= {"sums": tables[1], "squares": tables[2]}
    return fields


def pair_tally_of(
    pairing: Pairing,
    axes: tuple[Axis, ...],
    counts: CountedPairs,
    view: Scoring,
    notes: tuple[str, ...],
) -> PairTally:
    """Make a pair tally, its groups in order."""
    groups, tables, zeros = _in_order(axes, counts.groups, counts.tables, counts.zeros)
    instrument = pairing.declared.instrument
    # An item that neither condition asked has nobody, of whatever weight.
    asked = {i for block in pairing.blocks() for i, _, _ in block.items(instrument)}
    there = np.array([i in asked for i in range(len(instrument))], dtype=np.int64)
    return PairTally(
        instrument=instrument,
        axes=axes,
        groups=groups,
        **_as_fields(tables),
        zeros=None if zeros is None else zeros[:, None] * there,
        view=view,
        notes=notes,
        first=pairing.first,
        second=pairing.second,
        respondents=fingerprints([] if pairing.disjoint else counts.people),
    )
