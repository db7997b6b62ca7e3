"""Threats from the cohorts: participation by choice, and unequal numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import counted, format_figure, format_percentage, join_words
from likertkit.bias.threats._context import NotJudged, ThreatContext
from likertkit.results._weighting import kish_design_effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.bias.design._conditions import Cohort
    from likertkit.bias.threats._table import Threat, ThreatRule


def _rate(context: ThreatContext, cohorts: list[Cohort]) -> float | None:
    """Return the proportion of the cohorts' members that answered; None if unknown for one."""
    known = [cohort for cohort in cohorts if cohort.name in context.answered]
    size = sum(cohort.size for cohort in cohorts)
    if len(known) < len(cohorts) or not size:
        return None
    return sum(context.answered[cohort.name] for cohort in known) / size


def find_self_selection(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find cohorts whose members took part by choice."""
    cohorts = context.design.cohorts
    if not cohorts or all(cohort.mandatory is None for cohort in cohorts):
        yield NotJudged(rule.threat, "it is not stated whether participation was a choice")
        return
    chosen = [cohort for cohort in cohorts if cohort.mandatory is False]
    required = [cohort for cohort in cohorts if cohort.mandatory]
    unknown = len(cohorts) - len(chosen) - len(required)
    members = sum(cohort.size for cohort in chosen)
    names = join_words([cohort.name for cohort in chosen])
    proportion = members / max(context.members, 1)
    sentences = [
        (
            f"{len(chosen)} of {len(cohorts)} cohorts ({names}), with {members} of "
            f"{context.members} members ({format_percentage(proportion, 1)}), took part by choice: "
            "members who liked it less may not have taken part."
        )
    ]
    figures: dict[str, float] = {
        "cohorts": len(chosen),
        "members": members,
        "proportion": proportion,
    }
    if unknown:
        sentences.append(f"For {counted(unknown, 'cohort')} this is not stated.")
    rates = _rate(context, chosen), _rate(context, required)
    if rates[0] is not None and rates[1] is not None:
        figures |= {"rate_chosen": rates[0], "rate_mandatory": rates[1]}
        sentences.append(
            f"{format_percentage(rates[0], 1)} of them answered, and "
            f"{format_percentage(rates[1], 1)} of the members who had to take part."
        )
    yield from context.threat(
        rule,
        len(chosen),
        " ".join(sentences),
        applies_to=names,
        figures=figures,
    )


def _weighed(people: list[tuple[int, int]]) -> float:
    """Return Kish's design effect for numbers of people and the sizes that they represent."""
    # Whole numbers give exactly 1.125, without a rounding error.
    common = math.lcm(*(n for n, _ in people))
    weights = [(n, size * common // n) for n, size in people]
    total = sum(n * weight for n, weight in weights)
    squares = sum(n * weight**2 for n, weight in weights)
    return kish_design_effect(total, squares, sum(n for n, _ in weights))


def _costs(context: ThreatContext, cohorts: list[Cohort]) -> dict[str, float]:
    """Return the design effects of weighting the cohorts equally, and by their sizes."""
    n = {cohort.name: context.answered.get(cohort.name) for cohort in cohorts}
    known = {name: count for name, count in n.items() if count}
    if len(known) < len(cohorts):
        # It is unknown who answered, so assume that everybody did.
        return {"design_effect_alike": _weighed([(cohort.size, 1) for cohort in cohorts])}
    return {
        "design_effect_alike": _weighed([(k, 1) for k in known.values()]),
        "design_effect_by_size": _weighed(
            [(known[cohort.name], cohort.size) for cohort in cohorts]
        ),
    }


def find_unequal(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find cohorts with very different sizes or different frequencies of participation."""
    cohorts = [cohort for cohort in context.design.cohorts if cohort.size]
    if not cohorts:
        yield NotJudged(rule.threat, "the cohorts are not stated")
        return
    small = min(cohorts, key=lambda cohort: cohort.size)
    large = max(cohorts, key=lambda cohort: cohort.size)
    times = large.size / small.size
    costs = _costs(context, cohorts)
    sentences = [
        (
            f"{large.name} has {counted(large.size, 'member')}, {small.name} {small.size}: "
            f"{format_figure(times)} times as many, so an unweighted mean mostly describes the "
            "large cohorts. Equal weights for all cohorts have a design effect of "
            f"{format_figure(costs['design_effect_alike'])}."
        )
    ]
    if "design_effect_by_size" in costs:
        sentences.append(
            "Among the respondents, weights by cohort size have a design effect of "
            f"{format_figure(costs['design_effect_by_size'])}."
        )
    yield from context.threat(
        rule,
        times,
        " ".join(sentences),
        applies_to="sizes of cohorts",
        figures={"largest": large.size, "smallest": small.size, **costs},
    )
    by_frequency: dict[str, list[str]] = {}
    for cohort in cohorts:
        if cohort.frequency.strip():
            by_frequency.setdefault(cohort.frequency.strip().casefold(), []).append(cohort.name)
    parts = [f"{often}: {join_words(names)}" for often, names in by_frequency.items()]
    yield from context.threat(
        rule,
        len(by_frequency),
        f"Cohorts took part at different frequencies ({'; '.join(parts)}).",
        applies_to="frequencies of cohorts",
        figures={"frequencies": len(by_frequency)},
    )
