"""What the figures say, and how far."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import format_figure, join_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from likertkit.summary._row import SummaryRow
    from likertkit.summary._told import Said, Told

_MOST_NAMED = 4
_MEMORY = ("recall", "recency", "order")


def _points(value: float) -> str:
    size = format_figure(abs(value))
    return f"{size} point" if size == "1.00" else f"{size} points"


def _p(value: float) -> str:
    return "p < 0.0001" if value < 1e-4 else f"p = {value:.2g}"


def _named(rows: Sequence[SummaryRow]) -> str:
    """Return the items' names; the first of them and how many where they are too many to read."""
    if len(rows) > _MOST_NAMED:
        return f"{len(rows)} items ({', '.join(row.item for row in rows[:_MOST_NAMED])}, …)"
    return join_words([repr(row.item) for row in rows])


def _people(numbers: Sequence[int]) -> str:
    """Return who answered, where it is known how many: "of the 41 to 42 who answered"."""
    if not numbers:
        return ""
    least, most = min(numbers), max(numbers)
    said = f"{least} to {most}" if least < most else "one" if most == 1 else str(most)
    return f" of the {said} who answered"


def described(told: Told, name: str, side: str) -> Iterator[Said]:
    """Say between which items the means of a condition lie."""
    rows = [row for row in told.rows if not math.isnan(getattr(row, f"mean_{side}"))]
    if not rows:
        return
    means = {row.item: getattr(row, f"mean_{side}") for row in rows}
    who = _people([n for row in rows if (n := getattr(row, f"n_{side}"))])
    who += f" under {name}" if name else ""
    least, most = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
    if len(rows) == 1:
        text = f"The mean score{who} is {means[least]:.2f} ({least!r})."
    elif means[least] == means[most]:
        text = f"The mean scores{who} are all {means[least]:.2f}."
    else:
        text = (
            f"The mean scores{who} run from {means[least]:.2f} ({least!r}) to {means[most]:.2f} "
            f"({most!r})."
        )
    yield name or "all", text, {least: means[least], most: means[most]}


def differ(told: Told) -> Iterator[Said]:
    """Say which items scored higher under one condition."""
    for row in told.found:
        first, second = told.conditions
        above, below = (first, second) if row.mean_difference > 0 else (second, first)
        who = f"Among the {row.n_pairs} who answered under both" if told.linked else "Among these"
        towards = told.highest[row.item]
        towards = f" (towards {towards!r})" if towards else ""
        interval = f"{format_figure(row.low)} to {format_figure(row.high)}"
        robust = "; so it does however the levels are spaced" if row.robust else ""
        yield (
            row.item,
            (
                f"{who}, {row.item!r} scored higher{towards} under {above} than under {below}, by "
                f"{_points(row.mean_difference)} on average ({first} less {second}: {interval}; "
                f"{told.adjusted}{_p(row.pvalue_adjusted)}){robust}."
            ),
            {
                name: getattr(row, name)
                for name in ("mean_difference", "low", "high", "pvalue_adjusted")
            },
        )


def few(told: Told) -> Iterator[Said]:
    """Say where there are too few people."""
    for evidence in told.threat("small n"):
        yield "small n", f"Much about so few people: {evidence}", {}


def insignificant(told: Told) -> Iterator[Said]:
    """Say that what is not significant is not shown to be absent."""
    tested = [row for row in told.rows if not math.isnan(row.pvalue_adjusted)]
    rows = [row for row in tested if not told.significant(row)]
    if not rows:
        return
    reach = {row.item: max(abs(row.low), abs(row.high)) for row in rows if not math.isnan(row.low)}
    widest = max(reach, key=reach.__getitem__, default="")
    figures = {widest: reach[widest]} if reach else {}
    wide = bool(reach) and reach[widest] > 0
    if len(rows) == 1:
        more = f", and its interval reaches up to {_points(reach[widest])}" if wide else ""
        text = (
            f"That {_named(rows)} differs between the conditions, or that it does not: its "
            f"{told.adjusted}p-value is not below {told.level:.2g}{more}."
        )
    else:
        more = (
            f", and their intervals reach up to {_points(reach[widest])} ({widest!r})"
            if wide
            else ""
        )
        text = (
            f"That {_named(rows)} differ between the conditions, or that they do not: none of "
            f"their {told.adjusted}p-values is below {told.level:.2g}{more}."
        )
    yield "no difference", text, figures


def unadjusted(told: Told) -> Iterator[Said]:
    """Say what it means that p-values are not adjusted."""
    m = sum(not math.isnan(row.pvalue) for row in told.rows)
    if told.correction != "none" or m < 2:
        return
    most = min(1.0, m * told.level)
    yield (
        "many comparisons",
        (
            f"That any one of {m} differences is there because its p-value is below "
            f"{told.level:.2g}: without adjustment the chance of at least one false finding is up "
            f"to {most:.2g}."
        ),
        {"n_items": m, "chance": most},
    )


def divided(told: Told) -> Iterator[Said]:
    """Say where the answers differ, but not in one direction."""
    for row in told.rows:
        if told.significant(row) and row not in told.found:
            first, second = told.conditions
            yield (
                row.item,
                (
                    f"That {row.item!r} scored higher under {first} or under {second}: the answers "
                    f"differ ({told.adjusted}{_p(row.pvalue_adjusted)}), but the mean difference "
                    f"is {format_figure(row.mean_difference)} and the superiority "
                    f"{format_figure(row.superiority)}, which do not point the same way."
                ),
                {"mean_difference": row.mean_difference, "superiority": row.superiority},
            )


def scoring(told: Told) -> Iterator[Said]:
    """Say where the sign of the difference is made by the scores of the levels."""
    rows = [row for row in told.rows if row.robust is False]
    if rows:
        yield (
            "scoring",
            (
                f"That the sign of the difference in {_named(rows)} is more than a matter of "
                "scoring: other increasing scores of the levels turn it."
            ),
            {row.item: row.mean_difference for row in rows},
        )


def recall(told: Told) -> Iterator[Said]:
    """Say how little of a memory's bias would leave nothing of the smallest difference found."""
    memory = [name for name in _MEMORY if told.threat(name)]
    rows = [row for row in told.found if not math.isnan(row.shift_to_zero)]
    if not memory or not rows:
        return
    row = min(rows, key=lambda one: abs(one.shift_to_zero))
    figures: dict[str, float] = {"shift_to_zero": row.shift_to_zero}
    people = ""
    if row.respondents_to_zero is not None:
        figures["respondents_to_zero"] = row.respondents_to_zero
        people = f", or {row.respondents_to_zero} of the {row.n_pairs} one category"
    way = "higher" if row.shift_to_zero > 0 else "lower"
    yield (
        ", ".join(memory),
        (
            f"That {join_words(memory)} did not make the difference in {row.item!r}: had everybody "
            f"rated {told.conditions[1]} {_points(row.shift_to_zero)} {way}{people}, none would be "
            "left."
        ),
        figures,
    )


def cause(told: Told) -> Iterator[Said]:
    """Say that the conditions are not the only thing that differed."""
    first, second = told.conditions
    for evidence in told.threat("context confounding"):
        yield (
            "context confounding",
            f"That {first} or {second} did it, and not the circumstances of each: {evidence}",
            {},
        )
