"""Reads a bundled study from its data file."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

from likertkit.bias import Cohort, Condition, StudyDesign
from likertkit.instrument import Instrument, Item, LikertScale
from likertkit.published import PublishedTable
from likertkit.studies._panel import Panel, ThemeRow, codebook
from likertkit.studies._preferences import CategoryCounts, Preferences
from likertkit.studies._study import Study
from likertkit.studies._synthetic import SizeClaim


def _panel(facts: dict[str, Any], name: str, cohorts: tuple[Cohort, ...]) -> Panel:
    part = facts[name]
    scale = LikertScale(
        codes=facts["scale"]["codes"],
        labels={int(code): label for code, label in facts["scale"]["labels"].items()},
        positive=facts["scale"]["positive"],
    )
    instrument = Instrument(
        f"balint_{name}",
        [
            Item(item["name"], scale, text=item["text"], keyed=item.get("keyed", "positive"))
            for item in part["items"]
        ],
        title=facts["title"],
        citation=facts["citation"],
    )
    conditions = tuple(Condition(**condition) for condition in facts["conditions"])
    return Panel(
        instrument=instrument,
        published=PublishedTable(
            means={
                condition.name: {
                    item["name"]: item["means"][condition.name] for item in part["items"]
                }
                for condition in conditions
            },
            instrument=instrument,
        ),
        design=StudyDesign(
            conditions=conditions,
            cohorts=cohorts,
            invited=part["invited"],
            responded=part["responded"],
            n_items=len(instrument),
            exclusions=part.get("exclusions", {}),
            limitations=facts["limitations"],
        ),
        response_rate=part["response_rate"],
        gender=tuple(part.get("gender", {}).items()),
    )


def _preferences(facts: dict[str, Any]) -> Preferences:
    def counts(name: str) -> CategoryCounts:
        return CategoryCounts(
            categories=facts["categories"],
            counts=facts[name]["counts"],
            percentages=tuple(printed or None for printed in facts[name]["percentages"]),
            silent=facts["silent"],
        )

    return Preferences(participants=counts("participants"), facilitators=counts("facilitators"))


def _themes(facts: dict[str, Any]) -> tuple[ThemeRow, ...]:
    return tuple(
        ThemeRow(respondents=respondents, direction=direction, theme=theme, codes=tuple(codes))
        for respondents, directions in facts.items()
        for direction, themes in directions.items()
        for theme, codes in themes.items()
    )


def balint() -> Study:
    """Return a published study of Balint groups, held virtually and face-to-face.

    Doctors who took part in the groups of one mental health trust, and the facilitators who led
    them, rated both formats at one sitting, on a scale where 1 is the strongest agreement.  Only
    means and percentages were published; no answer of any person is known.

    Returns
    -------
    Study
        Its questions, printed figures, preferences, themes, cohorts and stated biases.

    Notes
    -----
    Item wordings and figures are the authors'; every description is likertkit's own.

    References
    ----------
    .. [1] Samnani and Awal (2022), International Journal of Psychiatry in Medicine 57(4),
       269-282. doi:10.1177/00912174211053733

    Examples
    --------
    >>> from likertkit import studies
    >>> study = studies.balint()
    >>> len(study.participants.instrument.names), len(study.facilitators.instrument.names)
    (14, 12)
    >>> study.participants.instrument["drained"].keyed
    'negative'
    """
    text = resources.files("likertkit.studies").joinpath("data", "balint.toml").read_text("utf-8")
    facts = tomllib.loads(text)
    cohorts = tuple(Cohort(**cohort) for cohort in facts["cohorts"])
    return Study(
        title=facts["title"],
        citation=facts["citation"],
        doi=facts["doi"],
        participants=_panel(facts, "participants", cohorts),
        facilitators=_panel(facts, "facilitators", ()),
        preferences=_preferences(facts["preferences"]),
        themes=codebook(_themes(facts["themes"])),
        open_questions=tuple(facts["open_questions"].items()),
        claims=tuple(facts["claims"].items()),
        size_claims=tuple(SizeClaim(**claim) for claim in facts["size_claims"]),
        other_comments=tuple(facts["other_comments"].items()),
    )
