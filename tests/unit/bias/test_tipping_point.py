"""How much bias would undo a paired difference."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from tests.reference import sensitivity as plain

import likertkit as lk
from likertkit.errors import ArgumentError, ArgumentTypeError, AxisError, StratumError

SCALE = lk.LikertScale((1, 2, 3, 4, 5))
WIDE = lk.LikertScale(tuple(range(21)))


def pairs_of(rows: list[tuple[int, int]], scale: lk.LikertScale = SCALE) -> lk.PairTally:
    """Return pairs from rows."""
    table = np.zeros((scale.n_levels, scale.n_levels), dtype=int)
    for one, other in rows:
        table[scale.codes.index(one), scale.codes.index(other)] += 1
    return lk.PairTally.from_table(table, scale, first="now", second="then")


def row_of(
    rows: list[tuple[int, int]], scale: lk.LikertScale = SCALE, **options: float
) -> lk.bias.TippingRow:
    """Return the one row."""
    return lk.bias.tipping_point(pairs_of(rows, scale), "now", "then", **options)["item"]


def random_rows(seed: int, n: int, low: int, high: int, drift: int) -> list[tuple[int, int]]:
    """Return pairs whose second answers lie lower by the drift, but for noise."""
    rng = np.random.default_rng(seed)
    first = rng.integers(low, high + 1, size=n)
    second = np.clip(first + rng.integers(-1, 2, size=n) - drift, low, high)
    return list(zip(first.tolist(), second.tolist(), strict=True))


@pytest.mark.parametrize("level", [0.9, 0.95])
@pytest.mark.parametrize("drift", [1, -1])
def test_shifts_from_rows(drift, level) -> None:
    """Added to every second answer: SciPy's t test stands at the level, then at no difference."""
    rows = random_rows(1, 30, 1, 5, drift)
    row = row_of(rows, confidence_level=level)
    first, second = np.array(rows).T
    assert row.n_pairs == 30
    assert (
        row.shift_to_zero == row.mean_difference == float(Fraction(int((first - second).sum()), 30))
    )
    assert first.mean() == pytest.approx((second + row.shift_to_zero).mean())
    assert row.shift_to_nonsignificant * drift > 0
    at = stats.ttest_rel(first, second + row.shift_to_nonsignificant)
    assert at.pvalue == pytest.approx(1 - level, rel=1e-9)
    assert at.statistic * drift > 0
    higher, lower = int((first > second).sum()), int((first < second).sum())
    assert row.rosenbaum_gamma == pytest.approx(plain.gamma(higher, lower, level), rel=1e-9)
    assert row.rosenbaum_gamma > 1
    assert row.note == ""


@pytest.mark.parametrize("bias", [3, -3])
def test_a_recall_shift_put_in_by_hand_is_recovered(bias) -> None:
    """Nothing had changed, but everybody remembers the second better, or worse, than it was."""
    rng = np.random.default_rng(4)
    now = rng.integers(5, 16, size=80)
    then = now + rng.permutation(np.repeat([-1, 0, 1, 0], 20))
    remembered = then + bias
    row = row_of(list(zip(now.tolist(), remembered.tolist(), strict=True)), WIDE)
    # What must be added to what is remembered is what memory took away.
    assert row.shift_to_zero == -bias
    assert 0 < row.shift_to_nonsignificant / -bias < 1


@pytest.mark.parametrize("way", [1, -1])
def test_people_put_in_by_hand_are_recovered(way) -> None:
    """Seven of twenty remember the second one category better, or worse."""
    rows = [(3, 3 + way)] * 7 + [(3, 3)] * 13
    assert row_of(rows).respondents_to_zero == 7
    assert row_of([(b, a) for a, b in rows]).respondents_to_zero == 7


@pytest.mark.parametrize("seed", range(24))
def test_fewest_people_by_enumeration(seed) -> None:
    """Every subset of people who take one step, on even and uneven codes."""
    scale = (SCALE, lk.LikertScale((0, 1, 3, 7)), lk.LikertScale((1, 2)))[seed % 3]
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 10))
    rows = [
        (scale.codes[a], scale.codes[b])
        for a, b in np.sort(rng.integers(0, scale.n_levels, size=(n, 2)))[:, :: 1 - 2 * (seed % 2)]
    ]
    expected = plain.fewest_moves(rows, scale.codes)
    row = row_of(rows, scale)
    assert row.respondents_to_zero == expected
    assert ("moving one category is not enough" in row.note) == (expected is None)


