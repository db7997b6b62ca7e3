"""Made-up answers: every printed mean, nobody who could not have answered, and a warning."""

from __future__ import annotations

import copy
import pickle

import attrs
import numpy as np
import pytest

import likertkit as lk
from likertkit import published
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.published import PublishedTable

STUDY = lk.studies.balint()
WARNING = "no person gave them"
PANELS = ("participants", "facilitators")


def rows_of(responses: lk.Responses):
    """Return the frame behind the responses."""
    return responses._source.frame.frame.to_native()


@pytest.mark.parametrize("panel", PANELS)
def test_every_total_gives_the_printed_mean(panel: str) -> None:
    """Each string of the paper, by grim, from the answers themselves and how many there are."""
    means = getattr(STUDY, panel).published.means
    frame = rows_of(getattr(STUDY.synthetic(1), panel))
    for condition, of_items in means.items():
        rows = frame[frame["format"] == condition]
        for item, printed in of_items.items():
            answers = rows[item].dropna().astype(int)
            assert answers.between(1, 5).all()
            found = published.grim(str(printed), len(answers))
            assert found.consistent
            assert int(answers.sum()) in found.totals


def test_who_rated_what_is_the_first_reading() -> None:
    """51 rated virtual; 41 face-to-face, 42 on one item; the facilitators 5 and 4."""
    frame = rows_of(STUDY.synthetic(1).participants)
    virtual, other = (frame[frame["format"] == name] for name in ("virtual", "face-to-face"))
    items = list(STUDY.participants.instrument.names)
    assert (len(virtual), len(other)) == (51, 42)
    assert virtual[items].notna().all().all()
    answered = other[items].notna().sum()
    assert answered.pop("understanding") == 42
    assert set(answered) == {41}
    # The same person left all the other items.
    assert other[items].isna().any(axis=1).sum() == 1
    assert set(other["respondent"]) < set(virtual["respondent"])
    facilitators = rows_of(STUDY.synthetic(1).facilitators)
    assert facilitators["format"].value_counts().to_dict() == {"virtual": 5, "face-to-face": 4}
    assert facilitators.notna().all().all()


@pytest.mark.parametrize("seed", range(5))
def test_cohorts_are_those_of_the_study(seed: int) -> None:
    """Nobody rates a format that the cohort never had, and no cohort is larger than it is."""
    frame = rows_of(STUDY.synthetic(seed).participants)
    assert list(frame["cohort"].cat.categories) == [one.name for one in STUDY.cohorts]
    sizes = frame.groupby(["cohort", "format"], observed=False).size()
    for cohort in STUDY.cohorts:
        both = cohort.conditions is None
        virtual, other = sizes[cohort.name, "virtual"], sizes[cohort.name, "face-to-face"]
        assert (virtual == other == cohort.size) if both else (virtual <= cohort.size)
        assert both or other == 0
    assert frame.groupby("respondent")["cohort"].nunique().eq(1).all()
    assert not frame.duplicated(["respondent", "format"]).any()


@pytest.mark.parametrize("panel", PANELS)
def test_whatever_is_made_of_them_says_that_nobody_gave_them(panel: str) -> None:
    """In its text, and in every table."""
    made = STUDY.synthetic(1)
    answers = getattr(made, panel)
    tables = (
        made, answers, answers.tally(), answers.pairs("virtual", "face-to-face"),
        answers.cotally(), answers.participation(), answers.scored("favourable"),
        lk.means(answers), lk.describe(answers), lk.frequencies(answers),
        lk.means(answers.tally() + answers.tally()), pickle.loads(pickle.dumps(answers)),
    )  # fmt: skip
    for one in tables:
        assert WARNING in str(one), type(one)
    assert WARNING in lk.means(answers).to_markdown()


def test_a_seed_makes_the_same_answers() -> None:
    """A seed, a generator with it, and no state besides."""
    first, again, other = (STUDY.synthetic(seed).participants for seed in (1, 1, 2))
    generator = STUDY.synthetic(np.random.default_rng(1)).participants
    assert rows_of(first).equals(rows_of(again))
    assert rows_of(first).equals(rows_of(generator))
    assert not rows_of(first).equals(rows_of(other))


def correlations(correlation: float) -> tuple[float, float, float]:
    """Return correlations within people: of conditions, of items, and with a negative item."""
    found = []
    for seed in range(30):
        frame = rows_of(STUDY.synthetic(seed, correlation=correlation).participants)
        frame = frame.drop(columns="cohort")
        wide = frame.set_index(["respondent", "format"]).unstack("format").astype(float)
        items = (("heard", "virtual"), ("heard", "face-to-face"), ("validated", "virtual"))
        heard, later, validated = (wide[one] for one in items)
        drained = wide["drained", "virtual"]
        found.append((heard.corr(later), heard.corr(validated), heard.corr(drained)))
    return tuple(np.mean(found, axis=0))


def test_people_are_as_like_themselves_as_asked() -> None:
    """Thirty seeds of 41 to 51 pairs: a mean correlation has a standard error of 0.03 at most.

    Levels for latent values cost up to a quarter of a correlation, so that its place is known
    only so far; a negatively keyed item correlates as much, the other way.
    """
    for asked in (0.0, 0.5, 0.9):
        conditions, items, negative = correlations(asked)
        for found in (conditions, items, -negative):
            assert 0.75 * asked - 0.1 < found < asked + 0.1


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"rng": 1, "correlation": 1}, ArgumentError, "correlation=1 is out of bounds"),
        ({"rng": 1, "correlation": -0.1}, ArgumentError, "correlation=-0.1"),
        ({"rng": 1, "correlation": float("nan")}, ArgumentError, "correlation=nan"),
        ({"rng": 1, "correlation": "high"}, ArgumentTypeError, "correlation='high'"),
        ({"rng": 1, "correlation": True}, ArgumentTypeError, "correlation=True"),
        ({"rng": None}, ArgumentTypeError, "cannot be made again"),
        ({"rng": "seed"}, ArgumentTypeError, "rng='seed' is not a seed"),
        ({"rng": -1}, ArgumentTypeError, "rng=-1 is not a seed"),
    ],
)
def test_bad_arguments_are_named(arguments, error, said: str) -> None:
    """What was passed, and what would do."""
    with pytest.raises(error, match=said) as caught:
        STUDY.synthetic(**arguments)
    assert "\nHint: " in str(caught.value)


def test_a_mean_that_no_whole_people_give_is_spoken_of() -> None:
    """The nearest total stands there, and a note says for which item."""
    panel = STUDY.participants
    means = copy.deepcopy({name: dict(its) for name, its in panel.published.means.items()})
    # A mean of 1.01 takes a hundred people, all of whom but one answer 1.
    means["face-to-face"]["heard"] = "1.01"
    odd = attrs.evolve(panel, published=PublishedTable(means=means, instrument=panel.instrument))
    assert not any(published.grim("1.01", n).consistent for n in range(1, 52))
    answers = attrs.evolve(STUDY, participants=odd).synthetic(1).participants
    assert "heard (face-to-face, n = 41)" in str(lk.means(answers))
    assert lk.means(answers).filter(format="face-to-face")["heard"].mean == 1
    assert "No sum of answers" not in str(lk.means(STUDY.synthetic(1).participants))
