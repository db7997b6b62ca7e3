"""Threats of memory and time: recall, recency, order and context."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted, join_words
from likertkit.bias.threats._context import NotJudged, ThreatContext, capital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.bias.threats._table import Threat, ThreatRule


def span_of(months: tuple[int, int]) -> str:
    """Return the shortest and the longest time as words."""
    least, most = months
    return counted(most, "month") if least == most else f"{least} to {most} months"


def find_recall(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find conditions that were rated from memory."""
    for condition in context.design.conditions:
        ago = condition.months_ago
        if ago is None and not condition.retrospective:
            yield NotJudged(
                rule.threat, f"it is not stated when {condition.name} took place or was rated"
            )
            continue
        how = "was rated from memory" if condition.retrospective else "had ended when it was rated"
        when = "; how much later is not stated" if ago is None else f", {span_of(ago)} later"
        figures = {} if ago is None else {"months_least": ago[0], "months_most": ago[1]}
        yield from context.threat(
            rule,
            math.nan if ago is None else ago[0],
            f"{capital(condition.name)} {how}{when}.",
            applies_to=condition.name,
            conditions=(condition.name,),
            figures=figures,
            declared=condition.retrospective,
        )


@attrs.frozen
class _Distance:
    """How many months lay between a condition and its rating, at least and at most."""

    name: str
    months: tuple[int, int]

    @property
    def average(self) -> float:
        """The middle of the span."""
        return sum(self.months) / 2


def find_recency(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find pairs of conditions in which one condition is more recent."""
    for first, second in context.pairs:
        both = (first.name, second.name)
        months_first, months_second = first.months_ago, second.months_ago
        if months_first is None or months_second is None:
            yield NotJudged(rule.threat, f"it is not stated how long ago {join_words(both)} were")
            continue
        near, far = sorted(
            (_Distance(first.name, months_first), _Distance(second.name, months_second)),
            key=lambda distance: distance.average,
        )
        months = far.average - near.average
        yield from context.threat(
            rule,
            months,
            (
                f"{capital(near.name)} was {span_of(near.months)} ago when it was rated, "
                f"{far.name} {span_of(far.months)} ago: on average {near.name} was more recent by "
                f"{months:g} {'month' if months == 1 else 'months'}."
            ),
            applies_to=join_words(both),
            conditions=both,
            figures={"months_near": near.average, "months_far": far.average},
        )


def find_order(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find pairs of conditions that everybody rated in one order."""
    for first, second in context.pairs:
        both = (first.name, second.name)
        # The condition that was rated later, and the condition that came before.
        orders = [
            (late, early)
            for late, early in ((first, second), (second, first))
            if early.name in late.rated_after
        ]
        if not orders:
            yield NotJudged(
                rule.threat, f"it is not stated in which order {join_words(both)} were rated"
            )
            continue
        late, early = orders[0]
        yield from context.threat(
            rule,
            len(orders),
            (
                f"Everybody had experienced {early.name} before they rated {late.name}, and nobody "
                "in the other order."
            ),
            applies_to=join_words(both),
            conditions=both,
            figures={"orders": len(orders)},
        )


def find_context(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find conditions that took place in different circumstances."""
    conditions = context.design.conditions
    if len(conditions) == 1:
        return
    unknown = [condition.name for condition in conditions if not condition.context.strip()]
    contexts = {" ".join(condition.context.split()).casefold() for condition in conditions} - {""}
    if unknown:
        yield NotJudged(rule.threat, f"the context of {join_words(unknown)} is not stated")
    stated = [condition for condition in conditions if condition.name not in unknown]
    yield from context.threat(
        rule,
        len(contexts),
        (
            "; ".join(f"{condition.name}: {condition.context.strip()}" for condition in stated)
            + ". The effect of a condition cannot be separated from the effect of its "
            "circumstances."
        ),
        applies_to=join_words([condition.name for condition in stated]),
        conditions=tuple(condition.name for condition in stated),
        figures={"contexts": len(contexts)},
    )