def test_enumeration_reaches_both_outcomes() -> None:
    """Some need a few, and for some all together are too few."""
    assert row_of([(5, 1), (5, 1), (1, 1)]).respondents_to_zero is None
    assert row_of([(5, 4), (5, 5), (1, 1)]).respondents_to_zero == 1
    # Who is at the end has no category left, whatever the others have.
    assert row_of([(1, 5)] * 2 + [(5, 5)] * 8).respondents_to_zero == 8
    assert row_of([(5, 4)] * 2 + [(5, 5)] * 8).respondents_to_zero == 2
    frame = lk.bias.tipping_point(pairs_of([(5, 1)]), "now", "then").to_frame()
    assert frame["respondents_to_zero"].isna().all()


def test_identical_answers() -> None:
    """There is nothing to undo."""
    row = row_of([(1, 1), (3, 3), (4, 4)])
    assert (row.mean_difference, row.shift_to_zero, row.shift_to_nonsignificant) == (0, 0, 0)
    assert (row.respondents_to_zero, row.rosenbaum_gamma) == (0, 1)
    assert row.note == "there is no mean difference"


def test_notes_say_what_is_not_significant_to_begin_with() -> None:
    """Zero and 1 are answers, and say which test gave them."""
    row = row_of([(3, 2), (2, 3), (4, 2)])
    assert (row.shift_to_nonsignificant, row.rosenbaum_gamma) == (0, 1)
    assert row.note == "the t test and the sign test do not reject in the answers as they are"
    # Five of five one way is not enough for the sign test, and is for t.
    row = row_of([(3, 2)] * 5 + [(5, 5)])
    assert row.shift_to_nonsignificant > 0
    assert row.note == "the sign test does not reject in the answers as they are"
    row = row_of([(2, 1)] * 12 + [(1, 5), (1, 4)])
    assert row.note == "the t test does not reject in the answers as they are"


def test_constant_change() -> None:
    """The t test has no spread, so nothing tells at which shift it would no longer reject."""
    row = row_of([(4, 2)] * 8)
    assert row.shift_to_zero == 2
    assert math.isnan(row.shift_to_nonsignificant)
    assert "no spread" in row.note
    assert row.note.endswith("; moving one category is not enough")


def test_one_pair_and_none() -> None:
    """Undefined figures are NaN, and say why."""
    row = row_of([(4, 3)])
    assert (row.shift_to_zero, row.respondents_to_zero, row.rosenbaum_gamma) == (1, 1, 1)
    assert math.isnan(row.shift_to_nonsignificant)
    assert row.note == (
        "one pair: no spread can be estimated; the sign test does not reject in the answers as "
        "they are"
    )
    row = row_of([])
    assert (row.n_pairs, row.respondents_to_zero, row.note) == (0, None, "no pairs")
    for figure in (row.mean_difference, row.shift_to_zero, row.rosenbaum_gamma):
        assert math.isnan(figure)


def test_what_the_table_says() -> None:
    """Which way a shift goes, and that it does not show a bias to be there."""
    rows = random_rows(2, 20, 1, 5, 1)
    found = lk.bias.tipping_point(pairs_of(rows), "now", "then", confidence_level=0.9)
    said = str(found).replace("\n  ", " ")
    assert "added to every answer under 'then'" in said
    assert "above 0 if it was rated too low" in said
    assert "at p = 0.1." in said
    assert "does not show that such a bias" in said
    assert "(paired t), two-sided and not adjusted" in said
    assert "a dash: no number of respondents is enough" in said
    assert list(found.to_frame().columns) == [
        "item",
        "n_pairs",
        "mean_difference",
        "shift_to_zero",
        "shift_to_nonsignificant",
        "respondents_to_zero",
        "rosenbaum_gamma",
        "note",
    ]
    assert dict(found.options)["confidence_level"] == 0.9


