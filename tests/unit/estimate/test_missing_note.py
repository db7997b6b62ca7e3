"""The note on missing answers, of few items and of many."""

from __future__ import annotations

from likertkit.estimate._notes import missing_note


def of(*blanks: int) -> str:
    """Return the note on items that miss so many answers, and one N/A."""
    places = enumerate(blanks, 1)
    return missing_note((f"q{i}", [("blank", n), ("N/A", int(n > 2))]) for i, n in places)


def test_few_items_are_named_one_by_one():
    """With each reason; who misses nothing is left out."""
    assert of(1, 0, 3, 1) == "Missing answers: q1 1 blank; q3 3 blank, 1 N/A; q4 1 blank."
    assert of(0, 0) == of() == ""


def test_many_items_that_miss_alike_are_named_together():
    """More than six."""
    assert of(1, 3, 1, 1, 1, 3, 1) == (
        "Missing answers: 1 blank each of q1, q3, q4, q5 and q7; 3 blank, 1 N/A each of q2 and q6."
    )


def test_sums_are_told_of_very_many():
    """And where the rest stands."""
    assert of(*range(1, 25)) == (
        "Missing answers: 300 blank, 22 N/A in all, in 24 rows; the data frame of `describe` has "
        "them row by row."
    )
