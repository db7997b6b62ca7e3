"""What data show about a design: who answered, who did not, and who rated what."""

from __future__ import annotations

import contextlib
from itertools import combinations
from typing import TYPE_CHECKING

import attrs

from likertkit._text import join_words
from likertkit.bias.design._declared import declared_name, is_structural
from likertkit.bias.threats._printed_means import Printed, read_printed
from likertkit.errors import ArgumentError, ArgumentTypeError, MismatchError
from likertkit.published import PublishedTable
from likertkit.responses import Responses
from likertkit.results._units import times_unit
from likertkit.tally import PairTally, Tally

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    import numpy as np
    from numpy.typing import NDArray

    from likertkit.bias.design._declared_design import DeclaredDesign
    from likertkit.instrument import Instrument

    Data: TypeAlias = Responses | Tally | PairTally | PublishedTable


@attrs.frozen(kw_only=True)
class ItemNonresponse:
    """The item to which most people gave no answer under a condition.

    Attributes
    ----------
    item : str
        Its name.
    n_silent, n_asked : int
        How many people left it blank or refused it, and to how many it applied.
    """

    item: str
    n_silent: int
    n_asked: int

    @property
    def rate(self) -> float:
        """The proportion of people who answered it."""
        return 1 - self.n_silent / self.n_asked


@attrs.frozen(kw_only=True)
class Overlap:
    """How many people answered an item under both of two conditions, and under only one.

    Attributes
    ----------
    n_both, n_first_only, n_second_only : tuple of (int, int)
        The smallest and the largest number of any item.
    n_one_only : int
        The largest number of people who answered an item under only one.
    """

    n_both: tuple[int, int]
    n_first_only: tuple[int, int]
    n_second_only: tuple[int, int]
    n_one_only: int


@attrs.frozen(kw_only=True, eq=False)
class Evidence:
    """What data show about a design; parts that they cannot show are empty.

    Attributes
    ----------
    n_items : int or None
        How many items there are.
    spread : float or None
        The range of the widest scale, in scale points; of scale scores in the score.
    people : int or None
        How many people answered at all.
    n_raters : dict of str to (int, int)
        Condition → the smallest and the largest number of valid answers to an item.
    n_answered : dict of str to int
        Condition → the largest number of answers to an item, "Not applicable" included.
    silence : dict of str to ItemNonresponse
        Condition → the item to which the largest proportion gave no answer.
    overlaps : dict of (str, str) to Overlap
        Two conditions → who answered under both.
    people_by_cohort : dict of str to int
        Cohort → how many people answered, from the rows of the stratum.
    misplaced : dict of str to tuple of (str, int)
        Condition → cohorts that never had it, with their numbers of rows under it.
    printed : dict of str to Printed
        Condition → the n that its published means allow.
    notes : tuple of str
        The notes of the data.
    """

    n_items: int | None = None
    spread: float | None = None
    people: int | None = None
    n_raters: Mapping[str, tuple[int, int]] = attrs.field(factory=dict)
    n_answered: Mapping[str, int] = attrs.field(factory=dict)
    silence: Mapping[str, ItemNonresponse] = attrs.field(factory=dict)
    overlaps: Mapping[tuple[str, str], Overlap] = attrs.field(factory=dict)
    people_by_cohort: Mapping[str, int] = attrs.field(factory=dict)
    misplaced: Mapping[str, tuple[tuple[str, int], ...]] = attrs.field(factory=dict)
    printed: Mapping[str, Printed] = attrs.field(factory=dict)
    notes: tuple[str, ...] = ()


def read_evidence(design: DeclaredDesign, data: Data | None) -> Evidence:
    """Read what data show about a design.

    Raises
    ------
    MismatchError
        If the data have a condition that the design lacks, or no condition if the design has
        several.
    ArgumentTypeError
        If the data are not of one of these kinds.
    """
    match data:
        case None:
            return Evidence()
        case Responses():
            return _from_responses(design, data)
        case Tally():
            return _from_tally(design, data)
        case PairTally():
            return _from_pairs(design, data)
        case PublishedTable():
            return _from_published(design, data)
    raise ArgumentTypeError(
        f"data are of type {type(data).__name__}; expected Responses, a "
        "Tally, a PairTally or a PublishedTable.",
        "make responses of the data frame first: `lk.Responses(frame, instrument)`.",
    )


