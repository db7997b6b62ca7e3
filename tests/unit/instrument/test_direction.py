"""Which end is the positive one is said, never guessed."""

from __future__ import annotations

import math
import warnings

import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import DirectionError, LikertkitWarning
from likertkit.instrument._views import box_notes

AGREEMENT = ["Strongly agree", "Agree", "Neither", "Disagree", "Strongly disagree"]
OPEN = lk.LikertScale.from_labels(AGREEMENT)
BOTH_ENDS = "1 'Strongly agree' or 5 'Strongly disagree'"


def trial(*scales: lk.LikertScale) -> lk.Instrument:
    """Return an instrument of an item a scale."""
    return lk.Instrument("trial", [lk.Item(f"q{i}", one) for i, one in enumerate(scales, start=1)])


def tally(scale: lk.LikertScale) -> lk.Tally:
    """Return answers of which nine in ten agree, 1 being "Strongly agree"."""
    return lk.Tally.from_counts({"q1": {1: 60, 2: 30, 5: 10}}, trial(scale))


def test_nine_of_ten_who_agree_are_no_ten_percent() -> None:
    """Where nothing says which end is the positive one, boxes raise and name both ends."""
    for call in (
        lambda: lk.box_scores(tally(OPEN), boxes=(2, 2)),
        lambda: tally(OPEN).scored("favourable"),
        lambda: lk.Responses(pd.DataFrame({"q1": [1]}), trial(OPEN)).scored("favourable"),
        lambda: lk.Item("q1", OPEN).scores("favourable"),
    ):
        with pytest.raises(DirectionError, match=BOTH_ENDS) as caught:
            call()
        assert isinstance(caught.value, ValueError)
        assert "item 'q1'" in str(caught.value)
        assert "positive=\"low\" in the scale if 1 'Strongly agree' is" in caught.value.remedy()
    low = lk.LikertScale.from_labels(AGREEMENT, positive="low")
    row = lk.box_scores(tally(low), boxes=(2, 2))["q1"]
    # 60 + 30 of 100 agree, 10 disagree.
    assert (row.top_box, row.bottom_box, row.net) == (0.9, 0.1, 0.8)


def test_describe_goes_on_without_boxes() -> None:
    """Boxes are NaN with a note that names both ends; every other figure stands."""
    table = lk.describe(tally(OPEN))
    row = table["q1"]
    assert all(math.isnan(figure) for figure in (row.top_box, row.bottom_box, row.net))
    assert BOTH_ENDS in row.note
    assert (row.floor, row.ceiling, row.n) == (0.6, 0.1, 100)
    assert not any("op box" in note for note in table.notes)


def test_no_test_of_a_top_box_without_a_direction() -> None:
    """A share of the top box needs one, a mean does not."""
    pairs = lk.PairTally.from_table({1: {2: 3}, 2: {1: 2, 2: 1}}, OPEN)
    with pytest.raises(DirectionError, match=BOTH_ENDS):
        lk.compare_overlapping(pairs, "first", "second", test="proportion")
    assert len(lk.compare_overlapping(pairs, "first", "second")) == 1


def test_bounds_of_the_top_box_are_undefined() -> None:
    """The bounds of the mean stand; those of the share say why they do not."""
    found = lk.bias.nonresponse_bounds(tally(OPEN), invited=120)
    assert math.isfinite(found["q1"].low)
    row = found.top_box["q1"]
    assert all(math.isnan(one) for one in (row.top_box, row.low, row.high, row.interval_low))
    assert BOTH_ENDS in row.note
    nobody = lk.Tally.from_counts({"q1": {None: 4}}, trial(lk.LikertScale(positive="high")))
    note = lk.bias.nonresponse_bounds(nobody, invited=9).top_box["q1"].note
    assert "no valid answers" in note
    assert "positive" not in note


def test_styles_leave_out_what_has_no_direction() -> None:
    """Agreement is counted where it is known which end it is; the ends are ends anyway."""
    frame = pd.DataFrame({"q1": [1, 3], "q2": [1, 4]})
    high = lk.LikertScale.from_labels(AGREEMENT[::-1], positive="high")
    styles = lk.bias.response_styles(lk.Responses(frame, trial(OPEN, high)))
    # Of q2 alone: 1 is two steps of disagreement, 4 one of agreement.
    assert styles.acquiescence.tolist() == [0.0, 1.0]
    assert styles.net_acquiescence.tolist() == [-2.0, 1.0]
    assert styles.extreme.tolist() == [1.0, 0.0]
    assert styles.midpoint.tolist() == [0.0, 0.5]
    assert any("leave out q1" in note and BOTH_ENDS in note for note in styles.notes)
    alone = lk.bias.response_styles(lk.Responses(frame, trial(OPEN)))
    assert all(map(math.isnan, alone.acquiescence))
    assert alone.extreme.tolist() == [1.0, 0.0]


