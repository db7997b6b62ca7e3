"""Threats from who answered: overlap, eligibility, nonresponse and conflicts of interest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted, format_figure, format_percentage, join_words
from likertkit.bias.threats._context import NotJudged, ThreatContext, counted_people

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from likertkit.bias.design._conditions import Cohort, Condition
    from likertkit.bias.threats._evidence import Overlap
    from likertkit.bias.threats._table import Threat, ThreatRule

_CONFLICTS = ("conflict of interest", "conflicts of interest", "competing interest")


def _range_of(span: tuple[int, int]) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]} to {span[1]}"


def _names_of(cohorts: list[Cohort]) -> str:
    return join_words([cohort.name for cohort in cohorts])


@attrs.frozen
class _Finding:
    """How many people are concerned, with the sentences and the figures that say so."""

    n: int = 0
    sentences: tuple[str, ...] = ()
    figures: Mapping[str, float] = attrs.field(factory=dict)


def find_non_overlap(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find pairs of conditions that some people could rate, or did rate, only one of."""
    for first, second in context.pairs:
        both = (first.name, second.name)
        overlap = _overlap(context, both)
        known = all(context.numbers(name) for name in both)
        if not context.design.cohorts and overlap is None and not known:
            yield NotJudged(
                rule.threat, f"it is not stated who could rate {join_words(both)}, or who did"
            )
            continue
        declared = _members_of_one(context, first, second)
        answered = (
            _numbers_apart(context, both) if overlap is None else _answered_one(overlap, both)
        )
        yield from context.threat(
            rule,
            max(declared.n, answered.n),
            " ".join((*declared.sentences, *answered.sentences)),
            applies_to=join_words(both),
            conditions=both,
            figures={**declared.figures, **answered.figures},
        )


def _overlap(context: ThreatContext, both: tuple[str, str]) -> Overlap | None:
    """Return what the data show about two conditions, in this order."""
    swapped = context.evidence.overlaps.get((both[1], both[0]))
    if swapped is None:
        return context.evidence.overlaps.get(both)
    return attrs.evolve(
        swapped, n_first_only=swapped.n_second_only, n_second_only=swapped.n_first_only
    )


def _members_of_one(context: ThreatContext, first: Condition, second: Condition) -> _Finding:
    """Return the members of cohorts that had only one of two conditions."""
    cohorts = context.design.cohorts
    one_only = 0
    sentences: list[str] = []
    figures: dict[str, float] = {}
    for lacking, other, side in ((second, first, "first"), (first, second, "second")):
        never = [
            cohort
            for cohort in cohorts
            if cohort.knew(other.name) and not cohort.knew(lacking.name)
        ]
        if never:
            members = sum(cohort.size for cohort in never)
            one_only += members
            figures[f"members_{side}_only"] = members
            sentences.append(
                f"{members} of {context.members} members ({_names_of(never)}) never had "
                f"{lacking.name}."
            )
    if not one_only:
        return _Finding()
    n_both = sum(
        cohort.size for cohort in cohorts if cohort.knew(first.name) and cohort.knew(second.name)
    )
    figures["members_both"] = n_both
    sentences.append(f"{n_both} could rate both.")
    responded = context.design.responded or 0
    if responded > n_both:
        figures["responded_one_only"] = responded - n_both
        sentences.append(
            f"So at least {responded - n_both} of the {responded} respondents could not."
        )
    return _Finding(one_only, tuple(sentences), figures)


def _answered_one(overlap: Overlap, both: tuple[str, str]) -> _Finding:
    """Return how many people answered an item under both conditions, and under only one."""
    figures: dict[str, float] = {}
    for name in ("n_both", "n_first_only", "n_second_only"):
        least, most = getattr(overlap, name)
        figures |= {f"{name}_least": least, f"{name}_most": most}
    sentence = (
        f"In the data {_range_of(overlap.n_both)} answered an item under both, "
        f"{_range_of(overlap.n_first_only)} only under {both[0]} and "
        f"{_range_of(overlap.n_second_only)} only under {both[1]}."
    )
    return _Finding(overlap.n_one_only, (sentence,), figures)


def _numbers_apart(context: ThreatContext, both: tuple[str, str]) -> _Finding:
    """Return by how much the numbers of raters differ at least."""
    first, second = (context.numbers(name) for name in both)
    apart = min((abs(a - b) for a in first for b in second), default=0)
    printed = [context.evidence.printed[name] for name in both if name in context.evidence.printed]
    sentences: list[str] = []
    if apart or any(not column.n for column in printed):
        sentences += [column.sentence for column in printed]
    if not apart:
        return _Finding(0, tuple(sentences))
    if not printed:
        sentences.append(
            f"{max(first)} answered an item under {both[0]} and {max(second)} under {both[1]}."
        )
    sentences.append(f"So at least {apart} answered under only one of them.")
    return _Finding(apart, tuple(sentences), {"n_apart": apart})