def test_groups_and_views() -> None:
    """Split by a column; a view that turns the item turns the shift."""
    item = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale((1, 2, 3), positive="low"))])
    frame = pd.DataFrame(
        {
            "who": [1, 2, 3, 1, 2, 3],
            "when": ["now"] * 3 + ["then"] * 3,
            "ward": ["a", "a", "b"] * 2,
            "clear": [3, 3, 1, 1, 2, 1],
        }
    )
    answers = lk.Responses(frame, item, respondent="who", condition="when")
    found = lk.bias.tipping_point(answers, "now", "then", by="ward")
    assert "pooled" not in str(found)
    assert [(row.by, row.shift_to_zero) for row in found] == [
        ((("ward", "a"),), 1.5),
        ((("ward", "b"),), 0.0),
    ]
    turned = lk.bias.tipping_point(answers.scored("favourable"), "now", "then")
    assert turned["clear"].shift_to_zero == -1.0
    # People step along the same categories, whichever way these are scored.
    assert turned["clear"].respondents_to_zero == 2 + 1
    assert lk.bias.tipping_point(answers, "now", "then")["clear"].respondents_to_zero == 3


def test_pooled_strata_are_named() -> None:
    """Unless they split the table."""
    frame = pd.DataFrame({"who": [1, 1], "c": ["now", "then"], "item": [1, 2], "grade": ["a", "a"]})
    item = lk.Instrument("trial", [lk.Item("item", SCALE)])
    answers = lk.Responses(frame, item, respondent="who", condition="c", stratum="grade")
    for function in (lk.bias.tipping_point, lk.bias.order_robustness):
        assert "The strata of 'grade' are pooled" in str(function(answers, "now", "then"))
        assert "pooled" not in str(function(answers, "now", "then", by="grade"))
    assert "The strata of 'grade' are pooled" in str(
        lk.bias.order_robustness(answers.tally(), "now", "then")
    )