def _check_known(design: DeclaredDesign, conditions: Iterable[str]) -> None:
    known = [condition.name for condition in design.conditions]
    unknown = [name for name in conditions if name not in known]
    if unknown:
        raise MismatchError(
            f"the data have {join_words([repr(name) for name in unknown])} as conditions, but the "
            f"design has {join_words([repr(name) for name in known])}.",
            "declare every condition of the data, with the same spelling.",
        )


def _spread(instrument: Instrument) -> float:
    return max(
        float(times_unit(item.scale.high - item.scale.low, item.unit)) for item in instrument
    )


def _extremes(numbers: list[int]) -> tuple[int, int]:
    return min(numbers), max(numbers)


def _from_responses(design: DeclaredDesign, data: Responses) -> Evidence:
    tally = data.tally()
    evidence = _from_tally(design, tally)
    # A design names conditions as text; the data may have numbers.
    places = [place for place, axis in enumerate(tally.axes) if axis.role == "condition"]
    named = {str(group[place]): group[place] for group in tally.groups for place in places}
    presence = list(data.participation())
    people = None
    if len(presence) == 1:
        people = presence[0].n_rows - presence[0].n_empty
    elif presence and presence[0].n_absent is not None:
        people = presence[0].n_rows + presence[0].n_absent
    overlaps = {}
    # Without a column of respondents there are no pairs.
    with contextlib.suppress(ArgumentError):
        for first, second in combinations(evidence.n_raters, 2):
            overlaps[first, second] = _overlap(
                data.pairs(named[first], named[second], disjoint=True)
            )
    return attrs.evolve(evidence, people=people, overlaps=overlaps)


def _from_tally(design: DeclaredDesign, tally: Tally) -> Evidence:
    roles = {axis.role: place for place, axis in enumerate(tally.axes)}
    if "condition" in roles:
        conditions = [str(group[roles["condition"]]) for group in tally.groups]
    elif len(design.conditions) == 1:
        conditions = [design.conditions[0].name] * len(tally.groups)
    else:
        raise MismatchError(
            f"the data have no condition, but the design has {len(design.conditions)}.",
            "declare the column of conditions with `condition=`, or a design with one condition.",
        )
    _check_known(design, dict.fromkeys(conditions))
    names = [condition.name for condition in design.conditions if condition.name in conditions]
    n_raters, n_answered = {}, {}
    silence: dict[str, ItemNonresponse] = {}
    for name in names:
        counts = tally.counts[
            [g for g, condition in enumerate(conditions) if condition == name]
        ].sum(axis=0)
        answered = _answered(tally.instrument, counts)
        if answered:
            n_raters[name] = _extremes([item.n_valid for item in answered])
            n_answered[name] = max(item.n_valid + item.n_structural for item in answered)
            silence |= _most_silent(name, answered)
    strata = (
        [group[roles["stratum"]] for group in tally.groups]
        if "stratum" in roles
        else [None] * len(tally.groups)
    )
    rows = _rows_of_cohorts(design, tally, conditions, strata)
    return Evidence(
        n_items=len(tally.instrument),
        spread=_spread(tally.instrument),
        n_raters=n_raters,
        n_answered=n_answered,
        silence=silence,
        people_by_cohort={
            cohort.name: max(rows.get((cohort.name, name), 0) for name in names)
            for cohort in design.cohorts
            if rows
        },
        misplaced={
            name: tuple(
                (cohort.name, rows[cohort.name, name])
                for cohort in design.cohorts
                if not cohort.knew(name) and rows.get((cohort.name, name))
            )
            for name in names
        },
        notes=tally.notes,
    )


@attrs.frozen(kw_only=True)
class _Answered:
    """How an item that was asked was answered."""

    item: str
    n_valid: int
    n_silent: int
    n_structural: int


