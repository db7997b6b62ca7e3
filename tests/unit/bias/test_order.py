"""Whether a difference keeps its sign however the levels are scored."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from tests.reference import sensitivity as plain

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, AxisError, OptionError

SCALE = lk.LikertScale((1, 2, 3, 4))
TRIAL = lk.Instrument("trial", [lk.Item("clear", SCALE)])


def pairs_of(rows: list[tuple[int, int]], scale: lk.LikertScale = SCALE) -> lk.PairTally:
    """Return pairs from rows."""
    table = np.zeros((scale.n_levels, scale.n_levels), dtype=int)
    for one, other in rows:
        table[scale.codes.index(one), scale.codes.index(other)] += 1
    return lk.PairTally.from_table(table, scale, first="now", second="then")


def row_of(data: object, **options: object) -> lk.bias.OrderRow:
    """Return the one row, by default that of the matched respondents."""
    options = {"respondents": "matched"} | options
    (row,) = lk.bias.order_robustness(data, "now", "then", **options)  # type: ignore[arg-type]
    return row


def random_rows(seed: int) -> list[tuple[int, int]]:
    """Return pairs of 2 to 14 people; seeds differ in which way the answers drift."""
    rng = np.random.default_rng(seed)
    first = rng.integers(1, 5, size=rng.integers(2, 15))
    second = np.clip(first + rng.integers(-1, 2, size=len(first)) - (seed % 3 - 1), 1, 4)
    return list(zip(first.tolist(), second.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(40))
def test_robust_is_what_linear_programming_says(seed) -> None:
    """Over all scorings the difference has one sign, or its range lies on both sides of 0."""
    rows = random_rows(seed)
    row = row_of(pairs_of(rows))
    first, second = ([[r[s] for r in rows].count(k) for k in SCALE.codes] for s in (0, 1))
    low, high = plain.sign_range(first, second)
    # Whole numbers over fewer than 150: a range of 1e-9 is 0.
    both_signs = low < -1e-9 and high > 1e-9
    assert row.robust is not both_signs
    if both_signs:
        assert row.pvalue == 1
        scores = row.turning_scores
        assert list(scores) == sorted(set(scores))
        before = plain.mean_difference(first, second, SCALE.codes)
        after = plain.mean_difference(first, second, scores)
        assert before * after < 0 or (before == 0 and after > 0)
    else:
        expected = "now" if high > 1e-9 else "then" if low < -1e-9 else None
        assert row.dominates == expected
        assert row.turning_scores == ()
        if expected:
            # No width of the gaps turns the sign.
            assert row.stretch == math.inf
            assert row.pvalue == pytest.approx(plain.cut_pvalue(rows), rel=1e-9)


def test_both_outcomes_are_drawn() -> None:
    """The seeds above reach each branch."""
    found = set()
    for seed in range(40):
        row = row_of(pairs_of(random_rows(seed)))
        found.add((row.robust, row.dominates, row.pvalue < 1))
    assert {(True, "now", True), (True, "then", True), (False, None, False)} <= found


def test_turning_point_is_where_it_says() -> None:
    """Bias put in by hand: one answer far down, three a little up, and gaps that outweigh."""
    rows = [(2, 1)] * 3 + [(3, 4)]
    row = row_of(pairs_of(rows))
    assert (row.mean_difference, row.robust, row.dominates) == (0.5, False, None)
    # Three times 1 point up against one point between 3 and 4: at 3 points it is even.
    assert row.stretch == 3.0
    assert row.turning_scores == (1, 2, 3, 7)
    row = row_of(pairs_of([(b, a) for a, b in rows]))
    assert (row.mean_difference, row.stretch, row.turning_scores) == (-0.5, 3.0, (1, 2, 3, 7))


def test_a_difference_of_0_can_have_either_sign() -> None:
    """Where the cuts disagree and the scores balance them."""
    row = row_of(pairs_of([(2, 1), (3, 4)]))
    assert (row.robust, row.mean_difference, row.stretch) == (False, 0.0, 1.0)
    assert row.turning_scores == (1, 3, 4, 5)
    assert row.note == "the difference is 0; other scores can make it positive or negative"


def test_uneven_codes_are_the_gaps() -> None:
    """The stretch multiplies the distances that the codes have."""
    scale = lk.LikertScale((0, 1, 5))
    row = row_of(pairs_of([(1, 0)] * 2 + [(1, 5)], scale))
    # Two points up and four down: "then" is higher until 0 to 1 is wider than 2.
    assert (row.mean_difference, row.stretch, row.turning_scores) == (-2 / 3, 2.0, (0, 3, 7))


def test_equal_distributions_are_robustly_equal() -> None:
    """Under every scoring the difference is 0; which pairs changed does not matter."""
    row = row_of(pairs_of([(1, 2), (2, 1), (3, 3)]))
    assert (row.robust, row.dominates, row.pvalue) == (True, None, 1.0)
    assert row.note == "the two distributions are equal"
    assert math.isnan(row.stretch)
    assert row_of(pairs_of([(2, 2)])).pvalue == 1.0


def test_empty_cuts_are_left_out() -> None:
    """A cut that everybody lies above would have a p-value of 1."""
    row = row_of(pairs_of([(3, 2)] * 6))
    assert row.pvalue == pytest.approx(2 / 2**6)
    assert row.dominates == "now"


def test_a_cut_without_change_cannot_be_significant() -> None:
    """Dominance is strict in the test: an equal cut among the answers counts against it."""
    row = row_of(pairs_of([(2, 1)] * 8 + [(4, 4)]))
    assert (row.robust, row.dominates, row.pvalue) == (True, "now", 1.0)


@pytest.mark.parametrize("respondents", ["matched", "all"])
def test_clustered_answers_have_no_pvalue(respondents) -> None:
    """Wards of ten like answers are one answer each; where the cuts disagree p is 1 regardless."""
    frame = pd.DataFrame(
        {
            "who": [*range(30)] * 2,
            "when": ["now"] * 30 + ["then"] * 30,
            "ward": [who // 10 for who in range(30)] * 2,
            "clear": [3] * 30 + [2] * 30,
            "calm": [1, 4, 2] * 10 + [2, 3, 2] * 10,
            "same": [1, 2, 3] * 10 + [2, 3, 1] * 10,
        }
    )
    items = [lk.Item(name, SCALE) for name in ("clear", "calm", "same")]
    roles = {"respondent": "who", "condition": "when"}
    single = lk.Responses(frame, lk.Instrument("trial", items), **roles)
    answers = lk.Responses(frame, lk.Instrument("trial", items), cluster="ward", **roles)
    for data in (answers, answers.tally()):
        options = {"respondents": respondents} if data is answers else {}
        found = lk.bias.order_robustness(data, "now", "then", **options)
        assert math.isnan(found["clear"].pvalue)
        assert found["clear"].note.startswith("answers are clustered")
        assert (found["clear"].robust, found["clear"].dominates) == (True, "now")
        assert (found["calm"].robust, found["calm"].pvalue) == (False, 1.0)
        assert (found["same"].note, found["same"].pvalue) == ("the two distributions are equal", 1)
        assert "respondents as sampled one by one" not in str(found).replace("\n  ", " ")
    plain_rows = lk.bias.order_robustness(single, "now", "then", respondents=respondents)
    # Thirty independent people who all rated "now" higher.
    assert plain_rows["clear"].pvalue < 1e-4
    # A table of pairs does not know its clusters, and says so.
    pairs = answers.pairs("now", "then")
    lost = "standard errors treat respondents as sampled one by one"
    assert lost in str(lk.bias.order_robustness(pairs, "now", "then")).replace("\n  ", " ")


def test_nobody_to_compare() -> None:
    """No pairs, or no answers on one side."""
    table = {1: {"absent": 2}, "absent": {3: 1}}
    pairs = lk.PairTally.from_table(table, SCALE, first="now", second="then")
    row = row_of(pairs)
    assert (row.robust, row.dominates, row.note, row.n_first) == (None, None, "no pairs", 0)
    assert math.isnan(row.pvalue)
    assert row_of(pairs, respondents="all").dominates == "then"
    one = lk.PairTally.from_table({1: {"absent": 2}}, SCALE, first="now", second="then")
    assert row_of(one, respondents="all").note == "no valid answers under 'then'"
    other = lk.PairTally.from_table({"absent": {1: 2}}, SCALE, first="now", second="then")
    assert row_of(other, respondents="all").note == "no valid answers under 'now'"


def test_all_answers_from_rows() -> None:
    """The largest p over the cuts of partially overlapping proportions, worked out row by row."""
    both = [(3, 2), (4, 2), (2, 2), (4, 3), (1, 1), (3, 3), (4, 4), (2, 1)]
    only_first, only_second = [4, 4, 3], [1, 2, 1, 3]
    table = pairs_of(both).counts[0, 0].copy()
    for answer in only_first:
        table[answer - 1, -1] += 1
    for answer in only_second:
        table[-1, answer - 1] += 1
    pairs = lk.PairTally(
        instrument=pairs_of(both).instrument,
        axes=(),
        groups=((),),
        counts=table[None, None],
        first="now",
        second="then",
    )
    expected = max(
        plain.overlapping_pvalue(
            [(int(a > cut), int(b > cut)) for a, b in both],
            [int(a > cut) for a in only_first],
            [int(b > cut) for b in only_second],
        )
        for cut in (1, 2, 3)
    )
    row = row_of(pairs, respondents="all")
    assert (row.n_first, row.n_second, row.dominates) == (11, 12, "now")
    assert row.pvalue == pytest.approx(expected, rel=1e-11)
    turned = lk.bias.order_robustness(pairs, "then", "now", respondents="all")["item"]
    assert (turned.pvalue, turned.dominates) == (pytest.approx(row.pvalue, rel=1e-12), "now")


@pytest.mark.parametrize("view", ["as_answered", "favourable"])
def test_a_tally_is_two_independent_samples(view) -> None:
    """It says so, and gives what pairs without any overlap give."""
    scale = lk.LikertScale((1, 2, 3), positive="low")
    item = lk.Instrument("trial", [lk.Item("item", scale)])
    frame = pd.DataFrame(
        {
            "condition": ["now", "now", "then", "then", "then"],
            "ward": ["a", "b", "a", "a", "a"],
            "item": "item",
            "code": [3, 2, 1, 2, 3],
            "count": [5, 2, 4, 3, 1],
        }
    )
    tally = lk.Tally.from_counts(frame, item).scored(view)
    table = {3: {"absent": 5}, 2: {"absent": 2}, "absent": {1: 4, 2: 3, 3: 1}}
    pairs = lk.PairTally.from_table(table, scale, first="now", second="then").scored(view)
    found = lk.bias.order_robustness(tally, "now", "then")
    assert found.rows == lk.bias.order_robustness(pairs, "now", "then", respondents="all").rows
    assert found["item"].dominates == ("now" if view == "as_answered" else "then")
    assert dict(found.options)["respondents"] == "all"
    assert "independent samples" in str(found)
    split = lk.bias.order_robustness(tally, "now", "then", by="ward")
    assert split.filter(ward="b")["item"].note == "no valid answers under 'then'"
    assert split.filter(ward="b")["item"].n_first == 2


def test_what_a_table_says() -> None:
    """Who is compared, by which test, and what is not shown."""
    pairs = pairs_of([(3, 2)] * 6)
    matched = str(lk.bias.order_robustness(pairs, "now", "then", respondents="matched")).replace(
        "\n  ", " "
    )
    assert "a sign test at each cut" in matched
    assert "Bond and Lang 2019" in matched
    assert "Scores are the codes as answered." in matched
    every = str(lk.bias.order_robustness(pairs, "now", "then"))
    assert "partially overlapping proportions" in every.replace("\n  ", " ")
    assert every == str(lk.bias.order_robustness(pairs, "now", "then", respondents="all"))
    frame = lk.bias.order_robustness(pairs, "now", "then").to_frame()
    assert list(frame.columns)[:4] == ["item", "robust", "dominates", "pvalue"]


def test_bad_arguments() -> None:
    """Each names what was found."""
    pairs = pairs_of([(3, 2)])
    with pytest.raises(OptionError, match="respondents='some'"):
        lk.bias.order_robustness(pairs, "now", "then", respondents="some")  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="not the conditions of these pairs"):
        lk.bias.order_robustness(pairs, "now", "later")
    with pytest.raises(ArgumentTypeError, match="expected Responses or a PairTally"):
        lk.bias.order_robustness(pd.DataFrame(), "now", "then")  # type: ignore[arg-type]
    weighted = lk.PairTally(
        instrument=pairs.instrument,
        axes=(),
        groups=((),),
        counts=pairs.counts,
        sums=pairs.counts.astype(float),
        squares=pairs.counts.astype(float),
        first="now",
        second="then",
    )
    with pytest.raises(ArgumentError, match="sampling weights"):
        lk.bias.order_robustness(weighted, "now", "then")
    bare = lk.Tally.from_counts({"clear": {1: 2}}, TRIAL)
    with pytest.raises(ArgumentError, match="the tally has no condition"):
        lk.bias.order_robustness(bare, "now", "then")
    frame = pd.DataFrame({"condition": ["now"], "item": "clear", "code": 1, "count": 2})
    tally = lk.Tally.from_counts(frame, TRIAL)
    with pytest.raises(ArgumentError, match="'then' is not one of the conditions; they are 'now'"):
        lk.bias.order_robustness(tally, "now", "then")
    with pytest.raises(ArgumentError, match="are the same condition"):
        lk.bias.order_robustness(tally, "now", "now")
    with pytest.raises(
        ArgumentError, match="contains the condition, which is compared; expected other"
    ):
        lk.bias.order_robustness(tally, "now", "then", by="condition")
    with pytest.raises(AxisError, match="ward"):
        lk.bias.order_robustness(tally, "now", "then", by="ward")
    heavy = lk.Responses(
        pd.DataFrame({"clear": [1], "c": ["now"], "w": [2.0]}), TRIAL, condition="c", weight="w"
    )
    with pytest.raises(ArgumentError, match="sampling weights"):
        lk.bias.order_robustness(heavy.tally(), "now", "then")
