"""What tables say of the codes and scores that they show, and of items that are reversed."""

from __future__ import annotations

import pandas as pd
import pytest

import likertkit as lk

UP, DOWN = lk.LikertScale(positive="high"), lk.LikertScale(positive="low")
MIXED = lk.Instrument(
    "mixed",
    [
        lk.Item("calm", UP),
        lk.Item("tired", UP, keyed="negative"),
        lk.Item("heard", DOWN),
        lk.Item("drained", DOWN, keyed="negative"),
    ],
)
NAMES = MIXED.names
TALLY = lk.Tally.from_counts({name: {1: 1, 2: 3, 4: 2} for name in NAMES}, MIXED)
PLAIN = lk.Tally.from_counts(
    {"calm": {1: 1, 2: 3, 4: 2}}, lk.Instrument("plain", [lk.Item("calm", UP)])
)
BOOTSTRAP = {"n_resamples": 20, "rng": 1}


@pytest.mark.parametrize(
    ("function", "options"),
    [(lk.means, {}), (lk.describe, {}), (lk.quantiles, {}), (lk.bootstrap, BOOTSTRAP)],
)
def test_the_items_that_a_view_reverses_are_named(function, options) -> None:
    """And those that are keyed negatively and not reversed, in one note."""
    told = {
        "as_answered": "Negatively keyed, and not reversed here: tired and drained.",
        "keyed": "Reversed: tired and drained.",
        # What is bad and coded from its good end is right as it is.
        "favourable": "Reversed: tired and heard.",
    }
    for view, note in told.items():
        notes = function(TALLY.scored(view), **options).notes
        assert notes[1] == note
        means = [lk.means(TALLY.scored(view))[name].mean for name in NAMES]
        turned = [name for name, mean in zip(NAMES, means, strict=True) if mean != 2.5]
        assert (turned == note.removeprefix("Reversed: ").rstrip(".").split(" and ")) == (
            view != "as_answered"
        )
    assert function(PLAIN.scored("keyed"), **options).notes[1] == "Reversed: no item."
    assert not any("eversed" in note for note in function(PLAIN, **options).notes)


def test_frequencies_say_which_codes_they_show() -> None:
    """The declared ones under every view."""
    assert [row.code for row in lk.frequencies(TALLY.scored("keyed")).filter(item="tired")] == [
        1, 2, 3, 4, 5,
    ]  # fmt: skip
    said = "Codes and labels are as answered; the scores of the keyed view are not shown."
    assert said in lk.frequencies(TALLY.scored("keyed")).notes
    assert not any("Codes" in note for note in lk.frequencies(TALLY).notes)


def test_a_weighted_proportion_stands_beside_its_weighted_count() -> None:
    """Of respondents and of people, where these do not count the same."""
    frame = pd.DataFrame({"calm": [1, 1, 2, 5], "grade": list("xxyy"), "w": [1, 1, 1, 5.0]})
    plain = lk.Instrument("plain", [lk.Item("calm", UP)])
    weighted = lk.frequencies(lk.Responses(frame, plain, weight="w"))
    assert weighted.shown[3:6] == ("count", "weighted_count", "proportion")
    row = weighted.filter(code=5).rows[0]
    assert (row.count, row.weighted_count, row.proportion) == (1, 5.0, 5 / 8)
    graded = lk.Responses(frame, plain, stratum="grade")
    assert "weighted_count" not in lk.frequencies(graded).shown
    people = lk.frequencies(graded.sampled(population={"x": 10, "y": 30}))
    assert "weighted_count" in people.shown
    # Half of the 30 people of grade y.
    assert people.filter(code=5).rows[0].weighted_count == 15
