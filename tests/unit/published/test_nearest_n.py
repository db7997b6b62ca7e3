"""The nearest n that fits a mean is found for any number of people, and is that of trying all."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import likertkit as lk
from likertkit import published
from likertkit.errors import ArgumentError, PublishedFigureError
from likertkit.published._grim import Lattice, greatest_n, least_n, nearest_n
from likertkit.published._inputs import read_figure, span

RULES = ("half", "half-up", "half-even", "truncated")
BILLION = 10**9


@given(
    units=st.integers(-150, 600),
    decimals=st.integers(0, 2),
    rule=st.sampled_from(RULES),
    n=st.integers(1, 150),
    items=st.integers(1, 3),
)
def test_it_is_that_of_trying_every_n(
    units: int, decimals: int, rule: Any, n: int, items: int
) -> None:
    """Below and above, under every rounding, below zero too."""
    figure = read_figure(f"{units / 10**decimals:.{decimals}f}", "mean")
    within = span(figure, rule)
    fits = [m for m in range(1, n + 150) if within.totals(m * items)]
    below, above = [m for m in fits if m < n], [m for m in fits if m > n]
    assert nearest_n(within, n, items) == (*below[-1:], above[0])
    assert greatest_n(within, n, items) == max((m for m in fits if m <= n), default=None)
    assert least_n(within, n, items) == min(m for m in fits if m >= n)


@given(
    codes=st.sets(st.integers(-3, 9), min_size=2, max_size=5).map(sorted),
    units=st.integers(-40, 120),
    decimals=st.integers(0, 1),
    rule=st.sampled_from(RULES),
    n=st.integers(1, 30),
)
def test_totals_on_a_scale_are_those_of_trying_every_total(
    codes: list[int], units: int, decimals: int, rule: Any, n: int
) -> None:
    """From the lowest code on in steps, no further than the highest, as the mean was printed."""
    lattice = Lattice.from_scale(lk.LikertScale(codes=codes))
    figure = read_figure(f"{units / 10**decimals:.{decimals}f}", "mean")
    within = lattice.steps(figure, rule)
    held = span(figure, rule)
    tried = [
        total
        for total in range(n * codes[0], n * codes[-1] + 1, lattice.step)
        if Fraction(total, n) in held
    ]
    assert (list(lattice.totals(within, n)) if within else []) == tried
    if within is None:
        assert not any(
            Fraction(total, m) in held
            for m in range(1, 21)
            for total in range(m * codes[0], m * codes[-1] + 1)
        )


def test_a_mean_cut_off_just_below_the_scale_lies_off_it() -> None:
    """0.9 cut off stands for means below 1, so no answers from 1 to 5 have it."""
    scale = lk.LikertScale()
    with pytest.raises(PublishedFigureError, match=r"first\['q'\] is 0\.9, outside"):
        published.overlap_bounds(
            {"q": "0.9"},
            {"q": "1.5"},
            n_first=10,
            n_second=10,
            n_both=10,
            scale=scale,
            rounding="truncated",
        )


@pytest.mark.parametrize("n", [10**6, BILLION, 2**63 - 1])
def test_grim_of_many_answers_lists_none(n: int) -> None:
    """A range of totals: from 1.495 n to 1.505 n, both ends rounded inwards."""
    found = published.grim("1.50", n)
    assert found.totals[0] == -(-1495 * n // 1000)
    assert found.totals[-1] == 1505 * n // 1000
    assert isinstance(found.totals, range)
    assert not found.informative
    size = 1505 * n // 1000 + 1495 * n // -1000 + 1
    assert f"({size} totals)" in " ".join(repr(found).split())
    assert found == published.grim("1.50", n)
    assert len({found, published.grim("1.50", n)}) == 1


def test_grim_of_few_answers_lists_all() -> None:
    """Up to ten are printed and up to a thousand are in a tuple."""
    assert published.grim("1.5", 80).totals == tuple(range(116, 125))
    assert "116, 117" in repr(published.grim("1.5", 80))
    assert "(11 totals)" in repr(published.grim("1.5", 100))
    assert isinstance(published.grim("1.5", 9_990).totals, tuple)
    assert isinstance(published.grim("1.5", 10_000).totals, range)


def test_a_mean_with_many_digits_finds_its_n() -> None:
    """The nearest n of a mean near 1/3 with nine digits: its convergents' denominators."""
    found = published.grim("0.333333333", 1000)
    assert "the nearest n that fit: 999 and 1002" in found.note
    far = published.grim("1.000000001", 1000)
    # Between 1.0000000005 and 1.0000000015 lies 1 + 1/n only from n = 1/1.5e-9 on, rounded up.
    assert f"the nearest n that fit: {-(-(10**10) // 15)}" in far.note
    with pytest.raises(PublishedFigureError, match="mean has 5001 digits; expected at most 100"):
        published.grim("1" * 5001, 10)


