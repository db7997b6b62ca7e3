"""Threats print as a list that fits, and the registry is what the documentation says."""

from __future__ import annotations

import html
import pickle
import re
from pathlib import Path

import pytest

import likertkit as lk
from likertkit.bias import Condition, StudyDesign, Threat, threat_rules
from likertkit.bias.threats._rules import REGISTRY

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "threats.md"
PEOPLE = lk.studies.balint().participants
TABLE = PEOPLE.design.threats(PEOPLE.published)


@pytest.mark.parametrize("width", [30, 80, 120])
def test_fits_the_terminal(width):
    """No line is wider, and every word of every sentence is there."""
    text = TABLE.to_text(width)
    assert max(map(len, text.splitlines())) <= width
    flat = "".join(text.split())
    for row in TABLE:
        for part in (f"{row.threat}: {row.applies_to}", row.evidence, row.remedy):
            assert "".join(part.split()) in flat
    assert flat.count("Thebiascangoeitherway.") == len(TABLE)


def test_is_as_wide_as_the_terminal(monkeypatch):
    """Unless told, as every other table."""
    monkeypatch.setenv("COLUMNS", "44")
    assert repr(TABLE) == TABLE.to_text(44)


def test_markdown_is_a_list():
    """An item a threat; what would be markup is escaped."""
    conditions = [Condition(name, retrospective=True) for name in ("a*b", "<c>_[d]")]
    design = StudyDesign(conditions=tuple(conditions))
    text = design.threats().to_markdown()
    assert text.startswith(
        "What threatens the comparison of a\\*b and \\<c>\\_\\[d]\n\n- **recall** (a\\*b)"
    )
    assert "A\\*b was rated from memory" in text
    assert "- **recall** (\\<c>\\_\\[d]): " in text
    assert "it is not stated how many people rated \\<c>\\_\\[d]." in text
    lines = TABLE.to_markdown().splitlines()
    assert sum(line.startswith("- **") for line in lines) == len(TABLE)


def test_html_is_escaped():
    """Every text, and the notes too."""
    design = StudyDesign(conditions=(Condition("<b>", retrospective=True), Condition("&c")))
    text = design.threats()._repr_html_()
    assert "<p>What threatens the comparison of &lt;b&gt; and &amp;c</p><dl><dt>" in text
    assert "<dt><b>recall</b>: &lt;b&gt;</dt><dd>&lt;b&gt; was rated from memory" in text
    assert "<p>Not judged: " in text
    plain = html.unescape(re.sub(r"<[^>]+>", " ", TABLE._repr_html_()))
    for row in TABLE:
        assert row.evidence in plain
        assert f"{row.remedy}." in plain


def test_without_notes_ends_with_the_last_threat():
    """No empty line is left behind."""
    text = TABLE.to_text(80)
    assert TABLE.notes == ()
    assert text.endswith("question chosen in advance.")
    assert not TABLE.to_markdown().endswith("\n")


def test_rows_are_records():
    """They pickle, turn into frames and leave out what is no column."""
    assert pickle.loads(pickle.dumps(TABLE)) == TABLE
    frame = TABLE.to_frame()
    assert len(frame) == len(TABLE)
    assert list(frame.columns) == list(TABLE.names) == list(TABLE.rows[0].columns())
    assert "conditions" not in frame
    assert TABLE["order"].source == REGISTRY["order"][0].source
    assert isinstance(TABLE.filter(threat="recall").rows[0], Threat)


def test_rules_print_as_a_list():
    """Nothing of a rule is cut off."""
    text = threat_rules().to_text(60)
    assert max(map(len, text.splitlines())) <= 60
    flat = "".join(text.split())
    for row in threat_rules():
        for part in (row.trigger, f"{row.side} {row.threshold:g}", row.remedy, row.source):
            assert "".join(part.split()) in flat
    assert text.splitlines()[-2].startswith("The threshold of small n")


def test_rules_are_met_on_one_side():
    """At least, or below."""
    at_least, below = threat_rules()["recency"], threat_rules()["nonresponse"]
    assert [at_least.met(value, 1) for value in (0.99, 1, 1.01)] == [False, True, True]
    assert [below.met(value, 0.95) for value in (0.94, 0.95, 0.96)] == [True, False, False]


def test_the_page_has_the_registry():
    """Its table is that of the rules, and each threat has a section and its source."""
    page = PAGE.read_text(encoding="utf-8")
    grid = threat_rules().to_markdown().split("\n\n")[1]
    assert grid in page
    references = page[page.index("## References") :]
    for row in threat_rules():
        assert f"\n## {row.threat[0].upper()}{row.threat[1:]}\n" in page
        for year in re.findall(r"\d{4}", row.source):
            assert f"({year})" in references
