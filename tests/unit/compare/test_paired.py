"""compare_paired: its columns, and its figures from the raw pairs by plain enumeration."""

from __future__ import annotations

import math
import sys
from itertools import product
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.reference import paired as plain
from tests.reference.paired import ABSENT, answers_of, row_of, tally_of
from tests.reference.signed_ranks import plus_and_minus, signed_rank_pvalue, walsh_median

import likertkit as lk
from likertkit._kernels.pvalues import Alternative
from likertkit._kernels.ranks import Zeros
from likertkit.compare.paired._tests import PairedTest

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    "item", "n_pairs", "n_first_only", "n_second_only", "n_higher", "n_equal", "n_lower",
    "mean_difference", "low", "high", "statistic", "df", "pvalue", "pvalue_adjusted",
    "rank_biserial", "superiority", "superiority_low", "superiority_high", "method", "note",
)  # fmt: skip
EFFECTS = (
    "item", "n_pairs", "proportion_higher", "proportion_equal", "proportion_lower", "odds",
    "superiority", "superiority_low", "superiority_high", "marginal_superiority",
    "rank_biserial", "rank_biserial_low", "rank_biserial_high",
    "hodges_lehmann", "hodges_lehmann_low", "hodges_lehmann_high",
    "cohen_d", "cohen_d_low", "cohen_d_high", "hedges_g", "hedges_g_low", "hedges_g_high", "note",
)  # fmt: skip
TESTS: tuple[Any, ...] = get_args(PairedTest)
SIDES: tuple[Any, ...] = get_args(Alternative)
SQUARE = {"bowker", "stuart-maxwell"}
RULES: tuple[Any, ...] = get_args(Zeros)

PAIRS: list[plain.Pair] = [
    (1, 2), (5, 4), (3, 3), (4, 1), (5, 3), (2, 2), (5, 1), (4, 4), (2, 3), (4, 3), (5, 2),
    (None, 3), (3, None), (4, ABSENT), (2, ABSENT), (ABSENT, 5), (None, None), (None, ABSENT),
]  # fmt: skip
FOUND = plain.differences(PAIRS)
# Each is a list of pairs with some property that a formula may stumble on.
CASES: dict[str, list[plain.Pair]] = {
    "mixed": PAIRS,
    "one": [(4, 2)],
    "two": [(4, 2), (1, 2)],
    "all one way": [(5, 4), (4, 3), (5, 2), (3, 1)],
    "all tied": [(5, 4), (2, 3), (4, 3), (2, 1), (1, 2), (4, 3)],
    "mostly zeros": [(3, 3)] * 6 + [(1, 4), (5, 4)],
    "balanced": [(1, 2), (2, 1), (5, 3), (3, 5)],
}


def test_columns_are_those_of_the_contract() -> None:
    """In their order, the groups first; extra figures are attributes of a row, not columns."""
    table = lk.compare_paired(tally_of(PAIRS), "before", "after")
    assert table.names == COLUMNS
    assert tuple(table.to_frame().columns) == COLUMNS
    assert tuple(table.effects.to_frame().columns) == EFFECTS
    answers = answers_of({"q": PAIRS, "r": PAIRS}, ward=["e", "w"] * 9, grade=[1] * 18)
    split = lk.compare_paired(answers, "before", "after", by=["ward", "grade"])
    assert tuple(split.to_frame().columns) == ("ward", "grade", *COLUMNS)
    assert tuple(split.effects.to_frame().columns) == ("ward", "grade", *EFFECTS)
    keys = [("e", 1, "q"), ("e", 1, "r"), ("w", 1, "q"), ("w", 1, "r")]
    for one in (split, split.effects):
        assert one.by == ("ward", "grade")
        frame = one.to_frame()
        assert list(zip(frame["ward"], frame["grade"], frame["item"], strict=True)) == keys
    row = table["item"]
    assert not {"least_pvalue", "log10_pvalue"} & set(table.to_frame().columns)
    assert 0 < row.least_pvalue <= row.pvalue
    assert row.log10_pvalue == approx(math.log10(row.pvalue))


