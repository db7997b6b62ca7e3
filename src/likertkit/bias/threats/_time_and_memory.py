"""Threats of memory and time: recall, recency, order and context."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import counted, join_words
from likertkit.bias.threats._context import NotJudged, ThreatContext, capital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.bias.threats._table import Threat, ThreatRule


def span_of(months: tuple[int, int]) -> str:
    """Return the shortest and the longest distance as words."""
    least, most = months
    return counted(most, "month") if least == most else f"{least} to {most} months"


def find_recall(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find conditions that were rated from memory."""
    for one in context.design.conditions:
        ago = one.months_ago
        if ago is None and not one.retrospective:
            yield NotJudged(rule.threat, f"when {one.name} took place, or was rated, is not stated")
            continue
        how = "was rated from memory" if one.retrospective else "was over when it was rated"
        when = "; how much later is not stated" if ago is None else f", {span_of(ago)} later"
        figures = {} if ago is None else {"months_least": ago[0], "months_most": ago[1]}
        yield from context.threat(
            rule,
            math.nan if ago is None else ago[0],
            f"{capital(one.name)} {how}{when}.",
            applies_to=one.name,
            conditions=(one.name,),
            figures=figures,
            declared=one.retrospective,
        )


def find_recency(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find pairs of conditions of which one is the fresher in memory."""
    for first, second in context.pairs:
        both = (first.name, second.name)
        one, other = first.months_ago, second.months_ago
        if one is None or other is None:
            yield NotJudged(rule.threat, f"how long ago {join_words(both)} were is not stated")
            continue
        # Half the sum of the bounds is the middle of the span.
        near, far = sorted(
            ((sum(one) / 2, first.name, one), (sum(other) / 2, second.name, other)),
            key=lambda found: found[0],
        )
        yield from context.threat(
            rule,
            far[0] - near[0],
            (
                f"{capital(near[1])} lay {span_of(near[2])} back when it was rated, {far[1]} "
                f"{span_of(far[2])}: on average {near[1]} was fresher by {far[0] - near[0]:g} "
                "months."
            ),
            applies_to=join_words(both),
            conditions=both,
            figures={"months_near": near[0], "months_far": far[0]},
        )


def find_order(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find pairs of conditions that everybody rated in one order."""
    for first, second in context.pairs:
        both = (first.name, second.name)
        # Later condition, and the one that was behind everybody by then.
        orders = [
            (late, early)
            for late, early in ((first, second), (second, first))
            if early.name in late.rated_after
        ]
        if not orders:
            yield NotJudged(
                rule.threat, f"in which order {join_words(both)} were rated is not stated"
            )
            continue
        late, early = orders[0]
        yield from context.threat(
            rule,
            len(orders),
            (
                f"Everybody had {early.name} behind them when they rated {late.name}, and nobody "
                "the other way round."
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
    silent = [one.name for one in conditions if not one.context.strip()]
    contexts = {" ".join(one.context.split()).casefold() for one in conditions} - {""}
    if silent:
        yield NotJudged(rule.threat, f"the context of {join_words(silent)} is not stated")
    stated = [one for one in conditions if one.name not in silent]
    yield from context.threat(
        rule,
        len(contexts),
        (
            "; ".join(f"{one.name}: {one.context.strip()}" for one in stated)
            + ". What the condition did and what its circumstances did cannot be told apart."
        ),
        applies_to=join_words([one.name for one in stated]),
        conditions=tuple(one.name for one in stated),
        figures={"contexts": len(contexts)},
    )
