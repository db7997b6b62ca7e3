"""A summary prints in terminals, notebooks and Markdown, and behaves like any result."""

from __future__ import annotations

import json
import pickle
import re
from html.parser import HTMLParser
from typing import Any

import attrs
import pandas as pd
import pytest
from tests.unit.summary.sheets import COURSE, linked, loose, rows

import likertkit as lk
from likertkit.errors import UnknownItemError
from likertkit.summary import Summary

STUDY = lk.studies.balint()
DESIGN = lk.StudyDesign(
    conditions=(lk.Condition("after"), lk.Condition("before", retrospective=True)),
    cohorts=(lk.Cohort("north", size=9), lk.Cohort("south", size=7)),
)
MADE = {
    "pairs": lambda: lk.summarize(linked(rows(), stratum="site"), design=DESIGN),
    "loose": lambda: lk.summarize(loose(rows())),
    "one": lambda: lk.summarize(loose(rows()), first="after"),
    "published": lambda: lk.summarize(
        STUDY.participants.published, design=STUDY.participants.design
    ),
    "study": lambda: lk.summarize(
        STUDY.synthetic(4).participants, design=STUDY.participants.design
    ),
}
VOID = {"br", "hr", "img", "meta"}


class Balance(HTMLParser):
    """Reads HTML and remembers what was not closed, or closed wrongly."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, _: Any) -> None:
        """Remember a tag; a paragraph holds no block."""
        if tag in {"p", "table", "ul", "dl", "div"} and "p" in self.open:
            self.wrong.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Forget the tag that is closed."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


@pytest.fixture(name="summary", params=list(MADE))
def _summary(request) -> Summary:
    return MADE[request.param]()


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_text_stays_within_the_width(summary: Summary, width: int) -> None:
    """No line is wider, none ends in a space, and nothing is left out for lack of room."""
    text = summary.to_text(width)
    assert max(map(len, text.split("\n"))) <= width
    assert not any(line.endswith(" ") for line in text.split("\n"))
    words = " ".join(text.split())
    for note in summary.notes:
        assert " ".join(note.split()) in words
    for claim in summary.claims:
        assert claim.text in words
    assert "\n\n\n" not in text


def test_every_way_to_print_says_the_same(summary: Summary, monkeypatch) -> None:
    """Title, notes, threats and claims stand in text, Markdown and HTML, in this order."""
    monkeypatch.setenv("COLUMNS", "2000")
    page = Balance()
    page.feed(summary._repr_html_())
    assert (page.open, page.wrong) == ([], [])
    for text in (repr(summary), summary.to_markdown(), page.text):
        assert text.lstrip().startswith(summary.title)
        places = [text.index(one) for one in (summary.title, summary.notes[0], *_said(summary))]
        assert places == sorted(places)
    assert repr(summary) == summary.to_text()


def _said(summary: Summary) -> list[str]:
    kinds = dict.fromkeys(one.kind for one in summary.claims)
    said = []
    for kind in kinds:
        said.append({"may": "What may be claimed", "may not": "What may not be claimed"}[kind])
        said += [one.text for one in summary.claims if one.kind == kind]
    return ([] if summary.threats is None else [summary.threats.title]) + said


def test_it_is_a_value(summary: Summary) -> None:
    """Equal, hashed and pickled by its content; frozen."""
    again = pickle.loads(pickle.dumps(summary))
    assert again == summary
    assert hash(again) == hash(summary)
    assert attrs.evolve(summary, claims=()) != summary
    assert attrs.evolve(summary, threats=None) != summary or summary.threats is None
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        summary.claims = ()


def test_the_frame_has_every_column(summary: Summary) -> None:
    """The columns are fixed, whatever the data are; the grids print some of them."""
    frame = summary.to_frame()
    assert tuple(frame.columns) == summary.names == MADE["loose"]().names
    assert frame["item"].tolist() == [row.item for row in summary]
    for grid in summary.grids:
        assert grid[0] == "item"
        assert set(grid) <= set(summary.names)
    assert isinstance(frame, pd.DataFrame)
    assert summary.names[-1] == "note"


def test_filter_keeps_what_is_said_of_the_rest(summary: Summary) -> None:
    """A row by itself prints with its threats, and with what may be said of it alone."""
    item, other = summary.rows[1].item, summary.rows[0].item
    alone = summary.filter(item=item)
    assert isinstance(alone, Summary)
    assert [row.item for row in alone] == [item]
    assert alone.threats == summary.threats
    assert set(alone.notes) - set(summary.notes) <= {one for one in alone.notes if item in one}
    for text in (*(one.text for one in alone.claims), *alone.notes):
        assert repr(other) not in text
    assert any(repr(item) in one.text for one in alone.claims)
    assert summary.filter(item=other).filter(item=other) == summary.filter(item=other)
    assert item in alone.to_text(80)
    with pytest.raises(UnknownItemError):
        summary.filter(item="nobody asked")


def test_a_filter_that_leaves_nothing() -> None:
    """No row, no claim but that answers are not linked; nothing fails."""
    none = MADE["pairs"]().filter(n_first=-1)
    assert (none.rows, none.grids) == ((), ())
    assert {one.about for one in none.claims} <= {"small n"}
    assert not MADE["published"]().filter(n_first=-1).rows


def test_grids_show_what_is_there() -> None:
    """A grid has the columns of which some row has a figure, and no grid is empty."""
    assert MADE["one"]().grids == (("item", "answers_first"), ("item", "n_first", "mean_first"))
    assert MADE["loose"]().grids[-2:] == (
        ("item", "superiority", "superiority_low", "superiority_high", "pvalue_adjusted"),
        ("item", "robust"),
    )
    assert [grid[1] for grid in MADE["pairs"]().grids] == [
        "answers_first",
        "n_first",
        "n_second",
        "n_pairs",
        "n_higher",
        "superiority",
        "robust",
    ]
    assert MADE["pairs"]().grids[1] == (
        "item", "n_first", "mean_first", "stratified_first", "low_first", "high_first",
    )  # fmt: skip


def test_notes_say_what_is_shown_and_nothing_else() -> None:
    """View, denominators, methods and the family; a figure that is not there has no note."""
    found = MADE["pairs"]()
    for words in (
        "Scores are the codes as answered.",
        "answers: the number of answers at each score",
        "stratified: each cohort counts",
        "low_first and high_first, low_second and high_second: bounds on the mean of everybody",
        "mean_difference: first minus second, of the pairs.",
        "The strata of 'site' are pooled",
        "pvalue_adjusted: Test: sign test, exact.",
        "mean_pvalue_adjusted: Test: paired t.",
        "n_first_only, n_second_only: people who answered the item under only one",
        "Negatively keyed, but not reversed in these scores: 'dull'.",
        "Intervals: t of the mean difference",
        "Adjusted p-values: Holm, the family being 3 p-values (all items)",
        "robust: in these answers the sign of the mean difference is the same",
        "shift_to_nonsignificant: points to add to every rating of 'before'",
        "respondents_to_zero: respondents who would have to move one category under 'before'",
    ):
        assert len([note for note in found.notes if note.startswith(words)]) == 1
    loosely = "\n".join(MADE["loose"]().notes)
    assert "of all answers, treated as of different people." in loosely
    assert "Test: Mann-Whitney" in loosely
    for words in ("stratified:", "low_first", "shift_to", "sign test", "n_first_only"):
        assert words not in loosely
    alone = "\n".join(MADE["one"]().notes)
    for words in ("difference", "robust", "Test:"):
        assert words not in alone


def test_an_item_that_is_not_reversed_is_named() -> None:
    """One note names all of them, only where they are not reversed, and follows a filter."""
    note = "Negatively keyed, but not reversed in these scores: 'dull'."
    data = linked(rows())
    assert lk.summarize(data).notes.count(note) == 1
    assert note not in lk.summarize(data).filter(item="clear").notes
    assert not any("reversed in" in one for one in lk.summarize(data.scored("keyed")).notes)
    items = [attrs.evolve(item, keyed="negative") for item in COURSE]
    turned = lk.Instrument("turned", items)
    found = lk.summarize(lk.Responses(rows(), turned, respondent="person", condition="when"))
    assert (
        "Negatively keyed, but not reversed in these scores: 'clear', 'useful' and 'dull'."
        in found.notes
    )
    assert "'drained'" in next(one for one in MADE["published"]().notes if "reversed in" in one)


def test_many_people_without_a_pair_are_a_table() -> None:
    """However many items differ, the notes stay as they are and the grid has the numbers."""
    items = [lk.Item(f"q{k}", lk.LikertScale()) for k in range(12)]
    frame = pd.DataFrame({"who": [*range(30)] * 2, "when": ["a"] * 30 + ["b"] * 30})
    for k, item in enumerate(items):
        frame[item.name] = [3.0] * (60 - k) + [None] * k
    answers = lk.Responses(frame, lk.Instrument("many", items), respondent="who", condition="when")
    found = lk.summarize(answers)
    assert [row.n_first_only for row in found] == [*range(12)]
    about = [note for note in found.notes if "only one of the two conditions" in note]
    assert len(about) == 1
    assert not any("'q" in note for note in found.notes)


def test_a_dict_has_all_that_is_printed(summary: Summary) -> None:
    """Every line of the text is in it: titles, cells, notes, threats and claims."""
    found = summary.to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    threats = found["threats"] or {"title": "", "rows": [], "notes": []}
    texts = [found["title"], threats["title"], *found["notes"], *threats["notes"]]
    texts += [f"- {claim['text']}" for claim in found["claims"]]
    for threat in threats["rows"]:
        way = threat["direction"]
        bias = "The bias can go either way."
        pushes = bias if way == "either way" else f"Assumption: the bias {way}."
        texts += [f"{threat['threat']}: {threat['applies_to']}", f"  {threat['evidence']}"]
        texts.append(f"  {pushes} Remedy: {threat['remedy']}.")
    texts += ["What may be claimed:", "What may not be claimed:", ""]
    notes = [row["note"] for row in found["rows"] if row["note"]]
    names = [row["item"] for row in found["rows"]]
    for line in summary.to_text(100_000).split("\n"):
        cells = re.split(r"  +", line.strip())
        is_grid = set(cells) <= set(found["columns"]) or cells[0] in names or "───" in line
        is_note = any(line.endswith(note) for note in notes)
        assert line in texts or is_grid or is_note, line
    # The cells of a grid are its columns, which the rows have unrounded.
    for grid in summary.grids:
        assert all(set(grid) <= set(row) for row in found["rows"])
    assert [(one["kind"], one["about"], one["text"]) for one in found["claims"]] == [
        (claim.kind, claim.about, claim.text) for claim in summary.claims
    ]
    assert [one["figures"] for one in found["claims"]] == [
        dict(claim.figures) for claim in summary.claims
    ]
    assert (found["threats"] is None) is (summary.threats is None)


def test_synthetic_answers_say_so() -> None:
    """Made-up answers are never printed without saying so, and once is enough."""
    found = MADE["study"]()
    assert (
        found.notes.count("Synthetic answers, drawn to give published means: no person gave them.")
        == 1
    )


def test_no_heading_without_a_claim() -> None:
    """Where nothing may be claimed, or nothing is to be warned of, no heading says so."""
    nobody = lk.summarize(lk.Responses(rows()[:0], COURSE))
    assert nobody.claims == ()
    for text in (nobody.to_text(80), nobody.to_markdown(), nobody._repr_html_()):
        assert "claimed" not in text
    silent = lk.summarize(lk.Responses(rows()[:0], COURSE), invited=9)
    assert "What may not be claimed" in silent.to_text(80)
    assert "What may be claimed" not in silent.to_text(80)


def test_options_are_those_that_were_used() -> None:
    """Conditions, correction, level and view."""
    data = linked(rows()).scored("keyed")
    found = lk.summarize(data, correction="bonferroni", confidence_level=0.9)
    assert found.options == (
        ("first", "after"),
        ("second", "before"),
        ("correction", "bonferroni"),
        ("confidence_level", 0.9),
        ("view", "keyed"),
    )
    wide = lk.summarize(data, confidence_level=0.99)["clear"]
    assert wide.high - wide.low > found["clear"].high - found["clear"].low
    assert dict(MADE["published"]().options)["view"] == "as_answered"


def test_threats_know_the_confidence_level() -> None:
    """At 99 % it takes eight people for an exact test of signs to reject, at 95 % six."""
    frame = rows()
    frame = frame[frame["person"] < 7]
    design = lk.StudyDesign(conditions=DESIGN.conditions)
    few = [
        "small n" in {row.threat for row in lk.summarize(
            linked(frame), design=design, confidence_level=level
        ).threats}
        for level in (0.95, 0.99)
    ]  # fmt: skip
    assert few == [False, True]


def test_markup_in_names_is_text() -> None:
    """A condition called like a tag stays what it is called."""
    frame = rows().replace({"when": {"after": "<b>after", "before": "be&fore"}})
    found = lk.summarize(lk.Responses(frame, COURSE, respondent="person", condition="when"))
    page = Balance()
    page.feed(found._repr_html_())
    assert (page.open, page.wrong) == ([], [])
    assert "under '<b>after' range" in page.text
