"""The bundled study says what its source says, and nothing is lost on the way."""

from __future__ import annotations

import pickle
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from likertkit import studies
from likertkit.errors import UnknownItemError

if TYPE_CHECKING:
    from pathlib import Path

    from likertkit.studies import Study


@pytest.fixture(name="study", scope="module")
def _study() -> Study:
    return studies.balint()


@pytest.fixture(name="facts")
def _facts(shared: Path) -> dict[str, Any]:
    with (shared / "study" / "balint.toml").open("rb") as file:
        return tomllib.load(file)


@pytest.mark.parametrize("who", ["participants", "facilitators"])
def test_items_and_means_are_those_of_the_source(
    study: Study, facts: dict[str, Any], who: str
) -> None:
    """Names, wordings, keying and every digit of every mean."""
    panel = getattr(study, who)
    found = [
        {
            "item": item.name,
            "text": item.text,
            "virtual": panel.published.means["virtual"][item.name],
            "face_to_face": panel.published.means["face-to-face"][item.name],
            "keyed": item.keyed,
        }
        for item in panel.instrument
    ]
    assert found == [{"keyed": "positive", **one} for one in facts[who]]


@pytest.mark.parametrize("who", ["participants", "facilitators"])
def test_scale_has_labels_at_its_ends_only(study: Study, facts: dict[str, Any], who: str) -> None:
    """The source names no middle category, so none is made up."""
    labels = {int(code): label for code, label in facts["scale"]["codes"].items()}
    for item in getattr(study, who).instrument:
        assert item.scale.codes == tuple(range(1, facts["scale"]["points"] + 1))
        assert item.scale.labels == labels
        assert item.scale.positive == facts["scale"]["positive"]


def test_cohorts_are_those_of_the_source(study: Study, facts: dict[str, Any]) -> None:
    """Sizes, rhythm, duty, and who never met face-to-face."""
    found = [
        {
            "name": one.name,
            "size": one.size,
            "frequency": one.frequency,
            "mandatory": one.mandatory,
            "virtual_only": not one.knew("face-to-face"),
        }
        for one in study.cohorts
    ]
    assert found == facts["cohorts"]
    assert all(one.knew("virtual") for one in study.cohorts)


def test_design_is_that_of_the_source(study: Study, facts: dict[str, Any]) -> None:
    """Conditions, numbers of people, and the names of the stated biases."""
    source = facts["design"]
    for who in ("participants", "facilitators"):
        design = getattr(study, who).design
        assert design.invited == source["invited"][who]
        assert design.responded == source["responded"][who]
        for one, expected in zip(design.conditions, source["conditions"], strict=True):
            assert one.name == expected["name"]
            assert one.period == expected["period"]
            assert one.retrospective is expected["retrospective"]
            assert one.rated_when == source["collected"]
        assert [name for name, _ in design.limitations] == list(facts["limitations"])
    assert dict(study.gender) == {name: str(n) for name, n in source["gender"].items()}
    assert len(study.claims) == len(source["claims"])
    assert study.facilitators.design.exclusions == (("conflict of interest", 1),)


def test_preferences_are_those_of_the_source(study: Study, facts: dict[str, Any]) -> None:
    """Tables 3 and 4, and the two shares of the running text."""
    source = facts["preferences"]
    for who in ("participants", "facilitators"):
        counts = getattr(study.preferences, who)
        assert list(counts.categories) == source["categories"]
        assert list(counts.counts) == source[who]
    assert dict(study.other_comments) == source["other_comments"]


def test_themes_are_those_of_the_source(study: Study, facts: dict[str, Any]) -> None:
    """Every theme with its codes, in its place."""
    found: dict[str, Any] = {}
    for row in study.themes:
        place = found.setdefault(row.respondents, {}).setdefault(row.direction, {})
        place[row.theme] = list(row.codes)
    assert found == facts["themes"]
    assert [name for name, _ in study.open_questions] == list(facts["open_questions"])


