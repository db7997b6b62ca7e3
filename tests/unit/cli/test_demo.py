"""The demo tells what the study's figures say, within the terminal."""

from __future__ import annotations

import re

import attrs
import pytest
from click.testing import CliRunner

import likertkit as lk
from likertkit import studies
from likertkit.bias import Condition, StudyDesign
from likertkit.cli import command
from likertkit.cli._demo import _conclusion, _leaders, _memory, _response
from likertkit.studies import CategoryCounts
from likertkit.studies._readings import everyone_rated, fewer_people, read_column


def run(monkeypatch: pytest.MonkeyPatch, width: int = 80) -> str:
    """Return the demo's output at a width."""
    monkeypatch.setenv("COLUMNS", str(width))
    found = CliRunner().invoke(command, ["demo"])
    assert found.exit_code == 0, found.output
    return found.output


@pytest.fixture(name="story", scope="module")
def _story() -> str:
    with pytest.MonkeyPatch.context() as patch:
        return re.sub(r"\s+", " ", run(patch, 200))


@pytest.mark.parametrize(
    "fact",
    [
        "51 of 57 participants (89 %, as printed)",
        "5 of 5 facilitators (100 %, as printed)",
        "1 for a conflict of interest",
        "ST4-8 17 fortnightly voluntary yes",
        "57 people could rate virtual groups. 42 people could rate face-to-face groups",
        "since CT3 and SAS never met that way",
        "at least 9 of the 51 who answered",
        "only 49 and 51 fit all 14 means",
        "All 14 virtual means fit 51 answers. Of the 14 face-to-face means, 4 are impossible",
        "understanding 1.78 91 1.55 none 79",
        "41 answers fit 13 means, all but understanding (1.55), which needs 40 or 42 answers",
        "self_awareness (1.56), heard (1.66), safe_space (1.66) and attend_again (1.85)",
        "41 answers on 13 items; 42 on understanding",
        "with probability 0.00008",
        "with probability 0.005 or less",
        "51 answers on 10 items; 50 on self_awareness, heard and safe_space; 48 on attend_again",
        "skipped 6 answers",
        "with probability 0.51",
        "14 random means need 6 skipped answers or fewer with probability 0.04",
        "The paper says that nobody left a rating question unanswered",
        "understanding +0.23 -0.45 +0.40 2.89 +0.24 +0.24",
        "heard +0.26 -0.49 +0.49 3.00",
        "attend_again +0.01 -0.76 +0.22 1.90 -0.19 +0.06",
        "9 or 10 people rated only virtual",
        "under A are [-0.55, +0.45]",
        "known for 0 of 14 items",
        "any mean change in [-0.49, +0.49]",
        "known for 13 of 14, all but attend_again",
        "12 of 12 are impossible with 5 answers, and 12 fit n = 4",
        "easy_to_attend 1.00 2.50 -1.50 -1.50 -1.50 virtual",
        "engagement 2.20 1.25 +0.95 +0.25 +1.25 face-to-face",
        "safe_contained 2.20 1.50 +0.70 0.00 +1.00 unknown",
        "For 3 of 12 items it is certain among the 4 people who rated both formats",
        "easy_to_attend (exactly -1.50)",
        "2/2^4 = 0.125",
        "Continue virtually 14 (27.5 %) 17 % to 41 % 0 (0.0 %) 0 % to 43 %",
        "Of the 5 percentages printed for participants, 5 are rounded right",
        "27.4 % for positive comments: 14 of 51 is 27.45 %",
        '"Continue virtually" leads with 14 of 51 (17 % to 41 %, short of a majority)',
        '"Prefer F2F" leads with 4 of 5 (38 % to 96 %, perhaps a majority)',
        "The authors name 10 reasons for caution",
        "gratitude or idealisation:",
        "from memory 12 to 17 months later with virtual in between",
        "at most 8 of them met face-to-face and at most 33 people could rate it, not 42",
        "recall: the face-to-face sessions",
        "7 Made-up answers: what does a summary add to means?",
        "They are made up and say nothing about the study",
        "Mean difference: virtual minus face-to-face (1 = Strongly agree",
        "kinds of threats to the design would remain, whatever the answers were",
        "likertkit describe FILE.csv",
        "likertkit compare FILE.csv",
        "likertkit summarize FILE.csv",
    ],
)
def test_tells_every_finding(story: str, fact: str) -> None:
    """Each of the study's findings stands in the text."""
    assert fact in story


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_stays_within_the_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """No line is wider, and none controls anything but its own end."""
    lines = run(monkeypatch, width).split("\n")
    assert max(map(len, lines)) <= width
    assert all(line.isprintable() for line in lines)
    assert not any(line.endswith(" ") for line in lines)