def test_everybody_is_counted() -> None:
    """Pairs, answers under one condition only for whatever reason, and changes either way."""
    row = row_of(tally_of(PAIRS))
    assert (row.n_pairs, row.n_first_only, row.n_second_only) == (11, 3, 2)
    assert (row.n_higher, row.n_equal, row.n_lower) == (6, 3, 2)
    notes = lk.compare_paired(tally_of(PAIRS), "before", "after").notes
    assert "Answered under before or after only, and not compared: 3 and 2." in notes


@pytest.mark.parametrize("name", CASES)
def test_effects_are_those_of_the_raw_pairs(name: str) -> None:
    """Whatever the test, from loops over pairs."""
    pairs = CASES[name]
    table = lk.compare_paired(tally_of(pairs), "before", "after")
    row, effects = table["item"], table.effects["item"]
    found = plain.differences(pairs)
    n, signs = len(found), plain.signs(found)
    assert row.mean_difference == approx(sum(found) / n, rel=1e-14, abs=1e-15)
    assert row.superiority == effects.superiority == approx(float(plain.superiority(pairs)))
    assert row.superiority_low <= row.superiority <= row.superiority_high
    assert effects.marginal_superiority == approx(float(plain.marginal_superiority(pairs)))
    shares = [signs.count(sign) / n for sign in (1, 0, -1)]
    assert [effects.proportion_higher, effects.proportion_equal, effects.proportion_lower] == shares
    assert effects.hodges_lehmann == walsh_median(found)
    lower = signs.count(-1)
    assert effects.odds == approx(signs.count(1) / lower if lower else math.inf)
    assert (effects.item, effects.n_pairs) == ("item", n)
    assert effects.rank_biserial == row.rank_biserial


@pytest.mark.parametrize("zeros", RULES)
@pytest.mark.parametrize("name", CASES)
def test_signed_ranks_by_enumeration(name: str, zeros: Any) -> None:
    """Each rule for zeros, each direction; midranks from comparisons of every two."""
    found = plain.differences(CASES[name])
    plus, minus = plus_and_minus(found, zeros)
    for side in SIDES:
        row = row_of(tally_of(CASES[name]), zeros=zeros, alternative=side)
        assert row.pvalue == approx(float(signed_rank_pvalue(found, zeros, side)), rel=1e-12)
        assert row.statistic == approx(float(plus))
        assert row.rank_biserial == approx(float((plus - minus) / (plus + minus)))
        rule = {"pratt": "Pratt", "wilcoxon": "Wilcoxon"}.get(zeros, zeros)
        assert row.method == f"signed-rank ({rule}), exact"
        n = sum(map(bool, found))
        assert row.least_pvalue == approx((2 if side == "two-sided" else 1) / 2**n)
        assert math.isnan(row.df)


@pytest.mark.parametrize("name", CASES)
def test_signs_and_scores_by_enumeration(name: str) -> None:
    """The sign test, and ordered marginal homogeneity with all choices of signs."""
    pairs = CASES[name]
    found = plain.differences(pairs)
    for side in SIDES:
        sign = row_of(tally_of(pairs), test="sign", alternative=side)
        expected = plain.sum_of_signs_pvalue(plain.signs(found), side)
        assert sign.pvalue == approx(float(expected), rel=1e-12)
        assert (sign.statistic, sign.method) == (plain.signs(found).count(1), "sign test, exact")
        score = row_of(tally_of(pairs), test="ordered-marginal", method="exact", alternative=side)
        assert score.pvalue == approx(float(plain.sum_of_signs_pvalue(found, side)), rel=1e-12)
        z = sum(found) / math.sqrt(sum(one**2 for one in found))
        assert score.statistic == approx(z, abs=1e-15)
        assert score.method == "ordered marginal homogeneity, exact"
        least = (2 if side == "two-sided" else 1) / 2 ** sum(map(bool, found))
        assert sign.least_pvalue == score.least_pvalue == approx(least)


