"""Threats of who answered: overlap, eligibility, nonresponse and conflicts of interest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted, format_figure, format_percentage, join_words
from likertkit.bias.threats._context import NotJudged, ThreatContext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from likertkit.bias.design._conditions import Cohort, Condition
    from likertkit.bias.threats._evidence import Overlap
    from likertkit.bias.threats._table import Threat, ThreatRule

_CONFLICTS = ("conflict of interest", "conflicts of interest", "competing interest")


def _range_of(span: tuple[int, int]) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]} to {span[1]}"


def _names_of(cohorts: list[Cohort]) -> str:
    return join_words([one.name for one in cohorts])


def find_non_overlap(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find pairs of conditions that not all the same people could rate, or did rate."""
    for first, second in context.pairs:
        both = (first.name, second.name)
        overlap = _overlap(context, both)
        counted_both = all(context.numbers(name) for name in both)
        if not context.design.cohorts and overlap is None and not counted_both:
            yield NotJudged(
                rule.threat, f"who could rate {join_words(both)} is not stated, nor who did"
            )
            continue
        said: list[str] = []
        figures: dict[str, float] = {}
        value = _members_of_one(context, first, second, said, figures)
        if overlap is None:
            value = max(value, _numbers_apart(context, both, said, figures))
        else:
            value = max(value, overlap.n_one_only)
            _say_overlap(overlap, both, said, figures)
        yield from context.threat(
            rule,
            value,
            " ".join(said),
            applies_to=join_words(both),
            conditions=both,
            figures=figures,
        )


def _overlap(context: ThreatContext, both: tuple[str, str]) -> Overlap | None:
    """Return what the data show of two conditions, in this order."""
    swapped = context.evidence.overlaps.get((both[1], both[0]))
    if swapped is None:
        return context.evidence.overlaps.get(both)
    return attrs.evolve(
        swapped, n_first_only=swapped.n_second_only, n_second_only=swapped.n_first_only
    )


def _members_of_one(
    context: ThreatContext,
    first: Condition,
    second: Condition,
    said: list[str],
    figures: dict[str, float],
) -> int:
    """Say which cohorts knew only one of two conditions; return how many members they have."""
    cohorts = context.design.cohorts
    if not cohorts:
        return 0
    one_only = 0
    n_both = sum(one.size for one in cohorts if one.knew(first.name) and one.knew(second.name))
    for lacking, other in ((second, first), (first, second)):
        never = [one for one in cohorts if one.knew(other.name) and not one.knew(lacking.name)]
        if never:
            members = sum(one.size for one in never)
            one_only += members
            figures[f"members_{'first' if lacking is second else 'second'}_only"] = members
            said.append(
                f"{members} of {context.members} members ({_names_of(never)}) never had "
                f"{lacking.name}."
            )
    if one_only:
        figures["members_both"] = n_both
        said.append(f"{n_both} could rate both.")
        lacking_people = (context.design.responded or 0) - n_both
        if lacking_people > 0:
            figures["responded_one_only"] = lacking_people
            said.append(
                f"So at least {lacking_people} of the {context.design.responded} who answered "
                "could not."
            )
    return one_only


def _say_overlap(
    found: Overlap, both: tuple[str, str], said: list[str], figures: dict[str, float]
) -> None:
    """Say how many answered an item under both conditions, and under one alone."""
    for what in ("n_both", "n_first_only", "n_second_only"):
        least, most = getattr(found, what)
        figures |= {f"{what}_least": least, f"{what}_most": most}
    said.append(
        f"In the data {_range_of(found.n_both)} answered an item under both, "
        f"{_range_of(found.n_first_only)} under {both[0]} alone and "
        f"{_range_of(found.n_second_only)} under {both[1]} alone."
    )


def _numbers_apart(
    context: ThreatContext, both: tuple[str, str], said: list[str], figures: dict[str, float]
) -> int:
    """Say by how much the numbers of raters differ at the least; return that."""
    first, second = (context.numbers(name) for name in both)
    apart = min((abs(a - b) for a in first for b in second), default=0)
    printed = [context.evidence.printed[name] for name in both if name in context.evidence.printed]
    if apart or any(not one.n for one in printed):
        said += [one.sentence for one in printed]
    if apart:
        figures["n_apart"] = apart
        if not printed:
            said.append(
                f"{max(first)} answered an item under {both[0]} and {max(second)} under {both[1]}."
            )
        said.append(f"So at least {apart} answered under one of them alone.")
    return apart


def _too_many(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat]:
    """Find more people in the data than answered, or than were asked."""
    design, people = context.design, context.evidence.people
    stated = design.invited if design.responded is None else design.responded
    if people is not None and stated is not None:
        did = "were asked" if design.responded is None else "are said to have answered"
        yield from context.threat(
            rule,
            people - stated,
            f"{people} people are in the data, and {stated} {did}.",
            applies_to="everybody who was asked",
            figures={"raters": people, "eligible": stated},
        )