def test_overlap_names_the_nearest_n_of_a_long_mean() -> None:
    """Ten digits after the point take no longer than two."""
    row = published.overlap_bounds(
        {"q": "1.0000000001"},
        {"q": "1.5"},
        n_first=BILLION,
        n_second=BILLION,
        n_both=BILLION,
        scale=lk.LikertScale(),
    )["q"]
    # 1 + 1/n lies between 1 + 0.5e-10 and 1 + 1.5e-10 from n = 10^11 / 15 on, rounded up.
    assert f"(it fits {-(-(10**11) // 15)})" in row.note


def test_too_many_candidates_are_refused() -> None:
    """Each is tried, so a range of a billion is told to be shorter, at once."""
    with pytest.raises(ArgumentError, match="candidates has more than 100,000 numbers") as caught:
        published.feasible_n(["1.50"], range(1, BILLION))
    assert "every mean is possible there." in str(caught.value)
    with pytest.raises(ArgumentError, match="candidates contains 7 more than once"):
        published.feasible_n(["1.50"], [5, 7, 9, 7])


def test_a_mean_that_no_candidate_has_is_named() -> None:
    """3.01 needs 67 people (3 + 1/67 is 3.015 rounded); no fewer have it."""
    table = published.feasible_n({"a": "3.01", "b": "2.50"}, range(1, 60))
    assert any(note.startswith("a fits no candidate. This can be") for note in table.notes)
    assert published.feasible_n(["3.01"], range(1, 70)).fits_all[0] == 67
    both = published.feasible_n(["3.01", "3.99"], range(1, 10))
    assert any(
        note.startswith("3.01 and 3.99 fit no candidate. This can be") for note in both.notes
    )


def test_skips_of_a_million_are_counted_without_their_chance() -> None:
    """The numbers stay, and the row says why there is no chance."""
    table = published.skipped_answers({"q": "1.000001", "r": "1.500000"}, 10**6 - 1)
    assert table["q"].n_skipped == 0
    assert table["r"].n_skipped == 1
    table = published.skipped_answers({"q": "1.00000001"}, 99_999_999)
    assert table["q"].n_answered == 99_999_999
    assert str(table["q"].chance) == "nan"
    assert "their chance was not computed" in table["q"].note
    assert str(table.chance) == "nan"
    assert any("0 skipped answers explain every mean" in note for note in table.notes)


def test_skips_of_a_billion_with_two_decimals_are_none() -> None:
    """Every mean of two decimals is possible, so a random table needs no skip either."""
    table = published.skipped_answers({"q": "1.37", "r": "1.50"}, BILLION)
    assert (table.n_skipped, table.chance) == (0, 1)


def test_a_break_even_off_the_scale_says_so() -> None:
    """Three rated the first, two of them the second too; the third would have to answer the rest.

    12 − 7 = 5 is on the scale; 14 − 8 = 6 is not, so no answer of the third undoes the difference.
    """
    numbers = {"n_first": 3, "n_second": 2, "n_both": 2}
    scale = lk.LikertScale()
    on = published.overlap_bounds({"q": "4.00"}, {"q": "3.50"}, scale=scale, **numbers)["q"]
    assert (on.break_even, on.sign_identified, on.note) == (5, False, "")
    off = published.overlap_bounds({"q": "4.67"}, {"q": "4.00"}, scale=scale, **numbers)["q"]
    assert (off.break_even, off.sign_identified) == (6, True)
    assert off.note.startswith(
        "the break-even is off the scale of 1 to 5: no answers of the people who rated only one"
    )


def test_a_range_of_break_evens_off_the_scale_says_both() -> None:
    """Several totals, all of which need more than 5 of the third."""
    row = published.overlap_bounds(
        {"q": "5"}, {"q": "1"}, n_first=3, n_second=2, n_both=2, scale=lk.LikertScale()
    )["q"]
    # Totals 14 and 15 (4.5 to 5) less 2 and 3 (1 to 1.5): from 11 to 13.
    assert (row.break_even_low, row.break_even_high) == (11, 13)
    assert row.note.startswith("no single break-even")
    assert "the break-even is off the scale of" in row.note