def test_t_is_scipys() -> None:
    """Statistic, direction, interval, and d with Hedges' correction."""
    from scipy import special, stats

    first, second = zip(*plain.valid(PAIRS), strict=True)
    for side in SIDES:
        row = row_of(tally_of(PAIRS), test="t", alternative=side, confidence_level=0.9)
        peer = stats.ttest_rel(first, second, alternative=side)
        assert (row.statistic, row.pvalue, row.df) == approx((peer.statistic, peer.pvalue, 10))
        assert row.statistic == approx(plain.t_of(PAIRS))
        ends = stats.ttest_rel(first, second).confidence_interval(0.9)
        assert (row.low, row.high) == approx((ends.low, ends.high))
        assert row.method == "paired t"
        assert math.isnan(row.least_pvalue)
    effects = lk.compare_paired(tally_of(PAIRS), "before", "after").effects["item"]
    d = np.mean(FOUND) / np.std(FOUND, ddof=1)
    assert effects.cohen_d == approx(d)
    factor = math.exp(special.gammaln(5) - special.gammaln(4.5)) / math.sqrt(5)
    assert effects.hedges_g == approx(d * factor)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 400])
@pytest.mark.parametrize("test", TESTS)
def test_identical_answers_differ_in_nothing(test: Any, n: int) -> None:
    """P = 1, effects 0, superiority one half, for however few pairs."""
    pairs = [(k % 5 + 1, k % 5 + 1) for k in range(n)]
    for zeros, side in product(RULES, SIDES[:1] if test in SQUARE else SIDES):
        table = lk.compare_paired(
            tally_of(pairs), "before", "after", test=test, zeros=zeros, alternative=side
        )
        row, effects = table["item"], table.effects["item"]
        assert (row.pvalue, row.pvalue_adjusted, row.log10_pvalue) == (1, 1, 0)
        assert (row.mean_difference, row.rank_biserial, row.superiority) == (0, 0, 0.5)
        assert (effects.hodges_lehmann, effects.cohen_d) == (0, 0)
        assert (effects.hedges_g, effects.proportion_equal) == (0, 1)
        assert math.isnan(effects.odds)
        assert effects.note == "no answer changed: no odds, and no intervals of effects"
        for name in ("rank_biserial", "hodges_lehmann", "cohen_d", "hedges_g"):
            assert math.isnan(getattr(effects, f"{name}_low"))
            assert math.isnan(getattr(effects, f"{name}_high"))


@pytest.mark.parametrize("test", TESTS)
def test_no_pair_stops_no_other_item(test: Any) -> None:
    """Figures are NaN, a note says why, and the family is of the others."""
    nobody = [(None, 3), (2, None), (None, None)] + [(None, None)] * 15
    items = {"q": PAIRS, "none": [(None, None) if ABSENT in p else p for p in nobody]}
    items["q"] = [(None, None) if ABSENT in p else p for p in PAIRS]
    table = lk.compare_paired(answers_of(items), "before", "after", test=test)
    row, alone = table["none"], row_of(tally_of(items["q"]), test=test)
    assert (row.n_pairs, row.n_first_only, row.n_second_only) == (0, 1, 1)
    why = "nobody gave a valid answer under both conditions"
    assert (row.note, row.method, table.effects["none"].note) == (why, "", why)
    columns = {**row.columns(), **table.effects["none"].columns()}
    figures = {name: value for name, value in columns.items() if isinstance(value, float)}
    assert len(figures) == 33
    assert all(map(math.isnan, figures.values())), figures
    other = table["q"]
    assert (other.pvalue, other.pvalue_adjusted) == (alone.pvalue, alone.pvalue)
    assert f"{why}" in table.to_text(200)
    assert "the family being 1 p-value (all items)" in table.notes[-1]


def test_nobody_at_all() -> None:
    """An empty table of pairs has rows, of nothing."""
    row = row_of(tally_of([(ABSENT, 1)]))
    assert (row.n_pairs, row.n_second_only) == (0, 1)
    assert math.isnan(row.pvalue_adjusted)


def test_one_direction() -> None:
    """'greater' is of a first that is higher."""
    up = [(5, 4), (4, 2), (3, 3), (5, 1), (2, 1), (4, 3)]
    for test in ("wilcoxon", "sign", "t", "ordered-marginal"):
        greater, less = (
            row_of(tally_of(up), test=test, alternative=side).pvalue for side in ("greater", "less")
        )
        assert greater < 0.05
        assert less > 0.9
    table = lk.compare_paired(tally_of(up), "before", "after", alternative="greater")
    assert "Test: signed-rank (Pratt), exact; first greater." in table.notes
    two = row_of(tally_of(up))
    assert (table["item"].low, table["item"].superiority_high) == (two.low, two.superiority_high)


