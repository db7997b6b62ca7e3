"""Whole respondents: the answers of each under every condition, for what pairs cannot give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._text import join_words
from likertkit.errors import ArgumentError, RespondentError
from likertkit.responses._columns import check_columns
from likertkit.responses._eager import EagerSource
from likertkit.responses._keys import FIRST_ROWS, factorize
from likertkit.responses._pairing import place_of
from likertkit.tally import plain_key, sorted_groups

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from likertkit.responses._declaration import Declaration
    from likertkit.responses._eager import Coded
    from likertkit.responses._responses import Responses
    from likertkit.tally import Group

ABSENT = -1


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
        is none of the data's.
    RespondentError
        If a respondent's rows tell of different groups.
    """
    source, declared, weighting = responses._source, responses._declared, responses._weighting  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if not isinstance(source, EagerSource):
        raise ArgumentError(
            "the answers of whole respondents are asked for, and the responses are in an engine, "
            "which would have to hand out every row.",
            "read the responses into memory.",
        )
    _check_declared(declared, by)
    declared.check_columns(source.columns(), by)
    wanted, rows, people = (_wide if declared.wide else _long)(source, declared, conditions)
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
    order = np.lexsort((*(column for side in cells.T for column in side), group))
    return RespondentCells(
        conditions=tuple(wanted),
        groups=groups,
        group=group[order],
        cells=cells[order],
        weighted=declared.weight is not None or weighting is not None,
        clustered=declared.cluster is not None,
        notes=responses._notes,  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    )


def _check_declared(declared: Declaration, by: tuple[str, ...]) -> None:
    """Raise unless the declaration tells conditions and respondents apart."""
    if not declared.wide:
        for purpose, what in (
            ("condition", "conditions; expected some that the same people answered under"),
            ("respondent", "respondents; expected a column that tells whose rows belong together"),
        ):
            if getattr(declared, purpose) is None:
                raise ArgumentError(
                    f"the responses have no {what}.", f"declare the column with `{purpose}=`."
                )
    if declared.axes(())[0].name in by:
        raise ArgumentError(
            f"by={by!r} holds the condition, under which each is compared; expected other columns.",
            "leave it out.",
        )


def _wanted(conditions: Sequence[object] | None, known: Sequence[Hashable]) -> list[Hashable]:
    """Return the conditions asked for, which must be distinct and among the known ones."""
    if conditions is None:
        return list(known)
    wanted = [plain_key(one) for one in conditions]
    names = join_words([repr(one) for one in known]) or "none"
    for k, one in enumerate(wanted):
        if place_of(one, known) is None:
            raise ArgumentError(
                f"{one!r} is none of the conditions, which are {names}.",
                "write a condition as the data do.",
            )
        if place_of(one, wanted[:k]) is not None:
            raise ArgumentError(
                f"the condition {one!r} is named twice.", "name each condition once."
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
        found = np.flatnonzero(codes == place_of(condition, known))
        rows[c, whose[found]] = found
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
    own = numbers[np.where(rows >= 0, rows, lead)]
    torn = np.flatnonzero((own != numbers[lead]).any(axis=0))
    if len(torn):
        some = ", ".join(repr(plain_key(people[k])) for k in torn[:FIRST_ROWS])
        raise RespondentError(
            f"the rows of some respondents, such as {some}, differ in "
            f"{join_words([repr(name) for name in by])}; expected one value each for a respondent.",
            "split by what belongs to the respondent.",
        )
    axes = [axis for name in by for axis in declared.axes(by, source.levels()) if axis.name == name]
    used = sorted_groups(axes, [groups[g] for g in np.unique(numbers[lead]).tolist()])
    number = {group: g for g, group in enumerate(used)}
    places = np.array([number.get(group, ABSENT) for group in groups], dtype=np.intp)
    return places[numbers[lead]], tuple(used)