def test_sections_ask_and_conclude(story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the seven begins with a question, and the answer follows before any table."""
    sections = re.split(r"^\d  ", run(monkeypatch), flags=re.MULTILINE)[1:]
    assert len(sections) == 7
    for section in sections:
        opening, answer = section.split("\n\n")[:2]
        assert opening.rstrip().endswith("?")
        assert answer.startswith("→ ")
        assert section.count("\n→ ") == 1
    assert story.index("Table 1") < story.index("Table 2") < story.index("Tables 3 and 4")


def test_wherever_means_stand_the_ends_of_the_scale_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A reader of a mean of 1.78 must know that 1 is agreement."""
    sections = re.split(r"^\d  ", run(monkeypatch), flags=re.MULTILINE)[1:]
    with_means = [section for section in sections if re.search(r"\bmean\b", section)]
    assert len(with_means) == 4
    for section in with_means:
        caption = " ".join(section.partition("──")[0].split())
        assert "1 = Strongly agree, 5 = Strongly disagree" in caption


def test_made_up_answers_are_the_same_in_every_run(story: str) -> None:
    """The section has the differences and the claims of the summary, and is marked as made up."""
    study = studies.balint()
    found = lk.summarize(study.synthetic(7).participants, design=study.participants.design)
    section = story[story.index("7 Made-up") : story.index("For your own answers")]
    places = [section.index(one.text) for one in found.claims]
    assert places == sorted(places)
    assert section.index("From such answers one may claim:") < places[0]
    for row in found:
        robust = "yes" if row.robust else "no"
        assert f"{row.item} {row.n_pairs} {row.mean_difference:+.2f} {row.low:+.2f} to" in section
        assert f"{robust} {row.respondents_to_zero} " in section
    assert "A difference could be claimed for 0 of 14 items" in section
    assert section.count("made up") == 2


def test_a_difference_that_could_be_claimed_is_counted() -> None:
    """The conclusion counts the items of which something is claimed, and the kinds of threats."""
    table = lk.PairTally.from_table([[0, 0], [9, 0]], lk.LikertScale((1, 2)))
    assert _conclusion(lk.summarize(table)).startswith(
        "A difference could be claimed for 1 of 1 item,"
    )
    assert "and 0 kinds of threats" in _conclusion(lk.summarize(table))


def test_the_last_lines_are_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """They can be copied: each line but the last of a command goes on."""
    lines = run(monkeypatch, 40).rstrip().split("\n")
    lines = lines[lines.index("For your own answers:") + 2 :]
    commands = " ".join(line.strip() for line in lines).replace("\\ ", "").split("likertkit ")[1:]
    assert [one.split()[0] for one in commands] == ["describe", "compare", "summarize"]
    for line, after in zip(lines, [*lines[1:], "  likertkit"], strict=True):
        assert line.endswith("\\") is not after.startswith("  likertkit")


@pytest.mark.parametrize(("no_color", "styled"), [(None, True), ("", True), ("1", False)])
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, no_color: str | None, *, styled: bool
) -> None:
    """NO_COLOR, set to anything, leaves no escape code; FORCE_COLOR stands for a terminal."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    assert ("\x1b[" in run(monkeypatch)) is styled


def test_an_n_for_everyone_wins_where_it_explains_everything() -> None:
    """49 explains the virtual means as well, but 51 answered."""
    panel = studies.balint().participants
    first, second = (read_column(panel, one.name) for one in panel.design.conditions)
    assert (first.n, second.n) == (51, 41)
    assert first.left_out == ()
    assert second.alternatives("understanding", 57) == (40, 42)
    assert second.alternatives("understanding", 0) == ()
    assert fewer_people(panel, first, second).others == {"understanding": (40, 42)}
    assert everyone_rated(panel, first, second).table.n_skipped == 6


@pytest.mark.parametrize(
    ("yes", "said"), [(10, "short of a majority"), (50, "perhaps a"), (95, "%, a majority")]
)
def test_a_majority_is_called_one_only_where_it_is(yes: int, said: str) -> None:
    """The whole interval must lie beyond one half."""
    rest = (100 - yes) // 2
    counts = CategoryCounts(
        categories=("a", "b", "c"), counts=(yes, rest, 100 - yes - rest), percentages=[None] * 3
    )
    leader = CategoryCounts(
        categories=("a", "b", "c"), counts=(yes, 0, 100 - yes), percentages=[None] * 3, silent="c"
    )
    assert said in _leaders(leader if yes < 50 else counts, "people")


def test_what_is_not_declared_is_not_said() -> None:
    """A design of names alone gives no months, no order and no rate."""
    design = StudyDesign(conditions=(Condition("virtual"),))
    assert _memory(design) == ["Virtual was rated."]
    panel = attrs.evolve(studies.balint().participants, design=design)
    assert not _response(panel, "participants")