def test_conditions_may_be_turned_round() -> None:
    """From a pair tally as from responses."""
    for data in (tally_of(PAIRS), answers_of({"item": PAIRS})):
        there = row_of(data)
        table = lk.compare_paired(data, "after", "before")
        back = table["item"]
        assert table.title == f"after minus before, paired: {data.instrument.name}"
        assert back.mean_difference == -there.mean_difference
        assert back.pvalue == there.pvalue
        assert (back.n_higher, back.n_first_only) == (there.n_lower, there.n_second_only)
        assert dict(table.options)["first"] == "after"


@pytest.mark.parametrize("test", TESTS)
def test_rows_are_their_table(test: Any) -> None:
    """Law 7: responses and their pairs give one table, of every option."""
    columns = {"ward": ["e", "w", "w"] * 6, "stratum": [1, 2] * 9}
    answers = answers_of({"q": PAIRS, "r": PAIRS[:9] + PAIRS[9:]}, **columns)
    pairs = answers.pairs("before", "after", by="ward")
    for by in ((), "ward", ["stratum"], ["ward", "stratum"]):
        options = {"test": test, "by": by, "correction": "bonferroni"}
        one = lk.compare_paired(answers, "before", "after", **options)
        assert lk.compare_paired(pairs, "before", "after", **options) == one
        assert one.effects == lk.compare_paired(pairs, "before", "after", **options).effects


def test_groups_are_compared_each_by_itself() -> None:
    """`by` a column, by the stratum, or pooled over it, as if each group were alone."""
    wards = ["e", "w", "w"] * 6
    answers = answers_of({"q": PAIRS}, ward=wards, stratum=wards)
    pooled = lk.compare_paired(answers, "before", "after")
    assert "The strata of 'stratum' are pooled: each counts by its number of answers." in (
        pooled.notes
    )
    assert pooled["q"].pvalue == row_of(tally_of(PAIRS)).pvalue
    for by in ("ward", "stratum"):
        table = lk.compare_paired(answers, "before", "after", by=by, correction="none")
        for row in table:
            name = row.by[0][1]
            own = [pair for pair, ward in zip(PAIRS, wards, strict=True) if ward == name]
            alone = row_of(tally_of(own))
            for figure in ("n_pairs", "n_first_only", "mean_difference", "pvalue", "superiority"):
                assert getattr(row, figure) == getattr(alone, figure)


def test_a_view_is_named_and_turns_an_item() -> None:
    """Reversal turns every signed figure and no p-value."""
    one = lk.compare_paired(tally_of(PAIRS), "before", "after")
    low = lk.LikertScale((1, 2, 3, 4, 5), positive="low")
    table = {1: {2: 1}, 5: {4: 1, 3: 1, 1: 1}}
    pairs = lk.PairTally.from_table(table, low)
    plainly, turned = (
        lk.compare_paired(pairs.scored(view), "first", "second")
        for view in ("as_answered", "favourable")
    )
    assert (plainly["item"].n_higher, turned["item"].n_higher) == (3, 1)
    assert plainly["item"].mean_difference == -turned["item"].mean_difference
    assert plainly["item"].pvalue == turned["item"].pvalue
    assert one.notes[0] == "Scores are the codes as answered."
    assert dict(turned.options)["view"] == "favourable"
    assert turned.notes[0] != one.notes[0]


VISION = [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]


def test_vision() -> None:
    """Stuart (1955): both chi-squares as published."""
    scale = lk.LikertScale((1, 2, 3, 4))
    pairs = lk.PairTally.from_table(VISION, scale, first="before", second="after")
    row = row_of(pairs, test="stuart-maxwell")
    assert (row.statistic, row.df) == (approx(11.95657, abs=5e-6), 3)
    assert row.pvalue == approx(0.00753343, abs=5e-9)
    assert row.method == "Stuart-Maxwell, χ²"
    row = row_of(pairs, test="bowker")
    assert (row.statistic, row.df) == (approx(19.10655, abs=5e-6), 6)
    assert row.pvalue == approx(0.00398742, abs=5e-9)
    assert row.method == "Bowker, χ²"


