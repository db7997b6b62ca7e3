from __future__ import annotations

import math
import pickle

import pytest
from tests.reference import published as brute
from tests.reference.balint_tables import FACE_TO_FACE, VIRTUAL

from likertkit.errors import ArgumentError, OptionError
from likertkit.published import skipped_answers


def test_the_rival_reading_of_the_study() -> None:
    """51 for ten items, 50 for three, 48 for one: six skipped answers."""
    table = skipped_answers(FACE_TO_FACE, 51)
    answered = {row.item: row.n_answered for row in table}
    expected = dict.fromkeys(FACE_TO_FACE, 51.0)
    expected |= dict.fromkeys(("self_awareness", "heard", "safe_space"), 50.0)
    expected["attend_again"] = 48.0
    assert answered == expected
    assert table.n_skipped == 6.0
    assert table.n == 51


def test_chances_of_the_rival_reading() -> None:
    """By item the endings reached at 51 down to its n, in all the convolution of these."""
    table = skipped_answers(FACE_TO_FACE, 51)
    reached: dict[str, int] = {}
    for skipped in range(51):
        for total in range(52 - skipped):
            for text in brute.printed(total, 51 - skipped, 2, "half"):
                reached.setdefault(text[-2:], skipped)
    by_skips = [sum(k == skipped for k in reached.values()) / 100 for skipped in range(7)]
    assert table["heard"].chance == pytest.approx(sum(by_skips[:2]), rel=1e-12)
    assert table["attend_again"].chance == pytest.approx(sum(by_skips[:4]), rel=1e-12)
    sums = [1.0] + [0.0] * 6
    for _ in FACE_TO_FACE:
        sums = [sum(sums[t - k] * by_skips[k] for k in range(t + 1)) for t in range(7)]
    assert table.chance == pytest.approx(sum(sums), rel=1e-9)
    assert table.chance == pytest.approx(0.037, abs=0.0005)
    assert any("In total, 6 skipped answers" in note for note in table.notes)


def test_nothing_skipped_has_the_chance_of_a_fit() -> None:
    """Where all means fit n, the chance is that of a table that fits throughout."""
    table = skipped_answers(VIRTUAL, 51)
    assert table.n_skipped == 0.0
    assert table.chance == pytest.approx(0.51**14, rel=1e-12)


@pytest.mark.parametrize("rounding", ["half", "half-up", "half-even", "truncated"])
@pytest.mark.parametrize("n", [3, 5, 8, 12])
def test_chance_by_counting_every_table(n: int, rounding: str) -> None:
    """The chance is the proportion of all tables that need no more skipped answers."""
    for means in (["1.5", "2.0", "0.5"], ["1.0", "2.3", "3.0"], ["1.7", "1.3", "0.5"]):
        table = skipped_answers(means, n, rounding=rounding)  # type: ignore[arg-type]
        if math.isnan(table.n_skipped):
            continue
        expected = brute.chance_of_skips(1, 3, n, rounding, int(table.n_skipped))
        assert table.chance == pytest.approx(float(expected), rel=1e-12)


def test_a_mean_that_no_number_of_answers_has() -> None:
    """It has NaN and a note, the others their figures, the table no total."""
    table = skipped_answers({"q1": "1.50", "q2": "1.55", "q3": "1.33"}, 5)
    assert [row.n_answered for row in table][::2] == [4.0, 3.0]
    assert math.isnan(table["q2"].n_answered)
    assert math.isnan(table["q2"].chance)
    assert table["q2"].note == "no number of answers up to 5 has the mean 1.55."
    assert math.isnan(table.n_skipped)
    assert math.isnan(table.chance)
    assert table.notes[1].startswith(
        "No number of skipped answers explains every mean: some means are misprints"
    )
    nothing = skipped_answers({"q2": "1.55"}, 5)
    assert math.isnan(nothing.chance)


def test_more_skipped_than_one_item_can_lose() -> None:
    """Two items that one person answered: the total passes n."""
    table = skipped_answers(["1.000", "2.000", "1.999"], 2)
    assert math.isnan(table.n_skipped)
    table = skipped_answers(["1.000", "1.500", "1.333"], 3)
    assert table.n_skipped == 1.0
    table = skipped_answers(["1.5", "1.5", "1.5"], 3)
    assert table.n_skipped == 3.0
    assert table.chance == pytest.approx(float(brute.chance_of_skips(1, 3, 3, "half", 3)))


def test_columns_and_content() -> None:
    """The frame has a row an item; equal tables are equal and pickle."""
    table = skipped_answers(["1.55", "1.56"], 51)
    assert list(table.to_frame()) == ["item", "mean", "n_answered", "n_skipped", "chance", "note"]
    assert table == skipped_answers(["1.55", "1.56"], 51)
    assert table != skipped_answers(["1.55", "1.56"], 52)
    assert pickle.loads(pickle.dumps(table)) == table
    assert "51" in repr(table)


def test_refuses_bad_arguments() -> None:
    """Nobody, no means, unknown words."""
    with pytest.raises(ArgumentError, match="n=0"):
        skipped_answers(["1.55"], 0)
    with pytest.raises(ArgumentError, match="means is empty"):
        skipped_answers([], 51)
    with pytest.raises(OptionError):
        skipped_answers(["1.55"], 51, rounding="cut")  # type: ignore[arg-type]
