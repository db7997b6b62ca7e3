"""Traps of existing software: paired answers."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.reference.paired import answers_of, row_of, tally_of
from tests.reference.signed_ranks import plus_and_minus, signed_rank_pvalue, upper_tail

import likertkit as lk

SCALE = lk.LikertScale()


def pairs_of(differences: list[int]) -> list[tuple[int, int]]:
    """Return some pairs on five levels with these differences."""
    return [(max(1, 1 + d), max(1, 1 + d) - d) for d in differences]


TIED = [1, 1, -1, 2, 1, 3, 1, 1, 2, 1, 1, -1, 1, 1, 1]


def test_ties_are_in_the_exact_distribution() -> None:
    """SciPy's 'exact' ranks ties as if there were none, and gives another p-value."""
    from scipy import stats

    row = row_of(tally_of(pairs_of(TIED)))
    exact = signed_rank_pvalue(TIED, "pratt", "two-sided")
    assert row.pvalue == pytest.approx(float(exact), rel=1e-12)
    untied = stats.wilcoxon(TIED, method="exact").pvalue
    assert row.pvalue != pytest.approx(untied, rel=0.05)


def test_scipy_agrees_where_it_is_right() -> None:
    """Without ties or zeros its 'exact', and with both its approximation without correction."""
    from scipy import stats

    plainly = [1, -2, 3, 4, -5, 6, 7, 8]
    wide = tally_of([(20 + d, 20) for d in plainly], codes=range(1, 41))
    for side in ("two-sided", "less", "greater"):
        peer = stats.wilcoxon(plainly, method="exact", alternative=side)
        row = row_of(wide, alternative=side)
        assert row.pvalue == pytest.approx(peer.pvalue, rel=1e-12)
    assert row_of(wide).statistic == stats.wilcoxon(plainly, alternative="greater").statistic
    mixed = [*TIED, 0, 0, 0] * 3
    for zeros, rule in (("pratt", "pratt"), ("wilcoxon", "wilcox"), ("zero-split", "zsplit")):
        peer = stats.wilcoxon(
            mixed, zero_method=rule, method="asymptotic", correction=False, alternative="greater"
        )
        row = row_of(
            tally_of(pairs_of(mixed)), zeros=zeros, method="asymptotic", alternative="greater"
        )
        assert (row.pvalue, row.statistic) == pytest.approx((peer.pvalue, peer.statistic))


def test_exact_with_ties_takes_milliseconds() -> None:
    """Seconds by permutation at 153 pairs; and no n × n matrix (61 GiB) at 100,000."""
    table = np.array([[9, 4, 2, 1, 0], [7, 12, 6, 2, 1], [5, 9, 15, 6, 3],
                      [2, 6, 9, 14, 5], [3, 4, 6, 9, 13]])  # fmt: skip
    assert table.sum() == 153
    pairs = lk.PairTally.from_table(table, SCALE, first="before", second="after")
    row_of(pairs)
    start = time.perf_counter()
    row = row_of(pairs)
    # A tenth of a second for what takes a hundredth: a slow machine must not fail.
    assert time.perf_counter() - start < 1
    assert row.method == "signed-rank (Pratt), exact"
    sizes = [int(np.trace(table, d) + np.trace(table, -d)) for d in range(1, 5)]
    below, steps = int(np.trace(table)), []
    for size in sizes:
        steps.append(2 * below + size + 1)
        below += size
    start_at = sum(s * int(np.trace(table, -d)) for s, d in zip(steps, range(1, 5), strict=True))
    expected = 2 * upper_tail(steps, sizes, start_at)
    assert row.pvalue == pytest.approx(float(expected), rel=1e-11)
    many = lk.PairTally.from_table(table * 700, SCALE, first="before", second="after")
    assert row_of(many).n_pairs > 100_000
    assert row_of(many).pvalue > 0


def test_the_rule_for_zeros_is_named() -> None:
    """Defaults differ by package and by version; here Pratt's, in the result."""
    pairs = tally_of(pairs_of([*TIED, 0, 0, 0, 0]))
    table = lk.compare_paired(pairs, "before", "after")
    assert "Test: signed-rank (Pratt), exact." in table.notes
    assert dict(table.options)["zeros"] == "pratt"
    dropped = row_of(pairs, zeros="wilcoxon")
    assert dropped.method == "signed-rank (Wilcoxon), exact"
    assert dropped.pvalue == pytest.approx(row_of(tally_of(pairs_of(TIED))).pvalue)
    assert dropped.pvalue != table["item"].pvalue


@pytest.mark.parametrize("zeros", ["pratt", "wilcoxon", "zero-split"])
def test_rank_biserial_stays_within_its_bounds(zeros: Any) -> None:
    """-1.4 with Pratt's zeros in rcompanion; +1 for identical answers in effectsize."""
    worst = tally_of(pairs_of([-1] * 3 + [0] * 9))
    found = row_of(worst, zeros=zeros).rank_biserial
    assert -1 <= found < 0
    plus, minus = plus_and_minus([-1] * 3 + [0] * 9, zeros)
    assert found == pytest.approx(float((plus - minus) / (plus + minus)))
    if zeros != "zero-split":
        assert found == -1
    same = row_of(tally_of([(3, 3), (5, 5), (1, 1)]), zeros=zeros)
    assert (same.rank_biserial, same.superiority, same.pvalue) == (0, 0.5, 1)