def test_no_sentence_is_copied(study: Study, facts: dict[str, Any]) -> None:
    """Prose is the library's own: only figures, labels and item wordings are the source's."""
    theirs = {
        *facts["limitations"].values(),
        *facts["open_questions"].values(),
        *facts["design"]["claims"],
        *(one["context"] for one in facts["design"]["conditions"]),
    }
    ours = {
        text
        for pairs in (study.limitations, study.open_questions, study.claims)
        for _, text in pairs
    } | {one.context for one in study.participants.design.conditions}
    assert not ours & theirs


def test_figures_without_the_source(study: Study) -> None:
    """A few figures hold where the source file is not at hand."""
    assert study.participants.published.means["virtual"]["transference"] == "1.80"
    assert study.facilitators.published.means["face-to-face"]["easy_to_attend"] == "2.50"
    assert study.participants.design.eligible("virtual") == 57
    assert study.participants.design.eligible("face-to-face") == 42
    assert study.facilitators.design.eligible("face-to-face") is None
    assert study.participants.instrument["drained"].keyed == "negative"
    assert study.facilitators.instrument["drained"].keyed == "negative"
    assert sum(study.preferences.participants.counts) == 51
    assert study.participants.response_rate == "89"
    assert study.doi == "10.1177/00912174211053733"
    assert study.citation.startswith("Samnani S, Awal M. Balint")
    assert "  " not in study.citation


def test_is_a_value(study: Study) -> None:
    """Studies compare, hash and survive pickling; each call reads afresh."""
    again = studies.balint()
    assert again == study
    assert hash(again) == hash(study)
    assert pickle.loads(pickle.dumps(study)) == study
    with pytest.raises(AttributeError):
        study.title = "another"  # type: ignore[misc]


def test_themes_print_filter_and_make_a_frame(study: Study) -> None:
    """The codebook is a table like any other."""
    losses = study.themes.filter(respondents="participants", direction="losses")
    assert losses["technology"].codes == ("IT connectivity", "device dysfunction")
    frame = study.themes.to_frame()
    assert list(frame.columns) == ["respondents", "direction", "theme", "codes"]
    assert len(frame) == len(study.themes) == 15
    assert "convenience" in study.themes.to_text(200)


def test_tension_is_computed_from_sizes_and_raters(study: Study) -> None:
    """More than twice as large as m, and 17 in all: m is at most 8, so at most 33 could rate."""
    [found] = study.tensions({"face-to-face": 41})
    assert (found.members, found.members_at_most) == (17, 8)
    assert (found.eligible, found.eligible_at_most, found.raters) == (42, 33, 41)
    assert (found.cohort, found.factor, found.larger) == ("ST4-8", 2, "virtual")
    assert study.tensions({"face-to-face": 33}) == ()
    assert len(study.tensions({"face-to-face": 34})) == 1
    assert study.tensions({"virtual": 57}) == ()
    with pytest.raises(UnknownItemError, match="no condition 'hybrid'"):
        study.tensions({"hybrid": 3})


def test_tension_needs_cohorts(study: Study) -> None:
    """Where nobody said who knew what, there is nothing to hold a claim against."""
    import attrs

    without = attrs.evolve(study, participants=study.facilitators)
    assert without.tensions({"face-to-face": 41}) == ()


def test_study_prints_in_a_few_lines(study: Study) -> None:
    """At the prompt a study says what it is and where to look, not all that it holds."""
    assert repr(study.participants) == "Panel(balint_participants: 14 items, 51 of 57 responded)"
    lines = repr(study).splitlines()
    assert lines[0] == study.title
    assert lines[1] == f"{study.citation} doi:{study.doi}"
    assert lines[2:4] == [repr(study.participants), repr(study.facilitators)]
    named = lines[4].removeprefix("Look at: ").split(", ")
    assert all(hasattr(study, name) for name in named)
