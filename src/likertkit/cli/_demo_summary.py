"""The demo's section on made-up answers: what a summary says that means cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._text import counted, format_figure
from likertkit.summary import summarize

if TYPE_CHECKING:
    from likertkit.cli._page import Page
    from likertkit.studies import Study
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
