"""Respondents one by one, for what whole tables and pairs cannot give."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._text import join_words
from likertkit.errors import ArgumentError, RespondentError
from likertkit.responses._domain import check_pair, rows_inside
from likertkit.responses._keys import FIRST_ROWS, factorize, key_codes
from likertkit.responses._pairing import place_of
from likertkit.responses.memory._columns import check_columns
from likertkit.responses.memory._eager import EagerSource
from likertkit.tally._axes import plain_key, sorted_groups
from likertkit.tally._where import IN_DOMAIN, has_value

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from likertkit.responses._declaration import Declaration
    from likertkit.responses._responses import Responses
    from likertkit.responses.memory._eager import Coded
    from likertkit.tally._axes import Group


@attrs.frozen(eq=False, kw_only=True)
class SampledRows:
    """Rows of answers, in an order that is that of the answers and not of the frame.

    Attributes
    ----------
    groups : tuple of tuple
        The value of each axis, group by group.
    group : array of int, shape (n_rows,)
        The group of each row.
    cells : array of int, shape (n_rows, n_items)
        The cell of each answer; -1 where the item was not asked.
    weights : array of float, shape (n_rows,)
        The sampling weights; 1 without.
    clusters : array of int, shape (n_rows,), or None
        The number of each row's cluster.
    """

    groups: tuple[Group, ...]
    group: NDArray[np.intp]
    cells: NDArray[np.int64]
    weights: NDArray[np.float64]
    clusters: NDArray[np.intp] | None


def sampled_rows(responses: Responses, by: tuple[str, ...]) -> SampledRows:
    """Return the rows of responses, split as their tally is, and linked where that links them.

    Raises
    ------
    ArgumentError
        If an engine holds the rows.
    """
    source, declared = responses._source, responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if not isinstance(source, EagerSource):
        raise ArgumentError(
            "a bootstrap with weights or clusters needs the rows of the respondents, but the "
            "responses are in a database or lazy frame.",
            "read the responses into memory, or use interval='t'.",
        )
    if not by:
        declared = declared.pooled()
    selection = responses._domain  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    numbers, groups = source.groups(
        declared.group_columns(by if selection is None else (*by, IN_DOMAIN))
    )
    n_rows = source.n_rows()
    number = np.zeros(n_rows, dtype=np.intp) if numbers is None else numbers.astype(np.intp)
    names: list[Group] = []
    blocks, where = [], []
    for block, coded in zip(declared.blocks, source.blocks, strict=True):
        cells = np.full((n_rows, len(declared.instrument)), -1, dtype=np.int64)
        for i, item, column in coded:
            cells[:, i] = column.cells(item.scale.n_cells)
        where.append(number + len(names))
        names += [(block.condition, *key) for key in groups] if declared.wide else groups
        blocks.append(cells)
    cells, group = np.concatenate(blocks), np.concatenate(where)
    weights = np.ones(n_rows) if source.weights is None else source.weights
    weights = np.tile(weights, len(blocks))
    clusters = None
    if declared.cluster is not None:
        codes, keys = key_codes(source.frame[declared.cluster])
        clusters = np.tile(_ranks(keys)[codes], len(blocks))
    elif declared.linked:
        rows = (*np.hstack(blocks).T, weights[:n_rows], _ranks(groups)[number])
        clusters = np.tile(np.argsort(np.lexsort(rows)), len(blocks))
    ranks = _ranks(names)[group]
    # What a cluster is called decides where rows are alike: a cluster of one is its respondent.
    order = np.lexsort((*([] if clusters is None else [clusters]), *cells.T, weights, ranks))
    if selection is not None:
        # Who is outside the domain is sampled, and gives no answer; a condition is a sample.
        outside = [g for g, name in enumerate(names) if name[-1] == 0]
        cells[np.isin(group, outside)] = -1
        wanted = selection.values(declared.condition_name())
        kept = [g for g, name in enumerate(names) if wanted is None or has_value(wanted, name[0])]
        order = order[np.isin(group[order], kept)]
    return SampledRows(
        groups=tuple(names),
        group=group[order],
        cells=cells[order],
        weights=weights[order],
        clusters=None if clusters is None else clusters[order],
    )


def _ranks(keys: Sequence[object]) -> NDArray[np.intp]:
    """Return a number for each key, the same in whichever order the rows name them."""
    order = sorted(range(len(keys)), key=lambda k: repr(keys[k]))
    ranks = np.empty(len(keys), dtype=np.intp)
    ranks[order] = np.arange(len(keys))
    return ranks


def cluster_column(responses: Responses) -> str | None:
    """Return the column of clusters of several respondents, or None.

    A respondent who is a cluster of rows is one unit of pairs.
    """
    declared = responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    return None if declared.cluster == declared.respondent else declared.cluster


def is_linked(responses: Responses) -> bool:
    """Return whether it is known whose answers under several conditions belong together."""
    declared = responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    return declared.wide or None not in (declared.condition, declared.respondent)


ABSENT = -1
# Numbers below this are exact in 64 bits.
_MOST_PACKED = 1 << 62


@attrs.frozen(eq=False, kw_only=True)
class RespondentCells:
    """The answers of whole respondents, in an order that is not that of the frame.

    Attributes
    ----------
    conditions : tuple
        The conditions, in the order asked, or in their own.
    groups : tuple of tuple
        The value of each column that splits the respondents, group by group.
    group : array of int, shape (n_respondents,)
        The group of each respondent.
    cells : array of int, shape (n_respondents, n_conditions, n_items)
        The cell of each answer; -1 where the respondent is not in the condition, or the item was
        not asked there.
    weighted, clustered : bool
        Whether sampling weights or clusters were declared, which these cells do not hold.
    notes : tuple of str
        What must be said wherever the answers are shown.
    """

    conditions: tuple[Hashable, ...]
    groups: tuple[Group, ...]
    group: NDArray[np.intp]
    cells: NDArray[np.int64]
    weighted: bool
    clustered: bool
    notes: tuple[str, ...]


def respondent_cells(
    responses: Responses,
    conditions: Sequence[object] | None = None,
    by: tuple[str, ...] = (),
) -> RespondentCells:
    """Return the respondents who are in any of the conditions, and their answers.

    Parameters
    ----------
    responses : Responses
        Answers under conditions; of a long frame with respondents.
    conditions : sequence, optional
        The conditions; by default all, in their order.
    by : tuple of str, optional
        Columns that split the respondents.

    Raises
    ------
    ArgumentError
        If an engine holds the rows, respondents or conditions were not declared, or a condition
        is not in the data.
    RespondentError
        If a respondent's rows have different groups.
    """
    source, declared, weighting = responses._source, responses._declared, responses._weighting  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if not isinstance(source, EagerSource):
        raise ArgumentError(
            "this needs the rows of the respondents, but the responses are in a database or lazy "
            "frame.",
            "read the responses into memory.",
        )
    _check_declared(declared, by)
    declared.check_columns(source.columns(), by)
    selection = responses._domain  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    notes = responses._notes  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    wanted, rows, people = (_wide if declared.wide else _long)(source, declared, conditions)
    if selection is not None:
        inside, left_out = rows_inside(source, selection, declared)
        notes = (*notes, left_out)
        kept = selection.values(declared.condition_name())
        for condition in wanted if conditions is not None else ():
            check_pair(selection, declared, condition, condition)
        places = [
            c
            for c, condition_name in enumerate(wanted)
            if kept is None or has_value(kept, condition_name)
        ]
        wanted, rows = [wanted[c] for c in places], rows[places]
        reached = np.array(inside.reshape(len(source.blocks), -1).any(axis=0))
        rows = np.where((rows >= 0) & reached[rows], rows, ABSENT)
    there = rows.max(axis=0, initial=ABSENT) >= 0
    people = [people[k] for k in np.flatnonzero(there)]
    rows = rows[:, there]
    instrument = declared.instrument
    cells = np.full((rows.shape[1], len(wanted), len(instrument)), ABSENT, dtype=np.int64)
    for coded in source.blocks:
        # The frame's memory may have been written to since it was checked.
        check_columns([(item, column) for _, item, column in coded])
    for c, condition in enumerate(wanted):
        present = rows[c] >= 0
        for i, item, column in _coded(source, declared, condition):
            cells[present, c, i] = column.cells(item.scale.n_cells)[rows[c, present]]
    group, groups = _groups(source, declared, by, rows, people)
    columns = (column for side in cells.T for column in side)
    order = np.lexsort((*_packed(columns, int(cells.max(initial=0)) + 2), group))
    return RespondentCells(
        conditions=tuple(wanted),
        groups=groups,
        group=group[order],
        cells=cells[order],
        weighted=declared.weight is not None or weighting is not None,
        clustered=declared.cluster is not None,
        notes=notes,
    )


def _packed(columns: Iterable[NDArray[np.int64]], base: int) -> list[NDArray[np.int64]]:
    """Return fewer columns of the same order, the last first; numbers from -1 to *base* - 2.

    Several columns stand in one number as its digits, which sorts much faster.
    """
    most = int(math.log(_MOST_PACKED, base))
    packed: list[NDArray[np.int64]] = []
    for k, column in enumerate(columns):
        if k % most == 0:
            packed.append(column + 1)
        else:
            packed[-1] += (column + 1) * base ** (k % most)
    return packed


def _check_declared(declared: Declaration, by: tuple[str, ...]) -> None:
    """Raise unless the declaration tells conditions and respondents apart."""
    if not declared.wide:
        for purpose, what in (
            ("condition", "conditions; expected conditions that the same people answered under"),
            ("respondent", "respondents; expected a column that identifies the respondents"),
        ):
            if getattr(declared, purpose) is None:
                raise ArgumentError(
                    f"the responses have no {what}.", f"declare the column with `{purpose}=`."
                )
    if declared.axes(())[0].name in by:
        raise ArgumentError(
            f"by={by!r} contains the condition, which is compared; expected other columns.",
            "leave it out.",
        )


def _wanted(conditions: Sequence[object] | None, known: Sequence[Hashable]) -> list[Hashable]:
    """Return the conditions asked for, which must be distinct and among the known ones."""
    if conditions is None:
        return list(known)
    wanted = [plain_key(condition) for condition in conditions]
    names = join_words([repr(condition) for condition in known]) or "none"
    for k, condition in enumerate(wanted):
        if place_of(condition, known) is None:
            raise ArgumentError(
                f"{condition!r} is not one of the conditions, which are {names}.",
                "write the condition as it is in the data.",
            )
        if place_of(condition, wanted[:k]) is not None:
            raise ArgumentError(
                f"the condition {condition!r} is named twice.", "name each condition once."
            )
    return wanted


# The conditions, the row of each person under each (-1 for none), and the people's names.
_Reached = tuple[list["Hashable"], "NDArray[np.intp]", list[object]]


def _wide(
    source: EagerSource, declared: Declaration, conditions: Sequence[object] | None
) -> _Reached:
    wanted = _wanted(conditions, [block.condition for block in declared.blocks])
    rows = np.arange(source.n_rows(), dtype=np.intp)
    return wanted, np.tile(rows, (len(wanted), 1)), list(rows)


def _long(
    source: EagerSource, declared: Declaration, conditions: Sequence[object] | None
) -> _Reached:
    codes, values = factorize(source.frame[str(declared.condition)])
    known = [plain_key(value) for value in values]
    axis = declared.axes((), source.levels())[0]
    wanted = _wanted(conditions, sorted(known, key=axis.place))
    whose, people = factorize(source.frame[str(declared.respondent)])
    rows = np.full((len(wanted), len(people)), ABSENT, dtype=np.intp)
    for c, condition in enumerate(wanted):
        at = np.flatnonzero(codes == place_of(condition, known))
        rows[c, whose[at]] = at
    return wanted, rows, people


def _coded(source: EagerSource, declared: Declaration, condition: Hashable) -> Coded:
    """Return the columns asked under a condition."""
    if not declared.wide:
        return source.blocks[0]
    places = {block.condition: place for place, block in enumerate(declared.blocks)}
    return source.blocks[places[condition]]


def _groups(
    source: EagerSource,
    declared: Declaration,
    by: tuple[str, ...],
    rows: NDArray[np.intp],
    people: list[object],
) -> tuple[NDArray[np.intp], tuple[Group, ...]]:
    """Return each respondent's group, and the groups in the order of their columns."""
    numbers, groups = source.groups(by)
    if numbers is None:
        return np.zeros(rows.shape[1], dtype=np.intp), ((),)
    # Each row that is not there takes the group of one that is.
    lead = rows.max(axis=0, initial=ABSENT)
    their_groups = numbers[np.where(rows >= 0, rows, lead)]
    torn = np.flatnonzero((their_groups != numbers[lead]).any(axis=0))
    if len(torn):
        some = ", ".join(repr(plain_key(people[k])) for k in torn[:FIRST_ROWS])
        raise RespondentError(
            f"some respondents, for example {some}, have different values of "
            f"{join_words([repr(name) for name in by])}; expected the same value in all rows of a "
            f"respondent.",
            "split only by properties of the respondent.",
        )
    axes = [axis for name in by for axis in declared.axes(by, source.levels()) if axis.name == name]
    used = sorted_groups(axes, [groups[g] for g in np.unique(numbers[lead]).tolist()])
    number = {group: g for g, group in enumerate(used)}
    places = np.array([number.get(group, ABSENT) for group in groups], dtype=np.intp)
    return places[numbers[lead]], tuple(used)