def test_empty_pairs_of_cells_are_no_nan() -> None:
    """R's mcnemar.test gives NaN where nobody changed between two levels."""
    table = [[9, 4, 0], [1, 8, 0], [0, 0, 7]]
    pairs = lk.PairTally.from_table(
        table, lk.LikertScale((1, 2, 3)), first="before", second="after"
    )
    row = row_of(pairs, test="bowker")
    assert (row.statistic, row.df) == (pytest.approx(9 / 5), 1)
    assert row_of(pairs, test="stuart-maxwell").df == 1
    apart = [[5, 3, 0, 0], [1, 5, 0, 0], [0, 0, 6, 2], [0, 0, 4, 6]]
    pairs = lk.PairTally.from_table(
        apart, lk.LikertScale((1, 2, 3, 4)), first="before", second="after"
    )
    for test in ("bowker", "stuart-maxwell"):
        row = row_of(pairs, test=test)
        assert (row.statistic, row.df) == (pytest.approx(4 / 4 + 4 / 6), 2)


def test_nothing_is_added_to_empty_cells() -> None:
    """Statsmodels adds .5 to each unless told not to."""
    from statsmodels.stats.contingency_tables import SquareTable

    table = np.array([[9, 4, 2], [0, 8, 3], [1, 0, 7]])
    scale = lk.LikertScale((1, 2, 3))
    pairs = lk.PairTally.from_table(table, scale, first="before", second="after")
    shifted = SquareTable(table.astype(float)).symmetry()
    plainly = SquareTable(table.astype(float), shift_zeros=False).symmetry()
    row = row_of(pairs, test="bowker")
    assert row.statistic == pytest.approx(plainly.statistic)
    assert row.statistic == pytest.approx(4 + 1 / 3 + 3)
    assert row.statistic != pytest.approx(shifted.statistic, rel=0.01)
    homogeneous = SquareTable(table.astype(float), shift_zeros=False).homogeneity()
    row = row_of(pairs, test="stuart-maxwell")
    assert (row.statistic, row.pvalue) == pytest.approx((homogeneous.statistic, homogeneous.pvalue))


def test_pairs_are_made_by_respondent() -> None:
    """Not by row order; and who has no partner is counted and shown."""
    frame = pd.DataFrame({
        "who": ["c", "a", "b", "b", "a", "d"],
        "when": ["after", "before", "after", "before", "after", "before"],
        "q": [1, 5, 2, 3, 4, 1],
    })  # fmt: skip
    trial = lk.Instrument("trial", [lk.Item("q", SCALE)])
    answers = lk.Responses(frame, trial, respondent="who", condition="when")
    table = lk.compare_paired(answers, "before", "after")
    row = table["q"]
    # By order: (5, 1), (3, 2), (1, 4).
    assert (row.n_pairs, row.n_higher, row.n_lower, row.mean_difference) == (2, 2, 0, 1)
    assert (row.n_first_only, row.n_second_only) == (1, 1)
    assert "Answered under before or after only, and not compared: 1 and 1." in table.notes


def test_a_rank_test_is_no_test_of_means() -> None:
    """Pratt's p can be small where the means are the same; the table says so."""
    found = [3, 3, 3] + [-1] * 9 + [0] * 4
    table = lk.compare_paired(tally_of(pairs_of(found)), "before", "after")
    row = table["item"]
    assert row.mean_difference == 0
    assert row_of(tally_of(pairs_of(found)), test="t").pvalue == 1
    assert any("they do not test the mean difference" in note for note in table.notes)
    steeper = [4, 4] + [-1] * 8
    # Zeros that are ranked bring the ranks of the others together.
    row = row_of(tally_of(pairs_of(steeper * 3 + [0] * 30)))
    assert row.mean_difference == 0
    assert row.pvalue < 0.05


def test_undefined_is_never_zero() -> None:
    """An item that nobody answered twice has no difference, rather than one of 0."""
    answers = answers_of({"q": [(5, 4), (3, 1)], "r": [(5, None), (None, 1)]})
    frame = lk.compare_paired(answers, "before", "after").to_frame().set_index("item")
    assert frame.loc["r", ["mean_difference", "pvalue", "superiority"]].isna().all()
    assert frame.loc["r", "n_pairs"] == 0
    assert frame.loc["r", "note"]


def test_equal_scores_are_no_rounding_matter() -> None:
    """Sums of scores are exact: tenths of a point that cancel give a t of exactly 0."""
    row = row_of(tally_of([(1, 4), (4, 1), (2, 5), (5, 2), (1, 2), (2, 1)] * 17), test="t")
    assert (row.statistic, row.pvalue, row.mean_difference) == (0, 1, 0)
    third = row_of(tally_of([(2, 1), (3, 3), (3, 3)]), test="t")
    assert Fraction(third.mean_difference).limit_denominator(10) == Fraction(1, 3)