def _too_many(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat]:
    """Find more people in the data than responded, or than were asked."""
    design, people = context.design, context.evidence.people
    stated = design.invited if design.responded is None else design.responded
    if people is not None and stated is not None:
        did = "were asked" if design.responded is None else "responded, according to the design"
        yield from context.threat(
            rule,
            people - stated,
            (
                f"{counted_people(people)} {'is' if people == 1 else 'are'} in the data, but only "
                f"{stated} {did}."
            ),
            applies_to="everybody who was asked",
            figures={"raters": people, "eligible": stated},
        )


def find_ineligible(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find conditions that more people rated than could rate them."""
    if all(context.design.invited_to(name) is None for name in context.names):
        yield NotJudged(rule.threat, "it is not stated who could rate which condition")
    yield from _too_many(context, rule)
    for name in context.names:
        raters = min(context.numbers(name), default=0)
        eligible = context.design.invited_to(name)
        if eligible is None:
            continue
        strangers = context.evidence.misplaced.get(name, ())
        n_strangers = sum(n for _, n in strangers)
        beyond = max(raters - eligible, 0)
        sentences = [f"{raters} rated {name}, but only {eligible} could."] if beyond else []
        if strangers:
            who = join_words([f"{n} of {cohort}" for cohort, n in strangers])
            sentences.append(f"{who} rated {name}, which their cohort never had.")
        yield from context.threat(
            rule,
            max(beyond, n_strangers),
            " ".join(sentences),
            applies_to=name,
            conditions=(name,),
            figures={"raters": raters, "eligible": eligible, "strangers": n_strangers},
        )
    for cohort in context.design.cohorts:
        n = context.answered.get(cohort.name, 0)
        if n <= cohort.size:
            continue
        yield from context.threat(
            rule,
            n - cohort.size,
            (
                f"{counted(n, 'answer')} {'is' if n == 1 else 'are'} from {cohort.name}, which has "
                f"{counted(cohort.size, 'member')}."
            ),
            applies_to=cohort.name,
            figures={"raters": n, "eligible": cohort.size},
        )


def _reach(context: ThreatContext, n: int, of: int) -> str:
    """Say how far apart the bounds on a mean are without the missing answers."""
    proportion = 1 - n / of
    reach = f"{format_percentage(proportion, 1)} of the scale's range"
    if context.evidence.spread is not None:
        reach = f"{format_figure(proportion * context.evidence.spread)} scale points ({reach})"
    missing = "answer" if of - n == 1 else f"{of - n} answers"
    return (
        f"{n} of {of} answered ({format_percentage(n / of, 1)}). Without the other {missing}, the "
        f"mean of all {of} lies between bounds that are {reach} apart."
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
        _reach(context, n, of),
        applies_to=applies_to,
        conditions=conditions,
        figures=figures,
    )


def find_nonresponse(context: ThreatContext, rule: ThreatRule) -> Iterator[Threat | NotJudged]:
    """Find low proportions of answers: in total, by cohort, by condition and by item."""
    design = context.design
    responded = context.evidence.people if design.responded is None else design.responded
    invited = context.members if design.invited is None else design.invited
    if responded is None or not invited:
        yield NotJudged(
            rule.threat, "it is not stated how many people were asked, or how many answered"
        )
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
    for name in context.names:
        # People who say that an item does not apply have answered it, but have not rated it.
        raters = context.evidence.n_answered.get(name, max(context.numbers(name), default=None))
        asked = design.invited_to(name)
        # The numbers of everybody need not be listed twice.
        if raters is None or not asked or (raters, asked) == (responded, invited):
            continue
        if raters <= asked:
            yield from _answered_of(
                context, rule, raters, asked, applies_to=name, conditions=(name,)
            )
    for name, silence in context.evidence.silence.items():
        yield from context.threat(
            rule,
            silence.rate,
            (
                f"{silence.n_silent} of {silence.n_asked} gave no answer to {silence.item} under "
                f"{name} ({format_percentage(1 - silence.rate, 1)}), a larger proportion "
                "than for any other item."
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
        if any(words in reason.casefold() for words in _CONFLICTS):
            yield from context.threat(
                rule,
                n,
                f"{counted_people(n)} {'was' if n == 1 else 'were'} excluded: {reason}.",
                applies_to="the whole study",
                figures={"excluded": n},
            )
