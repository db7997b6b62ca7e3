"""Threats of the cohorts: choice, and unequal numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import format_figure, format_percentage, join_words
from likertkit.bias.threats._context import NotJudged, ThreatContext
from likertkit.results._weighting import kish_design_effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.bias.design._conditions import Cohort
    from likertkit.bias.threats._table import Threat, ThreatRule


def _rate(context: ThreatContext, cohorts: list[Cohort]) -> float | None:
    """Return the proportion of the cohorts' members that answered; None if unknown for one."""
    known = [one for one in cohorts if one.name in context.answered]
    size = sum(one.size for one in cohorts)
    if len(known) < len(cohorts) or not size:
        return None
    return sum(context.answered[one.name] for one in known) / size


def find_self_selection(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find cohorts whose members took part by choice."""
    cohorts = context.design.cohorts
    if not cohorts or all(one.mandatory is None for one in cohorts):
        yield NotJudged(rule.threat, "whether taking part was a choice is not stated")
        return
    chosen = [one for one in cohorts if one.mandatory is False]
    bound = [one for one in cohorts if one.mandatory]
    unknown = len(cohorts) - len(chosen) - len(bound)
    members = sum(one.size for one in chosen)
    names = join_words([one.name for one in chosen])
    proportion = members / max(context.members, 1)
    said = [
        (
            f"{len(chosen)} of {len(cohorts)} cohorts ({names}), with {members} of "
            f"{context.members} members ({format_percentage(proportion, 1)}), took part by choice: "
            "those who liked it less may have stayed away."
        )
    ]
    figures: dict[str, float] = {
        "cohorts": len(chosen),
        "members": members,
        "proportion": proportion,
    }
    if unknown:
        said.append(f"Of {unknown} it is not stated.")
    free, tied = _rate(context, chosen), _rate(context, bound)
    if free is not None and tied is not None:
        figures |= {"rate_chosen": free, "rate_mandatory": tied}
        said.append(
            f"{format_percentage(free, 1)} of them answered, and {format_percentage(tied, 1)} of "
            "those who had to take part."
        )
    yield from context.threat(
        rule,
        len(chosen),
        " ".join(said),
        applies_to=names,
        figures=figures,
    )


def _weighed(people: list[tuple[int, int]]) -> float:
    """Return Kish's design effect of numbers of people and what each number stands for."""
    # In whole numbers, so that 1.125 is exactly that and not a little less.
    common = math.lcm(*(n for n, _ in people))
    weights = [(n, size * common // n) for n, size in people]
    total = sum(n * weight for n, weight in weights)
    squares = sum(n * weight**2 for n, weight in weights)
    return kish_design_effect(total, squares, sum(n for n, _ in weights))


def _costs(context: ThreatContext, cohorts: list[Cohort]) -> dict[str, float]:
    """Return what it costs to weight those who answered: cohorts alike, and by their sizes."""
    n = {one.name: context.answered.get(one.name) for one in cohorts}
    known = {name: count for name, count in n.items() if count}
    if len(known) < len(cohorts):
        # As if everybody had answered.
        return {"design_effect_alike": _weighed([(one.size, 1) for one in cohorts])}
    return {
        "design_effect_alike": _weighed([(k, 1) for k in known.values()]),
        "design_effect_by_size": _weighed([(known[one.name], one.size) for one in cohorts]),
    }


def find_unequal(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find cohorts that differ much in size, or in how often they took part."""
    cohorts = [one for one in context.design.cohorts if one.size]
    if not cohorts:
        yield NotJudged(rule.threat, "the cohorts are not stated")
        return
    small = min(cohorts, key=lambda one: one.size)
    large = max(cohorts, key=lambda one: one.size)
    times = large.size / small.size
    costs = _costs(context, cohorts)
    said = [
        (
            f"{large.name} has {large.size} members, {small.name} {small.size}: "
            f"{format_figure(times)} times as many, so a plain mean is mostly that of the large "
            "cohorts. To count every cohort alike would have a design effect of "
            f"{format_figure(costs['design_effect_alike'])}."
        )
    ]
    if "design_effect_by_size" in costs:
        said.append(
            "To count each by its size has one of "
            f"{format_figure(costs['design_effect_by_size'])} among those who answered."
        )
    yield from context.threat(
        rule,
        times,
        " ".join(said),
        applies_to="sizes of cohorts",
        figures={"largest": large.size, "smallest": small.size, **costs},
    )
    by_frequency: dict[str, list[str]] = {}
    for one in cohorts:
        if one.frequency.strip():
            by_frequency.setdefault(one.frequency.strip().casefold(), []).append(one.name)
    parts = [f"{often}: {join_words(names)}" for often, names in by_frequency.items()]
    yield from context.threat(
        rule,
        len(by_frequency),
        f"Cohorts took part at different frequencies ({'; '.join(parts)}).",
        applies_to="frequencies of cohorts",
        figures={"frequencies": len(by_frequency)},
    )