def designed(seed: int, *, weights: bool, clusters: bool) -> tuple[pd.DataFrame, lk.Responses]:
    """Return rows of 24 people in six clusters of two strata, half a point higher now."""
    rng = np.random.default_rng(seed)
    people = np.arange(24)
    then = rng.integers(2, 5, size=24)
    now = np.clip(then + rng.choice([0, 0, 1, 1, -1], size=24) + (people // 4) % 2, 1, 5)
    frame = pd.DataFrame(
        {
            "who": np.tile(people, 2),
            "when": np.repeat(["now", "then"], 24),
            "item": np.concatenate([now, then]),
            "ward": np.tile(people // 4, 2),
            "site": np.tile(people // 12, 2),
            "w": np.tile(1.0 + people % 3, 2),
        }
    )
    trial = lk.Instrument("trial", [lk.Item("item", SCALE)])
    roles = {"weight": "w"} if weights else {}
    if clusters:
        roles |= {"cluster": "ward", "stratum": "site"}
    return frame, lk.Responses(frame, trial, respondent="who", condition="when", **roles)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("weights", "clusters"), [(True, False), (False, True), (True, True)])
def test_the_shift_is_that_of_the_designed_test(
    seed: int, *, weights: bool, clusters: bool
) -> None:
    """Worked out from the rows: the linearised variance between units within strata."""
    frame, answers = designed(seed, weights=weights, clusters=clusters)
    row = lk.bias.tipping_point(answers, "now", "then")["item"]
    wide = frame.pivot_table(index="who", columns="when", values="item")
    d = (wide["now"] - wide["then"]).to_numpy(dtype=float)
    first = frame.iloc[:24]
    w = first["w"].to_numpy() if weights else np.ones(24)
    mean = (w * d).sum() / w.sum()
    unit = first["ward"].to_numpy() if clusters else np.arange(24)
    site = first["site"].to_numpy() if clusters else np.zeros(24, dtype=int)
    z = pd.Series(w * (d - mean) / w.sum()).groupby(unit).sum()
    home = pd.Series(site).groupby(unit).first()
    variance, df = 0.0, 0
    for h in home.unique():
        own = z[home == h]
        variance += len(own) / (len(own) - 1) * ((own - own.mean()) ** 2).sum()
        df += len(own) - 1
    left = max(0.0, abs(mean) - stats.t.ppf(0.975, df) * math.sqrt(variance))
    assert row.mean_difference == row.shift_to_zero == pytest.approx(mean, rel=1e-12)
    # An absolute 1e-12: the shift is a difference of two numbers of about 1.
    assert row.shift_to_nonsignificant == pytest.approx(math.copysign(left, mean), abs=1e-12)
    assert math.isnan(row.rosenbaum_gamma)
    if weights:
        assert row.respondents_to_zero is None
        assert "answers are weighted: respondents_to_zero and" in row.note
    else:
        # How many people it takes has nothing to do with how they were sampled.
        _, free = designed(seed, weights=False, clusters=False)
        free_row = lk.bias.tipping_point(free, "now", "then")["item"]
        assert row.respondents_to_zero == free_row.respondents_to_zero
        assert "answers are clustered: rosenbaum_gamma is undefined" in row.note
    tested = lk.compare_paired(answers, "now", "then", test="t", correction="none")["item"]
    assert (row.shift_to_nonsignificant == 0) == (tested.pvalue >= 0.05)
    if row.shift_to_nonsignificant == 0:
        assert "the t test does not reject in the answers as they are" in row.note


def test_strata_and_lone_units_of_a_design() -> None:
    """Strata are respected where the test knows them; a unit alone needs a rule."""
    frame, answers = designed(1, weights=True, clusters=True)
    said = str(lk.bias.tipping_point(answers, "now", "then")).replace("\n  ", " ")
    assert "The strata of 'site' are those of the sample" in said
    assert "design-based t, clusters" in said
    assert "respondents as sampled one by one" not in said
    trial = lk.Instrument("trial", [lk.Item("item", SCALE)])
    alone = lk.Responses(
        frame[frame["ward"] < 4],
        trial,
        respondent="who",
        condition="when",
        cluster="ward",
        stratum="site",
    )
    with pytest.raises(StratumError, match="one cluster"):
        lk.bias.tipping_point(alone, "now", "then")
    ruled = alone.sampled(lone_stratum="certainty")
    found = lk.bias.tipping_point(ruled, "now", "then")
    assert found["item"].n_pairs == 16
    assert dict(found.options)["lone_stratum"] == "certainty"
    assert (
        "Strata of one sampled unit, where there are any, are taken as certain to be drawn, and "
        "add no variance."
    ) in found.notes
    tested = lk.compare_paired(ruled, "now", "then", test="t")["item"]
    assert found["item"].shift_to_nonsignificant in {0.0, tested.low, tested.high}


def test_weights_that_are_all_zero() -> None:
    """Nobody counts, and the note says so."""
    frame, _ = designed(1, weights=True, clusters=False)
    frame["w"] = np.where(frame["who"] < 4, 0.0, frame["w"])
    trial = lk.Instrument("trial", [lk.Item("item", SCALE)])
    answers = lk.Responses(frame, trial, respondent="who", condition="when", weight="w")
    rows = lk.bias.tipping_point(answers, "now", "then", by="ward")
    nobody = next(row for row in rows if row.by == (("ward", 0),))
    assert math.isnan(nobody.shift_to_zero)
    assert math.isnan(nobody.shift_to_nonsignificant)
    assert nobody.respondents_to_zero is None
    assert nobody.note


def test_bad_arguments() -> None:
    """What cannot be used is named."""
    pairs = pairs_of([(3, 2)])
    with pytest.raises(ArgumentError, match="confidence_level"):
        lk.bias.tipping_point(pairs, "now", "then", confidence_level=1.0)
    with pytest.raises(ArgumentError, match="not the conditions"):
        lk.bias.tipping_point(pairs, "now", "later")
    with pytest.raises(AxisError, match="ward"):
        lk.bias.tipping_point(pairs, "now", "then", by="ward")
    with pytest.raises(ArgumentTypeError, match="expected Responses or a PairTally"):
        lk.bias.tipping_point(3, "now", "then")  # type: ignore[arg-type]
