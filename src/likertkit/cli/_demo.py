"""The demo: a published study, read with everything likertkit knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit import studies
from likertkit._text import counted, format_figure, format_percentage, join_words
from likertkit.cli._demo_tables import write_changes, write_facilitators, write_numbers
from likertkit.published import check_percentages
from likertkit.summary import summarize

if TYPE_CHECKING:
    from likertkit.bias import StudyDesign
    from likertkit.cli._page import Page
    from likertkit.studies import CategoryCounts, Panel, Study
    from likertkit.summary import Summary

# The same answers in every run.
_SEED = 7


def write_summary(page: Page, study: Study) -> None:
    """Write what could be said if the answers were known, of some that are made up."""
    panel = study.participants
    found = summarize(study.synthetic(_SEED).participants, design=panel.design)
    first, second = (one.name for one in panel.design.conditions)
    page.heading("7  Synthetic answers: what a summary adds to means")
    page.say(
        "No answers were published. These are made up: drawn so that they give every printed "
        "mean, and linked person by person. They say nothing about the study. What does a summary "
        f"say of such answers: of {first} minus {second}, and of what would undo it?"
    )
    page.grid(
        ("made up", "pairs", "mean diff.", "95 % interval", "adjusted p", "robust", "to zero"),
        [
            (
                row.item,
                str(row.n_pairs),
                format_figure(row.mean_difference, "+.2f"),
                f"{format_figure(row.low)} to {format_figure(row.high)}",
                format_figure(row.mean_pvalue_adjusted, ".2g"),
                format_figure(row.robust),
                format_figure(row.respondents_to_zero),
            )
            for row in found
        ],
        "t",
    )
    page.say(
        "Robust: the sign of these answers holds under every increasing scoring. To zero: how many "
        f"of the pairs would have to have rated {second!r} one category otherwise for no mean "
        "difference to be left; a dash: no number of them would do."
    )
    for kind, heading in (
        ("may", "Of such answers it might be claimed:"),
        ("may not", "And it might not:"),
    ):
        page.say(heading)
        page.list(one.text for one in found.claims if one.kind == kind)
    page.conclude(_conclusion(found))


def _conclusion(found: Summary) -> str:
    """Say of how many items a difference could be claimed, and how many threats there are."""
    items = {row.item for row in found}
    standing = len({one.about for one in found.claims if one.kind == "may"} & items)
    threats = len({row.threat for row in found.threats or ()})
    return (
        f"A difference could be claimed for {standing} of {counted(len(found), 'item')}, and "
        f"{counted(threats, 'kind')} of threats to the design would remain whatever the answers."
    )


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
    page.say("Now your own answers:")
    for line in _COMMANDS:
        page.line(f"  {line}")


def _write_opening(page: Page, study: Study) -> None:
    first, second = (one.name for one in study.participants.design.conditions)
    scale = study.participants.instrument[study.participants.instrument.names[0]].scale
    page.title("What a published Likert study shows, and what it cannot show")
    page.say(
        "In a Balint group doctors talk about patients who trouble them. Those who took part in "
        f"such groups, and those who led them, rated {first} groups and {second} ones. Each item "
        f'is a statement: {scale.low} is "{scale.labels[scale.low]}" and {scale.high} '
        f'"{scale.labels[scale.high]}", so a lower mean is more agreement. Only means were '
        "published. All that follows is worked out from them."
    )
    page.say(f"{study.citation} doi:{study.doi}")


def _response(panel: Panel, who: str) -> str:
    rate = panel.design.response_rate
    if rate is None:
        return ""
    printed = check_percentages([rate.responded], [panel.response_rate], total=rate.invited)
    agrees = "as printed" if printed.rows[0].consistent else f"printed as {panel.response_rate} %"
    share = format_percentage(rate.proportion)
    return f"{rate.responded} of {rate.invited} {who} ({share}, {agrees})"


def _write_design(page: Page, study: Study) -> None:
    page.heading("1  Who was asked, and who could answer what?")
    page.say("How many people can stand behind each column of the paper's tables?")
    design = study.participants.design
    names = [
        one.name
        for one in design.conditions
        if not all(cohort.knew(one.name) for cohort in design.cohorts)
    ]
    page.grid(
        ("cohort", "members", "met", "attendance", *names),
        [
            (
                one.name,
                str(one.size),
                one.frequency,
                "mandatory" if one.mandatory else "voluntary",
                *("yes" if one.knew(name) else "no" for name in names),
            )
            for one in design.cohorts
        ],
        "t_ttt",
    )
    left_out = [f"{n} for a {reason}" for reason, n in study.facilitators.design.exclusions]
    page.say(
        f"Answers came from {_response(study.participants, 'participants')} and "
        f"{_response(study.facilitators, 'facilitators')}; of the latter the authors left out "
        f"{join_words(left_out)}."
    )
    page.conclude(*_eligibility(design))


def _eligibility(design: StudyDesign) -> list[str]:
    """Say how many could rate each condition, and how many of those who answered could not."""
    said = []
    for one in design.conditions:
        eligible = design.eligible(one.name) or 0
        never = [cohort.name for cohort in design.cohorts if not cohort.knew(one.name)]
        lacking = (design.responded or 0) - eligible
        text = f"{eligible} people could rate {one.name} groups"
        if never:
            text += f", since {join_words(never)} never met that way"
        said.append(f"{text}.")
        if lacking > 0:
            said.append(
                f"So at least {lacking} of the {design.responded} who answered had no such group "
                "to rate, and the two columns can hardly be about the same people."
            )
    return said


def _intervals(counts: CategoryCounts) -> dict[str, tuple[str, str]]:
    return {
        row.category: (
            f"{row.count} = {format_percentage(row.proportion, 1)}",
            f"{format_percentage(row.low)} to {format_percentage(row.high)}",
        )
        for row in counts.proportions()
    }


def _write_preferences(page: Page, study: Study) -> None:
    both = study.preferences
    page.heading("5  Tables 3 and 4: which format next?")
    page.say(
        "Each person's wish was read from free text (F2F: face-to-face). How sure are the "
        "proportions?"
    )
    here, there = _intervals(both.participants), _intervals(both.facilitators)
    page.grid(
        ("wish", "participants", "95 % interval", "facilitators", "95 % interval"),
        [(name, *here[name], *there[name]) for name in both.participants.categories],
        "t",
    )
    page.say(*_check_shares(study))
    page.conclude(
        _leaders(both.participants, "participants"), _leaders(both.facilitators, "facilitators")
    )


def _check_shares(study: Study) -> list[str]:
    """Say which printed proportions are those of the counts, and which were cut off."""
    counts = study.preferences.participants
    table = check_percentages(
        dict(zip(counts.categories, counts.counts, strict=True)),
        dict(zip(counts.categories, counts.percentages, strict=True)),
    )
    rounded = sum(row.consistent is True for row in table)
    n_printed = f"{len(table)} proportions printed for participants"
    said = [f"Of the {n_printed}, {rounded} are correctly rounded."]
    for name, printed in study.other_comments:
        everyone = [
            check_percentages([m], [printed], total=counts.n).rows[0] for m in range(counts.n + 1)
        ]
        said.extend(
            f"The running text has {printed} % for {name} comments: {row.count} of {counts.n} is "
            f"{row.percentage:.2f} %, so that figure was cut off and not rounded."
            for row in everyone
            if row.consistent_with == "truncated"
        )
    return said


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
    page.heading("6  What else could have made these figures?")
    page.say(
        f"The authors name {len(study.limitations)} reasons for caution. Which of them can be put "
        "into figures?"
    )
    page.list(f"{name.replace('_', ' ')}: {said}" for name, said in study.limitations)
    page.say(*_memory(study.participants.design))
    page.list(_tensions(study, raters))
    page.conclude(
        "Format, pandemic, memory and the mix of people cannot be told apart here.",
        "What would: ratings given at the time, linked person by person.",
    )


def _memory(design: StudyDesign) -> list[str]:
    """Say how long after each condition it was rated, and what had come before."""
    said = []
    for one in design.conditions:
        parts = [f"{one.name.capitalize()} was rated"]
        if one.retrospective:
            parts.append("from memory")
        if one.months_ago is not None:
            parts.append(f"{one.months_ago[0]} to {one.months_ago[1]} months later")
        if one.rated_after:
            parts.append(f"with {join_words(one.rated_after)} in between")
        said.append(f"{' '.join(parts)}.")
    return said


def _tensions(study: Study, raters: dict[str, int]) -> list[str]:
    """Say where the sizes that the paper states leave too little room for the raters."""
    return [
        f"A tension, flagged and not resolved: the {one.cohort} group ({one.members} members) is "
        f"said to have been more than {one.factor} times as large {one.larger} as "
        f"{one.condition}. Then at most {one.members_at_most} of them met {one.condition} and at "
        f"most {one.eligible_at_most} people could rate it, not {one.eligible}; reading A has "
        f"{one.raters}."
        for one in study.tensions(raters)
    ]
