"""The demo: a published study, read with everything likertkit knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit import studies
from likertkit._text import PVALUE, counted, format_figure, format_percentage, join_words
from likertkit.cli._demo_tables import (
    scale_ends,
    scale_of,
    write_changes,
    write_facilitators,
    write_numbers,
)
from likertkit.published import check_percentages
from likertkit.summary import summarize

if TYPE_CHECKING:
    from likertkit.bias import StudyDesign
    from likertkit.cli._page import Page
    from likertkit.studies import CategoryCounts, Panel, Study
    from likertkit.summary import Summary

# The same answers in every run.
_SEED = 7
_HALF = 0.5
# Short enough for a narrow terminal, and to be copied.
_COMMANDS = (
    "likertkit describe FILE.csv \\",
    "  --scale agreement-5 --items q1,q2",
    "likertkit compare FILE.csv \\",
    "  --scale agreement-5 --items q1,q2 \\",
    "  --respondent who --condition when",
    "likertkit summarize FILE.csv \\",
    "  --scale agreement-5 --items q1,q2 \\",
    "  --respondent who --condition when \\",
    "  --invited 57",
)


def write_demo(page: Page) -> None:
    """Tell the story of the bundled study, from its figures alone."""
    study = studies.balint()
    _write_opening(page, study)
    _write_design(page, study)
    raters = write_numbers(page, study)
    write_changes(page, study)
    write_facilitators(page, study)
    _write_preferences(page, study)
    _write_threats(page, study, raters)
    write_summary(page, study)
    page.say("For your own answers:")
    for line in _COMMANDS:
        page.line(f"  {line}")


def _write_opening(page: Page, study: Study) -> None:
    first, second = (condition.name for condition in study.participants.design.conditions)
    n_items = len(study.participants.instrument.names)
    page.title("What a published Likert study shows, and what it cannot show")
    page.say(
        "In a Balint group doctors talk about patients who trouble them. A study asked "
        f"participants and leaders of such groups to rate {first} groups and {second} groups. "
        f"Participants rated {n_items} statements. Each answer is a whole number "
        f"({scale_ends(scale_of(study.participants))}), so a lower mean is more agreement. The "
        "paper prints means and no single answers. Everything below is worked out from the paper."
    )
    page.say(f"{study.citation} doi:{study.doi}")


def _response(panel: Panel, who: str) -> str:
    rate = panel.design.response_rate
    if rate is None:
        return ""
    printed = check_percentages([rate.responded], [panel.response_rate], total=rate.invited)
    agrees = "as printed" if printed.rows[0].consistent else f"printed as {panel.response_rate} %"
    proportion = format_percentage(rate.proportion)
    return f"{rate.responded} of {rate.invited} {who} ({proportion}, {agrees})"


def _write_design(page: Page, study: Study) -> None:
    design = study.participants.design
    first, second = (condition.name for condition in design.conditions)
    page.heading("1  Who was asked, and who could answer what?")
    page.say(
        f"The paper compares two columns of means, {first} and {second}. Are both columns about "
        "the same people?"
    )
    page.answer(*_eligibility(design))
    partial = [
        condition.name
        for condition in design.conditions
        if not all(cohort.knew(condition.name) for cohort in design.cohorts)
    ]
    page.grid(
        ("cohort", "members", "frequency", "attendance", *(f"met {name}" for name in partial)),
        [
            (
                cohort.name,
                str(cohort.size),
                cohort.frequency,
                "mandatory" if cohort.mandatory else "voluntary",
                *("yes" if cohort.knew(name) else "no" for name in partial),
            )
            for cohort in design.cohorts
        ],
        "t_ttt",
    )
    left_out = [f"{n} for a {reason}" for reason, n in study.facilitators.design.exclusions]
    page.say(
        f"Answers came from {_response(study.participants, 'participants')} and "
        f"{_response(study.facilitators, 'facilitators')}. Of the facilitators the authors "
        f"excluded {join_words(left_out)}."
    )


def _eligibility(design: StudyDesign) -> list[str]:
    """Say how many could rate each condition, and how many of those who answered could not."""
    sentences = []
    for condition in design.conditions:
        eligible = design.eligible(condition.name) or 0
        never = [cohort.name for cohort in design.cohorts if not cohort.knew(condition.name)]
        lacking = (design.responded or 0) - eligible
        text = f"{eligible} people could rate {condition.name} groups"
        if never:
            text += f", since {join_words(never)} never met that way"
        sentences.append(f"{text}.")
        if lacking > 0:
            sentences.append(
                f"So at least {lacking} of the {design.responded} who answered had no such group "
                "to rate, and the two columns can hardly be about the same people."
            )
    return sentences


def _intervals(counts: CategoryCounts) -> dict[str, tuple[str, str]]:
    return {
        row.category: (
            f"{row.count} ({format_percentage(row.proportion, 1)})",
            f"{format_percentage(row.low)} to {format_percentage(row.high)}",
        )
        for row in counts.proportions()
    }


def _write_preferences(page: Page, study: Study) -> None:
    both = study.preferences
    page.heading("5  Tables 3 and 4: which format do people want next?")
    page.say(
        "Each person's wish was read from a free comment (F2F: face-to-face). Does a majority want "
        "one format?"
    )
    page.answer(
        _leaders(both.participants, "participants"), _leaders(both.facilitators, "facilitators")
    )
    participants, facilitators = _intervals(both.participants), _intervals(both.facilitators)
    page.grid(
        ("wish", "participants", "95 % interval", "facilitators", "95 % interval"),
        [(name, *participants[name], *facilitators[name]) for name in both.participants.categories],
        "t",
        caption="How many people had each wish, in percent, with the interval of the percentage.",
    )
    page.say(*_check_shares(study))


def _check_shares(study: Study) -> list[str]:
    """Say which printed percentages are those of the counts, and which were cut off."""
    counts = study.preferences.participants
    table = check_percentages(
        dict(zip(counts.categories, counts.counts, strict=True)),
        dict(zip(counts.categories, counts.percentages, strict=True)),
    )
    rounded = sum(row.consistent is True for row in table)
    sentences = [
        f"Of the {len(table)} percentages printed for participants, {rounded} are rounded right."
    ]
    for name, printed in study.other_comments:
        everyone = [
            check_percentages([m], [printed], total=counts.n).rows[0] for m in range(counts.n + 1)
        ]
        sentences.extend(
            f"The running text prints {printed} % for {name} comments: {row.count} of {counts.n} "
            f"is {row.percentage:.2f} %, so that figure was cut off and not rounded."
            for row in everyone
            if row.consistent_with == "truncated"
        )
    return sentences


def _leaders(counts: CategoryCounts, who: str) -> str:
    """Say which wish leads, and whether it has a majority."""
    spoken = [row for row in counts.proportions() if row.category != counts.silent]
    lead, runner_up = sorted(spoken, key=lambda row: -row.count)[:2]
    majority = "perhaps a majority"
    if lead.low > _HALF:
        majority = "a majority"
    elif lead.high < _HALF:
        majority = "short of a majority"
    return (
        f'Among {who} "{lead.category}" leads with {lead.count} of {counts.n} '
        f"({format_percentage(lead.low)} to {format_percentage(lead.high)}, {majority}) before "
        f'"{runner_up.category}" with {runner_up.count}.'
    )


def _write_threats(page: Page, study: Study, raters: dict[str, int]) -> None:
    page.heading("6  What else could have made these means?")
    page.say(
        "Something other than the format may have made the ratings differ. Can these figures "
        "separate the format from it?"
    )
    page.answer(
        "No. Format, pandemic, memory and the mix of people cannot be separated here. Ratings "
        "given at the time and linked person by person would exclude memory and the mix of people."
    )
    page.say(f"The authors name {len(study.limitations)} reasons for caution:")
    page.list(f"{name.replace('_', ' ')}: {reason}" for name, reason in study.limitations)
    page.say(*_memory(study.participants.design))
    page.list(_tensions(study, raters))


def _memory(design: StudyDesign) -> list[str]:
    """Say how long after each condition it was rated, and what had come before."""
    sentences = []
    for condition in design.conditions:
        parts = [f"{condition.name.capitalize()} was rated"]
        if condition.retrospective:
            parts.append("from memory")
        if condition.months_ago is not None:
            parts.append(f"{condition.months_ago[0]} to {condition.months_ago[1]} months later")
        if condition.rated_after:
            parts.append(f"with {join_words(condition.rated_after)} in between")
        sentences.append(f"{' '.join(parts)}.")
    return sentences


def _tensions(study: Study, raters: dict[str, int]) -> list[str]:
    """Say where the sizes that the paper states leave too little room for the raters."""
    return [
        f"Two statements of the paper do not agree: the {tension.cohort} group "
        f"({tension.members} members) is said to have been more than {tension.factor} times as "
        f"large {tension.larger} as {tension.condition}. Then at most {tension.members_at_most} of "
        f"them met {tension.condition} and at most {tension.eligible_at_most} people could rate "
        f"it, not {tension.eligible}; explanation A needs {tension.raters}."
        for tension in study.tensions(raters)
    ]


def write_summary(page: Page, study: Study) -> None:
    """Write what could be said if the answers were known, of some that are made up."""
    panel = study.participants
    summary = summarize(study.synthetic(_SEED).participants, design=panel.design)
    first, second = (condition.name for condition in panel.design.conditions)
    page.heading("7  Made-up answers: what does a summary add to means?")
    page.say(
        "The answers themselves were not published. likertkit draws synthetic answers that give "
        "every printed mean, linked person by person. They are made up and say nothing about the "
        "study. What does a summary say about such answers?"
    )
    page.answer(_conclusion(summary))
    page.grid(
        (
            *("item (made up)", "people with both ratings", "mean difference", "95 % interval"),
            *("adjusted p", "sign holds", "people to 0"),
        ),
        [
            (
                row.item,
                str(row.n_pairs),
                format_figure(row.mean_difference, "+.2f"),
                f"{format_figure(row.low, '+.2f')} to {format_figure(row.high, '+.2f')}",
                format_figure(row.mean_pvalue_adjusted, PVALUE),
                format_figure(row.robust),
                format_figure(row.respondents_to_zero),
            )
            for row in summary
        ],
        "t",
        caption=f"Mean difference: {first} minus {second} ({scale_ends(scale_of(panel))}).",
    )
    page.say(
        f"Adjusted p: the p-value of the mean difference, corrected for {len(summary)} items. Sign "
        "holds: the sign is the same for every scoring that keeps the order of the categories. "
        f"People to 0: how many people would have to move their {second} rating by one category "
        "for a mean difference of 0."
    )
    for kind, heading in (
        ("may", "From such answers one may claim:"),
        ("may not", "From such answers one may not claim:"),
    ):
        page.say(heading)
        page.list(claim.text for claim in summary.claims if claim.kind == kind)


def _conclusion(summary: Summary) -> str:
    """Say of how many items a difference could be claimed, and how many threats there are."""
    items = {row.item for row in summary}
    standing = len({claim.about for claim in summary.claims if claim.kind == "may"} & items)
    threats = len({row.threat for row in summary.threats or ()})
    return (
        f"A difference could be claimed for {standing} of {counted(len(summary), 'item')}, and "
        f"{counted(threats, 'kind')} of threats to the design would remain, whatever the answers "
        "were."
    )
