from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

import likertkit as lk
from likertkit.errors import ArgumentError, OptionError

SCALE = lk.LikertScale((1, 2, 3), {1: "No"}, nonsubstantive={"N/A": 9})
TWO = lk.Instrument("two", [lk.Item("q", SCALE), lk.Item("r", SCALE)])
THIRDS = lk.Tally.from_counts({"q": {1: 1, 2: 1, 3: 1}, "r": {1: 2, 9: 1}}, TWO)


def test_nearest_percentages_say_what_they_add_up_to() -> None:
    """Law 10: three thirds are 99 %."""
    table = lk.frequencies(THIRDS).percentages()
    assert [row.percentage for row in table.filter(item="q")] == [33.0, 33.0, 33.0]
    assert [row.percentage for row in table.filter(item="r")] == [100.0, 0.0, 0.0]
    assert table.notes[1:] == ("Rounded percentages add up to 99 % for q.",)
    assert list(table.to_frame().columns) == ["item", "code", "label", "percentage"]
    assert table.rows[0].label == "No"


def test_largest_remainder_adds_up() -> None:
    """On request, and with as many digits as wanted."""
    for decimals in (0, 1, 3):
        table = lk.frequencies(THIRDS).percentages(decimals=decimals, rounding="largest-remainder")
        parts = [row.percentage for row in table.filter(item="q")]
        assert sum(round(part * 10**decimals) for part in parts) == 100 * 10**decimals
        assert max(parts) - min(parts) == pytest.approx(10**-decimals)
        assert len(table.notes) == 1
    assert dict(table.options) == {"decimals": 3, "rounding": "largest-remainder"}


def test_halves_go_upward() -> None:
    """1 of 8 is 12.5 %, printed as 13."""
    tally = lk.Tally.from_counts({"q": {1: 1, 2: 7}}, TWO)
    rows = lk.frequencies(tally).percentages().rows
    assert [row.percentage for row in rows[:3]] == [13.0, 88.0, 0.0]


def test_the_missing_are_a_part_where_they_are_in_the_base() -> None:
    """A row for each reason for a missing answer, and none where everybody answered."""
    table = lk.frequencies(THIRDS, base="all").percentages(decimals=1)
    found = [(row.item, row.code, row.label, row.percentage) for row in table]
    assert found[3:] == [
        ("r", 1, "No", 66.7), ("r", 2, "2", 0.0), ("r", 3, "3", 0.0), ("r", None, "N/A", 33.3),
    ]  # fmt: skip
    assert not any(row.code is None for row in lk.frequencies(THIRDS).percentages())


def test_rounding_of_weights_makes_nobody_missing() -> None:
    """Sums in another order differ by an ulp, which is no respondent."""
    rng = np.random.default_rng(0)
    for _ in range(40):
        frame = pd.DataFrame({
            "q": rng.integers(1, 4, 7), "r": 1, "w": rng.random(7).round(1) + 0.1
        })  # fmt: skip
        table = lk.frequencies(lk.Responses(frame, TWO, weight="w"), base="all").percentages()
        assert len(table) == 6


def test_weighted_percentages() -> None:
    """Of the sums of weights."""
    frame = pd.DataFrame({"q": [1, 2, 9], "r": 1, "w": [0.5, 1.5, 2.0]})
    answers = lk.Responses(frame, TWO, weight="w")
    rows = lk.frequencies(answers).percentages().rows
    assert [row.percentage for row in rows[:3]] == [25.0, 75.0, 0.0]
    rows = lk.frequencies(answers, base="all").percentages().rows
    assert [row.percentage for row in rows[:4]] == [13.0, 38.0, 0.0, 50.0]


def test_an_item_that_nobody_answered_has_none() -> None:
    """NaN for every level, not 0; its neighbours and their notes stay."""
    tally = lk.Tally.from_counts({"q": {1: 1, 2: 1, 3: 1}}, TWO)
    table = lk.frequencies(tally).percentages()
    assert all(math.isnan(row.percentage) for row in table.filter(item="r"))
    assert table.notes[1:] == ("Rounded percentages add up to 99 % for q.",)


def test_groups_stand_first() -> None:
    """A row a group, item and level."""
    frame = pd.DataFrame({"q": [1, 2, 3, 1], "r": 2, "g": ["x", "x", "x", "y"]})
    table = lk.frequencies(lk.Responses(frame, TWO), by="g").percentages()
    assert list(table.to_frame().columns) == ["g", "item", "code", "label", "percentage"]
    assert table.by == ("g",)
    assert table.notes[1:] == ("Rounded percentages add up to 99 % for x / q.",)


def test_some_rows_of_a_table_keep_their_base() -> None:
    """A percentage is one of the whole item, whichever of its rows were picked."""
    table = lk.frequencies(THIRDS).filter(item="q")
    assert [row.percentage for row in table.percentages()] == [33.0, 33.0, 33.0]
    picked = lk.frequencies(THIRDS).filter(code=1).percentages()
    assert [row.percentage for row in picked.filter(code=1)] == [33.0, 100.0]


def test_options() -> None:
    """Words in full, digits not below 0."""
    table = lk.frequencies(THIRDS)
    with pytest.raises(OptionError, match="rounding='hamilton' is not an option"):
        table.percentages(rounding="hamilton")  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="decimals=-1 is too small"):
        table.percentages(decimals=-1)


@pytest.mark.parametrize(
    ("counts", "decimals", "added"),
    [
        # 100 of 300 are 33.3 %, three times 99.9 %; 33 of 99 are 33 %, three times 99 %.
        ({1: 100, 2: 100, 3: 100}, None, "99.9 %"),
        ({1: 33, 2: 33, 3: 33}, None, "99 %"),
        ({1: 33, 2: 33, 3: 33}, 2, "99.99 %"),
        # An eighth is 12.5 %, so that a decimal makes eighths add up.
        ({1: 16, 2: 48, 3: 64}, None, None),
        ({1: 16, 2: 48, 3: 64}, 0, "101 %"),
    ],
)
def test_the_sums_are_those_of_the_printed_percentages(
    counts: dict[int, int], decimals: int | None, added: str | None
) -> None:
    """With the decimals that the table prints, which depend on the answers or on who asks."""
    one = lk.Instrument("one", [lk.Item("q", SCALE)])
    table = lk.frequencies(lk.Tally.from_counts({"q": counts}, one))
    text = table.with_decimals(percentages=decimals).to_text(80)
    assert ("add up" in text) is (added is not None)
    assert added is None or f"Rounded percentages add up to {added} for q." in text
