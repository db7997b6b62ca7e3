"""Every sentence of a summary against the rows, read and worked out without likertkit.

Surveys are drawn as people: plain, weighted and clustered, linked and not, of one person to three
dozen, with ties, gaps and one side only, and the same people a million times over.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.reference.claim_figures import Person, Survey
from tests.reference.claims import check_claims
from tests.strategies import fewer

import likertkit as lk

AGREE = lk.LikertScale.preset("agreement", 5)
BOUNDS = (1, 5)
ITEMS = {
    "plain": lk.Item("plain", AGREE),
    "other": lk.Item("other", AGREE),
    "turned": lk.Item("turned", AGREE, keyed="negative"),
    "down": lk.Item("down", lk.LikertScale.preset("agreement", 5, positive="low")),
}
# As answered, neither keying nor the positive end may differ within a ranking.
KINDS = {"plain": "up", "other": "up", "turned": "negative", "down": "down"}
LEVELS = (0.5, 0.2, 0.1, 0.05, 0.01)
CORRECTIONS = ("holm", "benjamini-hochberg", "bonferroni", "none")


@st.composite
def answers(draw: st.DrawFn, items: tuple[str, ...], lean: int) -> dict[str, int]:
    """Return somebody's answers, some of them missing, that lean to one end."""
    found = {}
    for item in items:
        score = draw(st.one_of(st.none(), *[st.integers(1, 5)] * 2, *[st.just(3 + lean)] * 3))
        if score is not None:
            found[item] = score
    return found


@st.composite
def surveys(draw: st.DrawFn, design: str, *, linked: bool) -> Survey:
    """Return a survey of a few people, more of them alike than chance would make."""
    items = tuple(draw(st.lists(st.sampled_from(list(ITEMS)), min_size=1, max_size=3, unique=True)))
    if "cluster" in design and not linked:
        # With gaps, degrees of freedom hang on which clusters hold an answer.
        items = items[:1]
    lean, alike = draw(st.integers(0, 2)), draw(st.integers(1, 6))
    people = []
    for k in range(draw(st.integers(1, 6))):
        first, second = draw(answers(items, lean)), draw(answers(items, -lean))
        side = draw(st.sampled_from(("both", "both", "both", "first", "second")))
        weight = draw(st.sampled_from((0.5, 1.0, 2.0, 7.0))) if "weight" in design else 1.0
        cluster = draw(st.integers(0, 3)) if "cluster" in design else None
        one = Person(
            {} if side == "second" else first,
            {} if side == "first" else second,
            weight,
            cluster,
            1,
        )
        people += [one] * (draw(st.integers(1, alike)) if k else 1)
    if not linked:
        # Nobody is known to have answered twice.
        people = [
            half
            for one in people
            for half in (one._replace(second={}), one._replace(first={}))
            if half.first or half.second
        ]
    assume(any(one.first for one in people) and any(one.second for one in people))
    return Survey(
        people=people,
        kinds={item: KINDS[item] for item in items},
        linked=linked,
        weighted="weight" in design,
        clustered="cluster" in design,
        level=draw(st.sampled_from(LEVELS)),
        correction=draw(st.sampled_from(CORRECTIONS)),
        bounds=BOUNDS,
    )


def instrument(survey: Survey) -> lk.Instrument:
    """Return the items of a survey."""
    return lk.Instrument("survey", [ITEMS[item] for item in survey.kinds])


def responses(survey: Survey) -> lk.Responses:
    """Return the people as rows, one for each condition that they answered under."""
    rows = [
        {"who": k, "when": name, "weight": one.weight, "cluster": one.cluster, **given_answers}
        for k, one in enumerate(survey.people)
        for name, given_answers in zip(survey.names, (one.first, one.second), strict=True)
        if given_answers
    ]
    frame = pd.DataFrame(rows, columns=["who", "when", "weight", "cluster", *survey.kinds])
    options: dict[str, Any] = {"condition": "when"}
    if survey.linked:
        options["respondent"] = "who"
    if survey.weighted:
        options["weight"] = "weight"
    if survey.clustered:
        options["cluster"] = "cluster"
    return lk.Responses(
        frame.astype(dict.fromkeys(survey.kinds, float)), instrument(survey), **options
    )


def seen(survey: Survey) -> Survey:
    """Return the survey without people who gave no answer at all, of whom there is no row."""
    return survey._replace(people=[one for one in survey.people if one.first or one.second])


def told(data: Any, survey: Survey, **options: Any) -> Any:
    """Return the summary of a survey."""
    first, second = survey.names
    return lk.summarize(
        data,
        first=first,
        second=second,
        correction=survey.correction,
        confidence_level=1 - survey.level,
        **options,
    )


def texts(found: Any) -> list[tuple[str, str]]:
    """Return the sentences of a summary."""
    return [(one.kind, one.text) for one in found.claims]


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("design", ["plain", "weight", "cluster", "weight and cluster"])
def test_every_sentence_is_what_the_rows_say(design: str, *, linked: bool) -> None:
    """Each number of each sentence, and each sentence that is there or is not."""

    @fewer(0.5)
    @given(survey=surveys(design, linked=linked))
    def claimed(survey: Survey) -> None:
        survey = seen(survey)
        check_claims(survey, texts(told(responses(survey), survey)))

    claimed()


@fewer(0.5)
@given(survey=surveys("plain", linked=True), doubled=st.integers(0, 20), linked=st.booleans())
def test_sentences_of_a_million_people(survey: Survey, doubled: int, *, linked: bool) -> None:
    """The same people two, four, … a million times: tables add, and so do the people."""
    survey = seen(survey)._replace(linked=linked)
    data = responses(survey)
    table: Any = data.pairs(*survey.names) if linked else data.tally()
    for _ in range(doubled):
        table = type(table).sum([table, table], disjoint=True)
    many = [one._replace(times=2**doubled) for one in survey.people]
    if not linked:
        many = [half for one in many for half in (one._replace(second={}), one._replace(first={}))]
    survey = survey._replace(people=many)
    check_claims(survey, texts(told(table, survey)))


@fewer(0.5)
@given(survey=surveys("plain", linked=True), invited=st.integers(60, 90), remembered=st.booleans())
def test_sentences_about_the_silent_and_about_memory(
    survey: Survey, invited: int, *, remembered: bool
) -> None:
    """Whichever condition was rated from memory is the one that is moved."""
    survey = seen(survey)._replace(invited=invited)
    conditions = tuple(
        lk.Condition(name, retrospective=(name == "A") is remembered) for name in survey.names
    )
    found = told(
        responses(survey), survey, design=lk.StudyDesign(conditions=conditions), invited=invited
    )
    sentences = [one for one in texts(found) if not one[1].startswith("Conclusions about so few")]
    check_claims(survey, sentences)
    for _, text in sentences:
        if text.startswith("That recall"):
            assert f"everybody had rated '{'A' if remembered else 'B'}'" in text


@fewer(0.5)
@given(data=st.data(), linked=st.booleans())
def test_sentences_follow_a_filter(data: st.DataObject, *, linked: bool) -> None:
    """What is said after a filter is said of the items that are left; families stay."""
    survey = seen(data.draw(surveys("plain", linked=linked)))
    found = told(responses(survey), survey)
    item = data.draw(st.sampled_from(list(survey.kinds)))
    alone = found.filter(item=item)
    for text in (*(one.text for one in alone.claims), *alone.notes):
        assert not any(f"'{other}'" in text for other in survey.kinds if other != item)
    both = {one.text for one in found.claims if one.about == item}
    assert both == {one.text for one in alone.claims if one.about == item}