def _answered(instrument: Instrument, counts: NDArray[np.int64]) -> list[_Answered]:
    """Return the items that were asked."""
    answered = []
    for item, row in zip(instrument, counts.tolist(), strict=True):
        k = item.scale.n_levels
        reasons = dict(zip(item.scale.reasons, row[k:], strict=False))
        structural = sum(n for label, n in reasons.items() if is_structural(label))
        if any(row):
            answered.append(
                _Answered(
                    item=item.name,
                    n_valid=sum(row[:k]),
                    n_silent=sum(row[k:]) - structural,
                    n_structural=structural,
                )
            )
    return answered


def _most_silent(condition: str, answered: list[_Answered]) -> dict[str, ItemNonresponse]:
    """Return the item with the largest proportion of missing answers, if it applied to anybody."""
    known = [
        ItemNonresponse(
            item=item.item, n_silent=item.n_silent, n_asked=item.n_valid + item.n_silent
        )
        for item in answered
        if item.n_valid + item.n_silent
    ]
    return {condition: min(known, key=lambda item: item.rate)} if known else {}


def _rows_of_cohorts(
    design: DeclaredDesign, tally: Tally, conditions: Sequence[Hashable], strata: Sequence[Hashable]
) -> dict[tuple[str, str], int]:
    """Return the rows of each cohort under each condition; none where strata are not cohorts."""
    known = {cohort.name for cohort in design.cohorts}
    places: dict[tuple[str, str], list[int]] = {}
    for g, (condition, stratum) in enumerate(zip(conditions, strata, strict=True)):
        name = declared_name(stratum)
        if name in known:
            places.setdefault((str(name), str(condition)), []).append(g)
    # An item that was not asked has no answers, so the largest number of any item are the rows.
    return {key: int(tally.counts[rows].sum(axis=(0, 2)).max()) for key, rows in places.items()}


def _overlap(pairs: PairTally) -> Overlap:
    table = pairs.counts.sum(axis=0)
    both, first, second = [], [], []
    for item, cells in zip(pairs.instrument, table, strict=True):
        k = item.scale.n_levels
        if cells[:-1].any() and cells[:, :-1].any():
            both.append(int(cells[:k, :k].sum()))
            first.append(int(cells[:k].sum()) - both[-1])
            second.append(int(cells[:, :k].sum()) - both[-1])
    if not both:
        return Overlap(n_both=(0, 0), n_first_only=(0, 0), n_second_only=(0, 0), n_one_only=0)
    return Overlap(
        n_both=_extremes(both),
        n_first_only=_extremes(first),
        n_second_only=_extremes(second),
        n_one_only=max(a + b for a, b in zip(first, second, strict=True)),
    )


def _from_pairs(design: DeclaredDesign, pairs: PairTally) -> Evidence:
    first, second = str(pairs.first), str(pairs.second)
    _check_known(design, (first, second))
    table = pairs.counts.sum(axis=0)
    n_raters, n_answered = {}, {}
    silence: dict[str, ItemNonresponse] = {}
    # People who are absent from a condition were not asked there.
    for name, counts in (
        (first, table[:, :-1].sum(axis=2)),
        (second, table[:, :, :-1].sum(axis=1)),
    ):
        answered = _answered(pairs.instrument, counts)
        if answered:
            n_raters[name] = _extremes([item.n_valid for item in answered])
            n_answered[name] = max(item.n_valid + item.n_structural for item in answered)
            silence |= _most_silent(name, answered)
    return Evidence(
        n_items=len(pairs.instrument),
        spread=_spread(pairs.instrument),
        # People who rated neither condition are not in the table.
        people=int(table.sum(axis=(1, 2)).max()) if len(design.conditions) == 2 else None,
        n_raters=n_raters,
        n_answered=n_answered,
        silence=silence,
        overlaps={(first, second): _overlap(pairs)},
        notes=pairs.notes,
    )


def _from_published(design: DeclaredDesign, table: PublishedTable) -> Evidence:
    _check_known(design, table.conditions)
    columns = {name: read_printed(design, table, name) for name in table.conditions}
    printed = {name: column for name, column in columns.items() if column is not None}
    return Evidence(
        n_items=len(table.items),
        spread=_spread(table.instrument),
        n_raters={
            name: (min(column.n), max(column.n))
            for name, column in printed.items()
            if column.stated
        },
        printed=printed,
        notes=tuple(column.sentence for column in printed.values()),
    )
