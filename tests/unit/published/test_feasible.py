from __future__ import annotations

import pickle

import pytest
from tests.reference import published as brute
from tests.reference.balint_tables import (
    FACE_TO_FACE,
    FACILITATORS_FACE_TO_FACE,
    FACILITATORS_VIRTUAL,
    VIRTUAL,
)

from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError, UnknownItemError
from likertkit.published import FeasibleTable, feasible_n, grim


def test_virtual_means_of_the_study() -> None:
    """All 14 fit n = 51; of 1 to 57 only 49 and 51 fit all."""
    table = feasible_n(VIRTUAL, range(1, 58))
    assert table.fits_all == (49, 51)
    assert table[51].inconsistent == ()
    assert table[51].chance == pytest.approx(0.51**14, rel=1e-12)


def test_face_to_face_means_of_the_study() -> None:
    """No n fits all 14; 41 fits 13 but not "understanding", which fits 40 and 42."""
    table = feasible_n(FACE_TO_FACE, range(1, 58))
    assert table.fits_all == ()
    assert (table[41].n_consistent, table[41].n_means) == (13, 14)
    assert table[41].inconsistent == ("understanding",)
    assert "understanding" not in table[40].inconsistent
    assert "understanding" not in table[42].inconsistent
    assert max(row.n_consistent for row in table) == 13
    assert sum(row.n_consistent == 13 for row in table) == 1


def test_the_chance_that_41_fits() -> None:
    """13 or 14 of 14 at .41 each: 8e-5, over 57 candidates at most .005."""
    row = feasible_n(FACE_TO_FACE, range(1, 58))[41]
    assert row.chance == pytest.approx(14 * 0.41**13 * 0.59 + 0.41**14, rel=1e-12)
    assert row.chance == pytest.approx(8e-5, rel=0.01)
    assert row.chance_any == pytest.approx(57 * row.chance, rel=1e-12)
    assert 0.004 < row.chance_any < 0.005


def test_a_sequence_names_the_means_themselves() -> None:
    """At n = 51 four published means are impossible, one of them twice in the table."""
    row = feasible_n(list(FACE_TO_FACE.values()), [51])[51]
    assert row.inconsistent == ("1.56", "1.66", "1.66", "1.85")


def test_facilitators_of_the_study() -> None:
    """Virtual means fit the multiples of 5; all 12 others are impossible at 5 and fit 4."""
    assert feasible_n(FACILITATORS_VIRTUAL, range(1, 21)).fits_all == (5, 10, 15, 20)
    table = feasible_n(FACILITATORS_FACE_TO_FACE, range(1, 7))
    assert table.fits_all == (4,)
    assert len(table[5].inconsistent) == 12
    assert table[5].chance == 1.0


@pytest.mark.parametrize("rounding", ["half", "half-up", "half-even", "truncated"])
@pytest.mark.parametrize("n", [1, 2, 4, 6, 7, 8, 10, 11])
def test_chance_by_counting_every_table(n: int, rounding: str) -> None:
    """The chance is the proportion of all tables with one decimal that fit as well."""
    for means in (["1.5", "2.3", "0.8"], ["1.0", "2.0", "3.0"]):
        row = feasible_n(means, [n], rounding=rounding)[n]  # type: ignore[arg-type]
        expected = brute.chance(1, 3, n, rounding, row.n_consistent)
        assert row.chance == pytest.approx(float(expected), rel=1e-12)


def test_means_of_different_decimals() -> None:
    """Each mean has the chance of its own decimals: whole numbers always fit."""
    row = feasible_n(["2", "1.5", "1.25"], [4])[4]
    fits_one_decimal = 0.6  # .0, .5, and .2, .3, .7, .8 from the ties at quarters
    assert row.chance == pytest.approx(fits_one_decimal * 0.04, rel=1e-12)


def test_says_where_a_fit_says_nothing() -> None:
    """From 10^decimals on every mean is possible, and a note says so."""
    table = feasible_n(["1.5", "2.3"], [9, 10, 11])
    assert [row.informative for row in table] == [True, False, False]
    assert table[10].chance == 1.0
    assert table.notes[-1].startswith("At n = 10 to 11 every mean")
    assert not any("every mean" in note for note in feasible_n(["1.5"], [9]).notes)


def test_ties_either_way_can_cover_every_mean() -> None:
    """At n = 80 and two decimals 20 ties fill the gaps, unless a rule settles them."""
    table = feasible_n(["1.51"], [79, 80, 81, 100])
    assert [row.informative for row in table] == [True, False, True, False]
    assert "At n = 80 and 100 every mean" in table.notes[-1]
    assert feasible_n(["1.51"], [80], rounding="half-up")[80].informative


def test_notes_state_assumptions_and_the_search() -> None:
    """Rounding, common n, and what trying many candidates does to the chance."""
    table = feasible_n(FACE_TO_FACE, range(1, 58), rounding="half-even")
    assert "a tie to the even digit" in table.notes[0]
    assert "same n" in table.notes[0]
    assert "all 57 candidates" in table.notes[2]
    assert "8e-05 at n = 41, becomes 0.0046" in table.notes[2]
    assert len(feasible_n(["1.55"], [41]).notes) == 2
    assert "each of the 3 items" in feasible_n(["1.55"], [41], items=3).notes[0]


def test_items_multiply_the_answers() -> None:
    """A mean over two items at n = 5 has the grid of ten answers."""
    assert feasible_n(["1.70"], [5], items=2).fits_all == (5,)
    assert feasible_n(["1.70"], [5]).fits_all == ()


def test_agrees_with_grim_on_every_row() -> None:
    """The table is nothing but grim, item by item."""
    for row in feasible_n(FACE_TO_FACE, range(35, 60)):
        refused = tuple(
            item for item, mean in FACE_TO_FACE.items() if not grim(mean, row.n).consistent
        )
        assert row.inconsistent == refused


def test_the_table_looks_up_prints_and_pickles() -> None:
    """Rows are found by n; long lists of items are cut in print, never in the frame."""
    table = feasible_n(FACE_TO_FACE, range(40, 43))
    assert isinstance(table.filter(n_consistent=13), FeasibleTable)
    assert table.filter(n_consistent=13).rows == (table[41],)
    assert pickle.loads(pickle.dumps(table)) == table
    assert "… 7 more" in table.to_text(200)
    assert "understanding" in table.to_text(200)
    frame = table.to_frame()
    assert list(frame)[:4] == ["n", "n_consistent", "inconsistent", "chance"]
    assert len(frame["inconsistent"][2]) == 10
    with pytest.raises(UnknownItemError):
        table[57]


def test_refuses_bad_arguments() -> None:
    """No means, no candidates, candidates twice, floats and unknown words."""
    for means in ("1.55", 1.55, {1: "1.55"}, [1.55]):
        with pytest.raises(ArgumentTypeError, match="Hint"):
            feasible_n(means, [41])  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="means is empty"):
        feasible_n([], [41])
    with pytest.raises(ArgumentError, match="means is empty"):
        feasible_n({}, [41])
    with pytest.raises(ArgumentError, match="candidates is empty"):
        feasible_n(["1.55"], [])
    with pytest.raises(ArgumentError, match="candidates contains 41 more than once"):
        feasible_n(["1.55"], [41, 40, 41])
    for candidates in (41, "41"):
        with pytest.raises(ArgumentTypeError, match="expected several whole numbers"):
            feasible_n(["1.55"], candidates)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="candidates=0"):
        feasible_n(["1.55"], range(3))
    with pytest.raises(OptionError):
        feasible_n(["1.55"], [41], rounding="nearest")  # type: ignore[arg-type]