def find_ineligible(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find conditions that more people rated than could."""
    if all(context.design.invited_to(name) is None for name in context.names):
        yield NotJudged(rule.threat, "who could rate which condition is not stated")
    yield from _too_many(context, rule)
    for one in context.design.conditions:
        raters = min(context.numbers(one.name), default=0)
        eligible = context.design.invited_to(one.name)
        if eligible is None:
            continue
        strangers = context.evidence.misplaced.get(one.name, ())
        n_strangers = sum(n for _, n in strangers)
        beyond = max(raters - eligible, 0)
        said = [f"{raters} rated {one.name}, and {eligible} could."] if beyond else []
        if strangers:
            who = join_words([f"{n} of {cohort}" for cohort, n in strangers])
            said.append(f"{who} rated {one.name}, which their cohort never had.")
        yield from context.threat(
            rule,
            max(beyond, n_strangers),
            " ".join(said),
            applies_to=one.name,
            conditions=(one.name,),
            figures={"raters": raters, "eligible": eligible, "strangers": n_strangers},
        )
    crowded = [
        one for one in context.design.cohorts if context.answered.get(one.name, 0) > one.size
    ]
    for cohort in crowded:
        n = context.answered[cohort.name]
        yield from context.threat(
            rule,
            n - cohort.size,
            f"{n} answers are of {cohort.name}, which has {counted(cohort.size, 'member')}.",
            applies_to=cohort.name,
            figures={"raters": n, "eligible": cohort.size},
        )


def _silence(context: ThreatContext, n: int, of: int) -> str:
    """Say how far those who were silent leave a mean open."""
    proportion = 1 - n / of
    reach = f"{format_percentage(proportion, 1)} of the scale's range"
    if context.evidence.spread is not None:
        reach = f"{format_figure(proportion * context.evidence.spread)} scale points ({reach})"
    others = "one" if of - n == 1 else str(of - n)
    return (
        f"{n} of {of} answered ({format_percentage(n / of, 1)}). Whatever the other {others} would "
        f"have said, the mean of all {of} is known only to within {reach}."
    )


def _answered_of(
    context: ThreatContext,
    rule: ThreatRule,
    n: int,
    of: int,
    *,
    applies_to: str,
    conditions: tuple[str, ...] = (),
) -> Iterator[Threat]:
    figures: dict[str, float] = {"responded": n, "invited": of, "rate": n / of, "width": 1 - n / of}
    if context.evidence.spread is not None:
        figures["width_points"] = context.evidence.spread * (1 - n / of)
    yield from context.threat(
        rule,
        n / of,
        _silence(context, n, of),
        applies_to=applies_to,
        conditions=conditions,
        figures=figures,
    )


def find_nonresponse(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find low proportions of answers: of all, of a cohort, under a condition, to an item."""
    design = context.design
    responded = context.evidence.people if design.responded is None else design.responded
    invited = context.members if design.invited is None else design.invited
    if responded is None or not invited:
        yield NotJudged(rule.threat, "how many were asked, or how many answered, is not stated")
    elif responded <= invited:
        yield from _answered_of(
            context, rule, responded, invited, applies_to="everybody who was asked"
        )
    for cohort in design.cohorts:
        n = context.answered.get(cohort.name)
        if n is not None and 0 < cohort.size >= n:
            yield from _answered_of(
                context, rule, n, cohort.size, applies_to=f"cohort {cohort.name}"
            )
    for one in design.conditions:
        # Whoever says that an item does not apply has answered it, and has not rated it.
        raters = context.evidence.n_answered.get(
            one.name, max(context.numbers(one.name), default=None)
        )
        asked = design.invited_to(one.name)
        # What was said of everybody need not be said again.
        if raters is None or not asked or (raters, asked) == (responded, invited):
            continue
        if raters <= asked:
            yield from _answered_of(
                context, rule, raters, asked, applies_to=one.name, conditions=(one.name,)
            )
    for name, silence in context.evidence.silence.items():
        yield from context.threat(
            rule,
            silence.rate,
            (
                f"{silence.n_silent} of {silence.n_asked} gave no answer to {silence.item} under "
                f"{name} ({format_percentage(1 - silence.rate, 1)}), a larger proportion than to "
                "any other item."
            ),
            applies_to=f"{silence.item} under {name}",
            conditions=(name,),
            figures={
                "n_silent": silence.n_silent,
                "n_asked": silence.n_asked,
                "rate": silence.rate,
            },
        )


def find_conflict(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find exclusions for a conflict of interest."""
    for reason, n in context.design.exclusions:
        if any(one in reason.casefold() for one in _CONFLICTS):
            yield from context.threat(
                rule,
                n,
                f"{n} {'person was' if n == 1 else 'people were'} left out: {reason}.",
                applies_to="the whole study",
                figures={"excluded": n},
            )
