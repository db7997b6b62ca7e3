"""What may be claimed and what may not, in sentences that are there only with their figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import attrs

from likertkit._text import counted, format_figure, join_words
from likertkit.results import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from likertkit.bias import ThreatTable
    from likertkit.summary._row import SummaryRow

# Means that are closer are printed alike, or nearly so.
_APART = 0.05
_MOST_NAMED = 4


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Claim(Record):
    """A sentence that the figures carry, or one that they do not.

    Attributes
    ----------
    kind : {'may', 'may not'}
        Whether it may be claimed.
    about : str
        What it is about: an item, or what threatens it.
    text : str
        The sentence.
    figures : tuple of (str, float)
        The figures that it rests on, by name.
    """

    kind: Literal["may", "may not"]
    about: str
    text: str
    figures: tuple[tuple[str, float], ...]


@attrs.frozen(kw_only=True)
class Told:
    """What claims are made of.

    Attributes
    ----------
    rows : tuple of SummaryRow
        The items.
    conditions : tuple of str
        The names of the first and, if there is one, the second condition; one empty name where
        the data have none.
    threats : ThreatTable or None
        What threatens the figures.
    linked : bool
        Whether it is known whose answers belong together.
    published : bool
        Whether means are all there is.
    adjusted : bool
        Whether p-values are adjusted.
    level : float
        What a p-value has to lie below.
    """

    rows: tuple[SummaryRow, ...]
    conditions: tuple[str, ...]
    threats: ThreatTable | None
    linked: bool
    published: bool
    adjusted: bool
    level: float

    def threat(self, name: str) -> list[str]:
        """Return the evidence of a threat, if it is there."""
        return [row.evidence for row in self.threats or () if row.threat == name]

    @property
    def found(self) -> list[SummaryRow]:
        """The items whose difference is significant."""
        return [row for row in self.rows if row.pvalue_adjusted < self.level]


def claims(told: Told) -> tuple[Claim, ...]:
    """Return what may be claimed, then what may not."""
    return (*_may(told), *_may_not(told))


def _points(value: float) -> str:
    return format_figure(abs(value))


def _p(value: float) -> str:
    return "p < 0.0001" if value < 1e-4 else f"p = {value:.2g}"


def _named(rows: Sequence[SummaryRow]) -> str:
    """Return the items' names; only how many where there are too many to read."""
    if len(rows) > _MOST_NAMED:
        return f"{len(rows)} items ({', '.join(row.item for row in rows[:_MOST_NAMED])}, …)"
    return join_words([repr(row.item) for row in rows])


def _may(told: Told) -> Iterator[Claim]:
    for name, side in zip(told.conditions, ("first", "second"), strict=False):
        yield from _described(told, name, side)
    kind = "adjusted " if told.adjusted else ""
    for row in told.found:
        first, second = told.conditions
        if math.isnan(row.mean_difference) or row.mean_difference == 0:
            continue
        above, below = (first, second) if row.mean_difference > 0 else (second, first)
        who = f"Among the {row.n_pairs} who answered under both" if told.linked else "Among these"
        robust = "; so it does however the levels are spaced" if row.robust else ""
        yield Claim(
            kind="may",
            about=row.item,
            text=(
                f"{who}, {row.item!r} scored higher under {above} than under {below}, by "
                f"{_points(row.mean_difference)} points on average ({format_figure(row.low)} to "
                f"{format_figure(row.high)}; {kind}{_p(row.pvalue_adjusted)}){robust}."
            ),
            figures=(
                ("mean_difference", row.mean_difference),
                ("low", row.low),
                ("high", row.high),
                ("pvalue_adjusted", row.pvalue_adjusted),
            ),
        )


def _described(told: Told, name: str, side: str) -> Iterator[Claim]:
    """Say between which items the means of a condition lie."""
    means = {
        row.item: getattr(row, f"mean_{side}")
        for row in told.rows
        if not math.isnan(getattr(row, f"mean_{side}"))
    }
    if not means:
        return
    least, most = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
    numbers = [n for row in told.rows if (n := getattr(row, f"n_{side}"))]
    people = "" if not numbers else f" of the {max(numbers)} who answered"
    under = f" under {name}" if name else ""
    between = f"{means[least]:.2f} ({least!r})"
    if most != least:
        between = f"{between} to {means[most]:.2f} ({most!r})"
    yield Claim(
        kind="may",
        about=name or "all",
        text=f"The mean scores{people}{under} run from {between}."
        if most != least
        else f"The mean score{people}{under} is {between}.",
        figures=((least, means[least]), (most, means[most])),
    )


def _may_not(told: Told) -> Iterator[Claim]:
    if len(told.conditions) == 2:
        yield from _insignificant(told)
        yield from _few(told)
        yield from _unadjusted(told)
        yield from _scoring(told)
        yield from _recall(told)
        yield from _cause(told)
        yield from _others(told)
    for name, side in zip(told.conditions, ("first", "second"), strict=False):
        yield from _silent(told, name, side)
        yield from _cohorts(told, name, side)


def _insignificant(told: Told) -> Iterator[Claim]:
    rows = [row for row in told.rows if row.pvalue_adjusted >= told.level]
    spread = {row.item: max(abs(row.low), abs(row.high)) for row in rows}
    spread = {item: reach for item, reach in spread.items() if not math.isnan(reach)}
    if not spread:
        return
    widest = max(spread, key=spread.__getitem__)
    kind = "adjusted " if told.adjusted else ""
    yield Claim(
        kind="may not",
        about="no difference",
        text=(
            f"That {_named(rows)} differ{'s' if len(rows) == 1 else ''} between the conditions, or "
            f"that {'it does' if len(rows) == 1 else 'they do'} not: no {kind}p-value is below "
            f"{told.level:.2g}, and the intervals reach up to {_points(spread[widest])} points "
            f"({widest!r})."
        ),
        figures=((widest, spread[widest]),),
    )