def test_approval() -> None:
    """Agresti: Bowker of two levels is McNemar's test, and so is Stuart and Maxwell's."""
    pairs = lk.PairTally.from_table(
        [[794, 150], [86, 570]], lk.LikertScale((1, 2)), first="before", second="after"
    )
    for test in ("bowker", "stuart-maxwell"):
        row = row_of(pairs, test=test)
        assert (row.statistic, row.df) == (approx(17.35593, abs=5e-6), 1)
    assert row_of(pairs, test="ordered-marginal").statistic ** 2 == approx(17.35593, abs=5e-6)


STATISTICS = [("communicate", 13.64, 351), ("use_r", 15.34, 348), ("understanding", 5.45, 343)]


def test_course(shared: Path) -> None:
    """STA107, as published: after minus before, on whoever answered both."""
    frame = pd.read_csv(shared / "acceptance/STA107_quantitative.csv")
    names = [name for name, _, _ in STATISTICS]
    trial = lk.Instrument("course", [lk.Item(name, lk.LikertScale()) for name in names])
    columns = {
        when: {name: frame.columns[2 * k + side] for k, name in enumerate(names)}
        for side, when in enumerate(("before", "after"))
    }
    answers = lk.Responses.from_wide(frame, trial, columns=columns)
    table = lk.compare_paired(answers, "after", "before", test="t")
    for name, t, n in STATISTICS:
        row = table[name]
        assert (row.n_pairs, row.df) == (n, n - 1)
        assert row.statistic == approx(t, abs=5e-3)
        assert row.n_pairs + row.n_first_only + row.n_second_only <= len(frame) == 358
    assert table["understanding"].pvalue == approx(9.75e-08, abs=5e-11)


def test_depression() -> None:
    """Hollander and Wolfe: V 40, two-sided exact p .0390625, of hundredths as codes."""
    before = [183, 50, 162, 248, 168, 188, 155, 306, 130]
    after = [88, 65, 60, 205, 106, 129, 106, 314, 129]
    # Some were printed with a third decimal, which changes no rank.
    pairs = list(zip(before, after, strict=True))
    row = row_of(tally_of(pairs, codes=sorted({*before, *after})))
    assert (row.n_pairs, row.statistic) == (9, 40)
    assert (row.pvalue, row.least_pvalue) == approx((0.0390625, 2 / 512), rel=1e-14)


def test_the_study_cannot_be_significant() -> None:
    """Four facilitators: no two-sided exact p-value below .125, and every row says so."""
    for seed in range(3):
        answers = lk.studies.balint().synthetic(seed).facilitators
        for test in ("wilcoxon", "sign"):
            table = lk.compare_paired(answers, "virtual", "face-to-face", test=test)
            for row in table:
                changed = row.n_higher + row.n_lower
                assert row.n_pairs <= 4
                assert row.pvalue > 0.1249999
                if changed:
                    assert row.least_pvalue == approx(2 / 2**changed)
                    assert (
                        f"no p-value can lie below {f'{row.least_pvalue:.3g}'.removeprefix('0')}"
                        in row.note
                    )
        assert any("no person gave them" in note for note in table.notes)


def test_p_values_too_small_for_a_number() -> None:
    """5,000 pairs all one way: 2 · 2^-5000 is above 0, its logarithm right, and a note."""
    pairs = lk.PairTally.from_table(
        [[0, 0], [5000, 0]], lk.LikertScale((1, 2)), first="before", second="after"
    )
    for test in ("wilcoxon", "sign"):
        row = row_of(pairs, test=test)
        assert row.pvalue == row.pvalue_adjusted == sys.float_info.min > 0
        assert row.log10_pvalue == approx(-4999 * math.log10(2), rel=1e-13)
        assert row.least_pvalue == sys.float_info.min
        assert row.note.endswith("; p = 10^-1504.8, too small for a number")
    row = row_of(pairs, test="sign", alternative="less")
    assert row.pvalue == 1
    assert "too small" not in row.note
    few = lk.PairTally.from_table(
        [[0, 0], [1000, 0]], lk.LikertScale((1, 2)), first="before", second="after"
    )
    assert row_of(few).pvalue == approx(2.0**-999)
    assert "too small" not in row_of(few).note
