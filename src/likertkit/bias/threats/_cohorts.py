"""Threats of the cohorts and of chance: choice, unequal numbers, few people, many tests."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text import counted, format_figure, format_percentage, join_words
from likertkit.bias.threats._context import Case, Unjudged
from likertkit.results import kish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.bias.design._conditions import Cohort
    from likertkit.bias.threats._rules import Threat


def _rate(case: Case, cohorts: list[Cohort]) -> float | None:
    """Return the share of cohorts' members that answered; None where it is not known of all."""
    known = [one for one in cohorts if one.name in case.answered]
    size = sum(one.size for one in cohorts)
    if len(known) < len(cohorts) or not size:
        return None
    return sum(case.answered[one.name] for one in known) / size


def find_self_selection(case: Case) -> Iterator[Threat | Unjudged]:
    """Find cohorts whose members took part by choice."""
    cohorts = case.design.cohorts
    if not cohorts or all(one.mandatory is None for one in cohorts):
        yield Unjudged("self-selection", "whether taking part was a choice is not stated")
        return
    chosen = [one for one in cohorts if one.mandatory is False]
    bound = [one for one in cohorts if one.mandatory]
    unknown = len(cohorts) - len(chosen) - len(bound)
    members = sum(one.size for one in chosen)
    names = join_words([one.name for one in chosen])
    share = members / max(case.members, 1)
    said = [
        (
            f"{len(chosen)} of {len(cohorts)} cohorts ({names}), with {members} of {case.members} "
            f"members ({format_percentage(share, 1)}), took part by choice: those who liked it "
            "less may have stayed away."
        )
    ]
    figures: dict[str, float] = {"cohorts": len(chosen), "members": members, "share": share}
    if unknown:
        said.append(f"Of {unknown} it is not stated.")
    free, tied = _rate(case, chosen), _rate(case, bound)
    if free is not None and tied is not None:
        figures |= {"rate_chosen": free, "rate_mandatory": tied}
        said.append(
            f"{format_percentage(free, 1)} of them answered, and {format_percentage(tied, 1)} of "
            "those who had to take part."
        )
    yield from case.threat(
        "self-selection",
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
    return kish(total, squares, sum(n for n, _ in weights))[1]


def _costs(case: Case, cohorts: list[Cohort]) -> dict[str, float]:
    """Return what it costs to weight those who answered: cohorts alike, and by their sizes."""
    n = {one.name: case.answered.get(one.name) for one in cohorts}
    known = {name: count for name, count in n.items() if count}
    if len(known) < len(cohorts):
        # As if everybody had answered.
        return {"design_effect_alike": _weighed([(one.size, 1) for one in cohorts])}
    return {
        "design_effect_alike": _weighed([(k, 1) for k in known.values()]),
        "design_effect_by_size": _weighed([(known[one.name], one.size) for one in cohorts]),
    }


def find_unequal(case: Case) -> Iterator[Threat | Unjudged]:
    """Find cohorts that differ much in size, or in how often they took part."""
    cohorts = [one for one in case.design.cohorts if one.size]
    if not cohorts:
        yield Unjudged("unequal cohorts", "the cohorts are not stated")
        return
    small = min(cohorts, key=lambda one: one.size)
    large = max(cohorts, key=lambda one: one.size)
    times = large.size / small.size
    costs = _costs(case, cohorts)
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
    yield from case.threat(
        "unequal cohorts",
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
    yield from case.threat(
        "unequal cohorts",
        len(by_frequency),
        f"Cohorts took part at different frequencies ({'; '.join(parts)}).",
        applies_to="frequencies of cohorts",
        figures={"frequencies": len(by_frequency)},
    )


def least_pvalue(n: int) -> float:
    """Return the least two-sided p-value of an exact test of n signs."""
    return min(2.0 ** (1 - n), 1.0)


def least_n(level: float) -> int:
    """Return the least n at which an exact two-sided test of signs can reject."""
    n = 1
    # The tolerance is for a level such as 0.9375, whose complement floats hold exactly or not.
    while least_pvalue(n) > (1 - level) * (1 + 1e-9):
        n += 1
    return n


def _small(case: Case, n: int, who: str, applies_to: str, on: tuple[str, ...]) -> Iterator[Threat]:
    yield from case.threat(
        "small n",
        n,
        (
            f"{who}. An exact two-sided test of {counted(n, 'sign')} cannot have a p-value below "
            f"{format_figure(least_pvalue(n), '.3g')}."
        ),
        applies_to=applies_to,
        conditions=on,
        figures={"n": n, "least_pvalue": least_pvalue(n)},
        threshold=least_n(case.level),
    )


def find_small(case: Case) -> Iterator[Threat | Unjudged]:
    """Find conditions, pairs of conditions and cohorts of too few people to test."""
    limit = case.thresholds.get("small n", least_n(case.level))
    small = set()
    for one in case.design.conditions:
        n = case.most_raters(one.name)
        if n is None:
            yield Unjudged("small n", f"how many rated {one.name} is not stated")
            continue
        if n < limit:
            small.add(one.name)
        who = f"At most {n} rated {one.name}"
        yield from _small(case, n, who, one.name, (one.name,))
    for (first, second), found in case.seen.overlaps.items():
        if not small & {first, second}:
            both = join_words((first, second))
            who = f"At most {found.n_both[1]} rated an item under both"
            yield from _small(case, found.n_both[1], who, both, (first, second))
    sizes = {one.name: case.answered.get(one.name, one.size) for one in case.design.cohorts}
    few = [name for name, n in sizes.items() if n < limit]
    if few:
        n = min(sizes[name] for name in few)
        who = f"Small cohorts: {join_words([f'{name} ({sizes[name]})' for name in few])}"
        yield from _small(case, n, who, join_words(few), ())


def find_many(case: Case) -> Iterator[Threat | Unjudged]:
    """Find families of comparisons in which some difference is likely by chance alone."""
    pairs = math.comb(len(case.design.conditions), 2)
    n_items = case.design.n_items if case.seen.n_items is None else case.seen.n_items
    if not pairs:
        return
    if n_items is None:
        yield Unjudged("many comparisons", "how many items there are is not stated")
        return
    tests = n_items * pairs
    chance = 1 - case.level**tests
    of = f"{n_items} items" if pairs == 1 else f"{n_items} items under {pairs} pairs of conditions"
    yield from case.threat(
        "many comparisons",
        tests,
        (
            f"{tests} comparisons ({of}). If nothing differed and they were independent, at least "
            f"one would be significant at the {format_figure(1 - case.level, '.3g')} level with "
            f"probability {format_figure(chance, '.3g')}; however they depend, with at most "
            f"{format_figure(min(tests * (1 - case.level), 1.0), '.3g')}."
        ),
        applies_to=f"{n_items} items",
        figures={"items": n_items, "tests": tests, "chance": chance},
    )