def _few(told: Told) -> Iterator[Claim]:
    for evidence in told.threat("small n"):
        yield Claim(
            kind="may not", about="small n", text=f"Much of few people: {evidence}", figures=()
        )


def _unadjusted(told: Told) -> Iterator[Claim]:
    m = sum(not math.isnan(row.pvalue) for row in told.rows)
    if told.adjusted or m < 2:
        return
    most = min(1.0, m * told.level)
    yield Claim(
        kind="may not",
        about="many comparisons",
        text=(
            f"That any one of {m} differences is there because its p-value is below "
            f"{told.level:.2g}: without adjustment the chance of at least one false finding is up "
            f"to {most:.2g}."
        ),
        figures=(("n_items", float(m)), ("chance", most)),
    )


def _scoring(told: Told) -> Iterator[Claim]:
    rows = [row for row in told.rows if row.robust is False]
    if rows:
        yield Claim(
            kind="may not",
            about="scoring",
            text=(
                f"That the sign of the difference in {_named(rows)} is more than a matter of "
                "scoring: other increasing scores of the levels turn it."
            ),
            figures=tuple((row.item, row.mean_difference) for row in rows),
        )


def _recall(told: Told) -> Iterator[Claim]:
    memory = [name for name in ("recall", "recency", "order") if told.threat(name)]
    rows = [row for row in told.found if not math.isnan(row.shift_to_zero) and row.shift_to_zero]
    if not memory or not rows:
        return
    row = min(rows, key=lambda one: abs(one.shift_to_zero))
    second = told.conditions[1]
    people = ""
    if row.respondents_to_zero is not None:
        people = f", or {row.respondents_to_zero} of {row.n_pairs} people the next category,"
    yield Claim(
        kind="may not",
        about=", ".join(memory),
        text=(
            f"That {join_words(memory)} did not make the difference in {row.item!r}: had everybody "
            f"given {second} {_points(row.shift_to_zero)} points "
            f"{'more' if row.shift_to_zero > 0 else 'less'}{people} none would be left."
        ),
        figures=(("shift_to_zero", row.shift_to_zero),),
    )


def _cause(told: Told) -> Iterator[Claim]:
    for evidence in told.threat("context confounding"):
        yield Claim(
            kind="may not",
            about="context confounding",
            text=f"That {told.conditions[0]} rather than its circumstances did it: {evidence}",
            figures=(),
        )


def _others(told: Told) -> Iterator[Claim]:
    """Say who is not in the comparison."""
    if not told.linked:
        yield from _unlinked(told)
        return
    left = {
        row.item: (row.n_first or 0) + (row.n_second or 0) - 2 * row.n_pairs
        for row in told.rows
        if row.n_pairs is not None
    }
    most = max(left, key=left.__getitem__, default="")
    if most and left[most]:
        one = counted(left[most], "person")
        people = one if left[most] == 1 else f"{left[most]} people"
        yield Claim(
            kind="may not",
            about="non-overlap",
            text=(
                f"Anything about a difference in those who answered under one condition only: up "
                f"to {people} ({most!r}) are in one mean and in no pair."
            ),
            figures=((most, float(left[most])),),
        )


def _unlinked(told: Told) -> Iterator[Claim]:
    """Say what answers of unknown people leave open."""
    open_rows = [row for row in told.rows if row.within_low <= 0 <= row.within_high]
    known = [row for row in told.rows if not math.isnan(row.within_low)]
    more = ""
    if open_rows:
        more = (
            f" For {len(open_rows)} of {len(known)} items not even the sign is known of the "
            "difference among those who rated both."
        )
    yield Claim(
        kind="may not",
        about="pairing",
        text=(
            "That anybody rated one condition otherwise than the other: the answers are not linked "
            f"person by person.{more}"
        ),
        figures=(("items", float(len(known))), ("sign not known", float(len(open_rows)))),
    )


def _silent(told: Told, name: str, side: str) -> Iterator[Claim]:
    rows = [
        row
        for row in told.rows
        if getattr(row, f"high_{side}") - getattr(row, f"low_{side}") > _APART
    ]
    if not rows:
        return
    row = max(rows, key=lambda one: getattr(one, f"high_{side}") - getattr(one, f"low_{side}"))
    low, high = getattr(row, f"low_{side}"), getattr(row, f"high_{side}")
    under = f" under {name}" if name else ""
    yield Claim(
        kind="may not",
        about="nonresponse",
        text=(
            f"That the means{under} are those of all who were asked: whatever the silent would "
            f"have said, that of {row.item!r} lies between {low:.2f} and {high:.2f}, and no closer "
            "is known."
        ),
        figures=(("low", low), ("high", high)),
    )


def _cohorts(told: Told, name: str, side: str) -> Iterator[Claim]:
    apart = {
        row.item: (getattr(row, f"mean_{side}"), getattr(row, f"stratified_{side}"))
        for row in told.rows
        if abs(getattr(row, f"stratified_{side}") - getattr(row, f"mean_{side}")) > _APART
    }
    if not apart:
        return
    item = max(apart, key=lambda one: abs(apart[one][0] - apart[one][1]))
    raw, weighed = apart[item]
    under = f" under {name}" if name else ""
    yield Claim(
        kind="may not",
        about="unequal cohorts",
        text=(
            f"That the means{under} do not depend on who answered most: that of {item!r} is "
            f"{raw:.2f}, and {weighed:.2f} with each cohort counted by its size."
        ),
        figures=(("mean", raw), ("stratified", weighed)),
    )