def test_careless_takes_such_a_scale_as_coded() -> None:
    """Distances do not know direction."""
    frame = pd.DataFrame({"q1": [1, 3, 5, 2, 2, 4], "q2": [1, 4, 5, 1, 2, 5]})
    found, known = (
        lk.bias.careless(lk.Responses(frame, trial(one, one)))
        for one in (lk.LikertScale(), lk.LikertScale(positive="low"))
    )
    assert found.mahalanobis.tolist() == pytest.approx(known.mahalanobis.tolist())


def test_published_means_favour_nobody_without_a_direction() -> None:
    """The difference stands; which condition it favours is not said."""
    means = {"a": {"q1": "1.50"}, "b": {"q1": "2.50"}}
    table = lk.published.PublishedTable(means=means, instrument=trial(OPEN))
    row = table.differences("a", "b")["q1"]
    assert (row.naive_difference, row.favours) == (-1.0, None)
    assert BOTH_ENDS in row.note
    low = lk.LikertScale.from_labels(AGREEMENT, positive="low")
    known = lk.published.PublishedTable(means=means, instrument=trial(low))
    assert known.differences("a", "b")["q1"].favours == "a"


def test_many_items_are_told_together() -> None:
    """The first five by name, and how many more."""
    with pytest.raises(DirectionError, match="items 'q1', 'q2', 'q3', 'q4', 'q5' and 2 more do"):
        lk.box_scores(lk.Tally.from_counts({}, trial(*[lk.LikertScale()] * 7)))


def test_notes_name_the_levels_in_the_boxes() -> None:
    """By label where there is one, by code where there is none, by items where they differ."""
    low = lk.LikertScale.from_labels(AGREEMENT, positive="low")
    ends = lk.LikertScale(range(11), {0: "Not at all", 10: "Extremely"}, positive="high")
    assert box_notes(trial(low, low), "as_answered", (2, 2)) == (
        "Top box: 'Strongly agree', 'Agree'; bottom box: 'Disagree', 'Strongly disagree'.",
    )
    assert box_notes(trial(ends), "as_answered", (2, 7)) == (
        "Top box: 9, 'Extremely'; bottom box: 'Not at all' to 6.",
    )
    assert box_notes(trial(low, ends, OPEN, low), "favourable", (1, 1), top_only=True) == (
        "Top box of q1 and q4: 'Strongly agree'.",
        "Top box of q2: 'Extremely'.",
    )
    turned = lk.Instrument("t", [lk.Item("q1", low), lk.Item("q2", low, keyed="negative")])
    assert box_notes(turned, "keyed", (1, 1)) == (
        "Top box of q1: 'Strongly agree'; bottom box: 'Strongly disagree'.",
        "Top box of q2: 'Strongly disagree'; bottom box: 'Strongly agree'.",
    )


@pytest.mark.parametrize(
    ("low", "high", "positive"),
    [
        ("Strongly agree", "Strongly disagree", "high"),
        ("STRONGLY DISAGREE", "Strongly  agree", "low"),
        ("Stimme voll zu", "Stimme überhaupt nicht zu", "high"),
        ("Very satisfied", "Very dissatisfied", "high"),
    ],
)
def test_known_wordings_that_contradict_are_told(low: str, high: str, positive: str) -> None:
    """The warning names both labels and points at the line that declared the scale."""
    with pytest.warns(LikertkitWarning, match=f"1 is '{low}' and 5 is '{high}'") as caught:
        lk.LikertScale(labels={1: low, 5: high}, positive=positive)
    assert caught[0].filename == __file__


def test_other_wordings_are_taken_as_declared() -> None:
    """Whether "Always" is good depends on what is asked, and unknown words say nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lk.LikertScale(labels={1: "Never", 5: "Always"}, positive="low")
        lk.LikertScale(labels={1: "Strongly agree", 5: "Strongly disagree"}, positive="low")
        lk.LikertScale(labels={1: "Strongly agree", 5: "Strongly disagree"})
        lk.LikertScale(labels={1: "Strongly agree", 5: "Zap"}, positive="high")
        lk.LikertScale(labels={1: "Strongly agree"}, positive="high")


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_files_keep_an_open_direction(tmp_path, suffix: str) -> None:
    """A scale that does not say it is saved without the key, and comes back as it was."""
    path = tmp_path / f"trial.{suffix}"
    trial(OPEN, lk.LikertScale(positive="low")).save(path)
    assert path.read_text().count("positive") == 1 + 2  # the scale's, and each item's keying
    assert lk.Instrument.load(path) == trial(OPEN, lk.LikertScale(positive="low"))
