"""Threats of chance: few people, many tests."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import counted, format_figure, join_words
from likertkit.bias.threats._context import NotJudged, ThreatContext, counted_people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.bias.threats._table import Threat, ThreatRule


def least_pvalue(n: int) -> float:
    """Return the smallest two-sided p-value of an exact test of n signs."""
    return min(2.0 ** (1 - n), 1.0)


def least_n(confidence_level: float) -> int:
    """Return the smallest n at which an exact two-sided test of signs can reject."""
    n = 1
    # The tolerance is for levels such as 0.9375, whose complement can have a rounding error.
    while least_pvalue(n) > (1 - confidence_level) * (1 + 1e-9):
        n += 1
    return n


def _small(
    context: ThreatContext,
    rule: ThreatRule,
    n: int,
    *,
    who: str,
    applies_to: str,
    on: tuple[str, ...] = (),
) -> Iterator[Threat]:
    yield from context.threat(
        rule,
        n,
        (
            f"{who}. An exact two-sided test of {counted(n, 'sign')} cannot have a p-value below "
            f"{format_figure(least_pvalue(n), '.3g')}."
        ),
        applies_to=applies_to,
        conditions=on,
        figures={"n": n, "least_pvalue": least_pvalue(n)},
        threshold=least_n(context.confidence_level),
    )


def find_small(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find conditions, pairs of conditions and cohorts with too few people for a test."""
    limit = context.thresholds.get(rule.threat, least_n(context.confidence_level))
    small = set()
    for name in context.names:
        n = context.most_raters(name)
        if n is None:
            yield NotJudged(rule.threat, f"it is not stated how many people rated {name}")
            continue
        if n < limit:
            small.add(name)
        who = f"At most {counted_people(n)} rated {name}"
        yield from _small(context, rule, n, who=who, applies_to=name, on=(name,))
    for (first, second), overlap in context.evidence.overlaps.items():
        if not small & {first, second}:
            n = overlap.n_both[1]
            yield from _small(
                context,
                rule,
                n,
                who=f"At most {counted_people(n)} rated an item under both conditions",
                applies_to=join_words((first, second)),
                on=(first, second),
            )
    sizes = {
        cohort.name: context.answered.get(cohort.name, cohort.size)
        for cohort in context.design.cohorts
    }
    few = [name for name, n in sizes.items() if n < limit]
    if few:
        n = min(sizes[name] for name in few)
        who = f"Small cohorts: {join_words([f'{name} ({sizes[name]})' for name in few])}"
        yield from _small(context, rule, n, who=who, applies_to=join_words(few))


def find_many(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find so many comparisons that a difference is likely by chance alone."""
    pairs = math.comb(len(context.design.conditions), 2)
    n_items = (
        context.design.n_items if context.evidence.n_items is None else context.evidence.n_items
    )
    if not pairs:
        return
    if n_items is None:
        yield NotJudged(rule.threat, "it is not stated how many items there are")
        return
    tests = n_items * pairs
    significance_level = 1 - context.confidence_level
    chance = 1 - context.confidence_level**tests
    of = f"{n_items} items" if pairs == 1 else f"{n_items} items under {pairs} pairs of conditions"
    yield from context.threat(
        rule,
        tests,
        (
            f"{tests} comparisons ({of}). If nothing differed, the probability of at least one "
            f"significant result at the {format_figure(significance_level, '.3g')} level would be "
            f"{format_figure(chance, '.3g')} for independent comparisons, and at most "
            f"{format_figure(min(tests * significance_level, 1.0), '.3g')} for any comparisons."
        ),
        applies_to=f"{n_items} items",
        figures={"items": n_items, "tests": tests, "chance": chance},
    )
