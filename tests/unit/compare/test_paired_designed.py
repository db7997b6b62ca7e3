"""Pairs with weights or clusters: t and signs, and what else is said of them."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import attrs
import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.reference import paired as plain
from tests.reference.paired import ABSENT, answers_of, row_of, tally_of

import likertkit as lk
from likertkit.errors import ArgumentError, StratumError

PAIRS: list[plain.Pair] = [
    (1, 2), (5, 4), (3, 3), (4, 1), (5, 3), (2, 2), (5, 1), (4, 3), (2, 3), (4, 4), (5, 2), (1, 3),
    (None, 3), (4, ABSENT),
]  # fmt: skip
WEIGHTS = [1.5, 0.25, 2.0, 3.5, 1.0, 0.5, 2.75, 1.25, 4.0, 0.75, 1.0, 2.5, 3.0, 1.75]
SCHOOLS = list("aabbccddaabbcd")
GRADES = list("xxyyxxyyxxyyxy")
EQUAL = "all differences are equal: no spread"
ONE = "one pair: no spread can be estimated"


def weighted(**columns: Any) -> lk.Responses:
    """Return the pairs with their weights."""
    return answers_of({"item": PAIRS}, weight=WEIGHTS, **columns)


def random_sign_deviation(units: dict[object, float]) -> float:
    """Return the standard deviation of a sum over all choices of the units' signs."""
    sums = [
        sum(sign * value for sign, value in zip(signs, units.values(), strict=True))
        for signs in product((1, -1), repeat=len(units))
    ]
    assert sum(sums) == approx(0, abs=1e-9)
    return math.sqrt(sum(one**2 for one in sums) / len(sums))


@pytest.mark.parametrize("names", [(), ("cluster",), ("stratum",), ("cluster", "stratum")])
@pytest.mark.parametrize("side", ["two-sided", "less", "greater"])
def test_the_sign_test_by_every_choice_of_signs(names: Any, side: Any) -> None:
    """Respondents turn one by one, clusters as a whole; strata change nothing of it."""
    columns = {"cluster": SCHOOLS, "stratum": GRADES}
    row = row_of(weighted(**{name: columns[name] for name in names}), test="sign", alternative=side)
    units: dict[object, float] = {}
    for k, sign in enumerate(plain.signs(plain.differences(PAIRS))):
        unit = SCHOOLS[k] if "cluster" in names else k
        units[unit] = units.get(unit, 0) + WEIGHTS[k] * sign
    z = sum(units.values()) / random_sign_deviation(units)
    assert row.statistic == approx(z, rel=1e-12)
    normal = {"two-sided": math.erfc(abs(z) / 2**0.5), "greater": math.erfc(z / 2**0.5) / 2}
    expected = normal.get(side, math.erfc(-z / 2**0.5) / 2)
    assert row.pvalue == approx(expected, rel=1e-12)
    of = "clusters" if "cluster" in names else "respondents"
    assert row.method == f"weighted sign test, {of} of random sign, asymptotic (normal)"
    assert math.isnan(row.least_pvalue)
    assert math.isnan(row.df)


@pytest.mark.parametrize("weight", [1.0, 0.1, 7.0])
def test_with_equal_weights_it_is_mcnemars(weight: float) -> None:
    """Z = (n₊ - n₋) / √(n₊ + n₋), without correction."""
    row = row_of(answers_of({"item": PAIRS}, weight=[weight] * 14), test="sign")
    assert row.statistic == approx((6 - 3) / 3, rel=1e-13)
    two = [(2 if one > other else 1, 1 if one > other else 2) for one, other in PAIRS[:12]
           if one != other]  # fmt: skip
    assert row.statistic**2 == approx(row_of(tally_of(two, codes=(1, 2)), test="bowker").statistic)


@pytest.mark.parametrize("names", [(), ("cluster",), ("stratum",), ("cluster", "stratum")])
def test_scaled_weights_change_nothing(names: Any) -> None:
    """Law 4, for every figure of the row and of its effects."""
    columns = {"cluster": SCHOOLS, "stratum": GRADES}
    own = {name: columns[name] for name in names}
    for test in ("t", "sign"):
        one, other = (
            lk.compare_paired(
                answers_of({"item": PAIRS}, weight=[factor * w for w in WEIGHTS], **own),
                "before",
                "after",
                test=test,
            )
            for factor in (1, 3.7)
        )
        for a, b in ((one["item"], other["item"]), (one.effects["item"], other.effects["item"])):
            for name, value in a.columns().items():
                if isinstance(value, float):
                    assert b.columns()[name] == approx(value, rel=1e-11, nan_ok=True), name
                else:
                    assert b.columns()[name] == value


def test_whole_weights_are_copies_for_estimates() -> None:
    """Law 4: mean difference, shares and superiority, not the errors."""
    times = [1, 2, 1, 3, 1, 1, 2, 1, 4, 1, 1, 2, 3, 1]
    copies = [pair for pair, w in zip(PAIRS, times, strict=True) for _ in range(w)]
    one = lk.compare_paired(answers_of({"item": PAIRS}, weight=times), "before", "after", test="t")
    other = lk.compare_paired(tally_of(copies), "before", "after", test="t")
    a, b = one["item"], other["item"]
    assert (a.mean_difference, a.superiority) == approx((b.mean_difference, b.superiority))
    assert abs(a.statistic) < abs(b.statistic) or a.low < b.low
    assert (a.n_pairs, a.n_higher, a.n_first_only) == (12, 6, 1)
    c, d = one.effects["item"], other.effects["item"]
    for name in (
        "proportion_higher",
        "proportion_equal",
        "proportion_lower",
        "odds",
        "marginal_superiority",
    ):
        assert getattr(c, name) == approx(getattr(d, name)), name


def test_equal_weights_are_none_for_estimates_and_superiority() -> None:
    """The score interval too, whose effective number of pairs is n - 1 then."""
    one = row_of(answers_of({"item": PAIRS}, weight=[2.0] * 14), test="t")
    other = row_of(tally_of(PAIRS), test="t")
    assert (one.mean_difference, one.superiority) == (other.mean_difference, other.superiority)
    # The 12 with a pair are a domain of 14 sampled respondents, and give the degrees of freedom.
    assert (one.df, other.df) == (11, 11)
    se, plain_se = one.mean_difference / one.statistic, other.mean_difference / other.statistic
    assert se == approx(plain_se * math.sqrt(11 / 12 * 14 / 13))
    assert one.superiority_low == approx(other.superiority_low, abs=0.01)
    assert one.superiority_high == approx(other.superiority_high, abs=0.01)


def test_what_has_no_meaning_with_weights() -> None:
    """NaN, and said of the table and of the effects."""
    table = lk.compare_paired(weighted(), "before", "after", test="t")
    assert math.isnan(table["item"].rank_biserial)
    effects = table.effects["item"]
    for name in ("rank_biserial", "hodges_lehmann", "cohen_d", "hedges_g"):
        assert math.isnan(getattr(effects, name))
    assert effects.note == "in a sampling design no effects of ranks, and no d"
    said = "Signed ranks of such answers have no agreed meaning: no rank-biserial effect."
    assert said in table.notes


def test_notes_of_a_design() -> None:
    """Weights, clusters, strata and the rule; strata are not said to be pooled."""
    answers = weighted(cluster=SCHOOLS, stratum=GRADES).sampled(lone_stratum="average")
    table = lk.compare_paired(answers, "before", "after", test="t")
    assert table.notes[:8] == (
        "Scores are the codes as answered.",
        "Weights are sampling weights; n counts respondents.",
        "Clusters of 'cluster' were sampled whole: errors are between clusters.",
        "Signed ranks of such answers have no agreed meaning: no rank-biserial effect.",
        "Standard errors respect the strata of 'stratum', and respondents without a pair.",
        ("Strata of one sampled unit, where there are any, add the average of the other strata's "
        "variances."),
        "Answered under before or after only, and not compared: 1 and 1.",
        "Test: design-based t, clusters minus strata.",
    )  # fmt: skip
    table = lk.compare_paired(weighted(stratum=GRADES), "before", "after", test="t", by="stratum")
    assert "Standard errors respect the strata of 'stratum', in each group." in table.notes
    assert "Test: design-based t, respondents minus strata." in table.notes
    rule: Any
    for rule, said in (
        ("certainty", "are taken as certain to be drawn, and add no variance."),
        ("adjust", "add their deviation from the whole in place of a variance."),
    ):
        answers = weighted(stratum=GRADES).sampled(lone_stratum=rule)
        notes = lk.compare_paired(answers, "before", "after", test="t").notes
        assert f"Strata of one sampled unit, where there are any, {said}" in notes
    # Where strata are pooled the rule has no effect, and the note names no rule.
    plain_answers = answers_of({"item": PAIRS}, stratum=GRADES).sampled(lone_stratum="adjust")
    pooled = lk.compare_paired(plain_answers, "before", "after")
    assert dict(pooled.options)["lone_stratum"] == "raise"
    assert not any("sampled unit" in note for note in pooled.notes)
    assert any(note.startswith("A sampling design was declared") for note in pooled.notes)
    with pytest.raises(ArgumentError, match="'adjust' has no effect without strata"):
        tally_of(PAIRS).sampled(lone_stratum="adjust")


@pytest.mark.parametrize("test", ["wilcoxon", "bowker", "stuart-maxwell", "ordered-marginal"])
@pytest.mark.parametrize("column", ["weight", "cluster"])
def test_other_tests_are_refused(test: Any, column: str) -> None:
    """For they take pairs as independent and alike."""
    answers = answers_of({"item": PAIRS}, **{column: {"weight": WEIGHTS}.get(column, SCHOOLS)})
    said = (
        rf"^test='{test}' is for independent pairs with equal weights, but the data have weights"
        r" or clusters; expected test='t' or test='sign'\.\nHint: no signed-rank"
    )
    with pytest.raises(ArgumentError, match=said):
        row_of(answers, test=test)


def test_weighted_pairs_are_as_good_as_their_rows() -> None:
    """Law 7, with weights and strata; a table of pairs keeps no clusters, and says so."""
    answers = weighted(stratum=GRADES)
    pairs = answers.pairs("before", "after")
    for test in ("t", "sign"):
        one, other = (lk.compare_paired(d, "before", "after", test=test) for d in (answers, pairs))
        assert one == other
        assert lk.compare_paired(pairs, "after", "before", test=test)["item"].pvalue == approx(
            one["item"].pvalue
        )
    clustered = weighted(cluster=SCHOOLS)
    lost = "The clusters of 'cluster' are not kept in these pairs: standard errors"
    table = lk.compare_paired(clustered.pairs("before", "after"), "before", "after", test="t")
    assert any(note.startswith(lost) for note in table.notes)
    kept = lk.compare_paired(clustered, "before", "after", test="t")
    assert not any(note.startswith(lost) for note in kept.notes)
    assert kept["item"].statistic != approx(table["item"].statistic)
    assert (kept["item"].df, table["item"].df) == (3, 11)


def test_by_the_clusters_themselves() -> None:
    """Each cluster is a domain of one unit, which leaves no degree of freedom."""
    table = lk.compare_paired(weighted(cluster=SCHOOLS), "before", "after", test="t", by="cluster")
    assert [row.by for row in table] == [(("cluster", name),) for name in "abcd"]
    assert all(math.isnan(row.df) and math.isnan(row.pvalue) for row in table)
    assert {row.note for row in table} == {
        "one unit with a pair in each stratum: no degrees of freedom"
    }


def test_calibrated_weights_are_taken_as_given_and_said_to_be() -> None:
    """The error does not know of the calibration; a design's weights say nothing of that."""
    frame = pd.DataFrame(
        [[None if one == ABSENT else one for one in pair] for pair in PAIRS], columns=["b", "a"]
    ).assign(ward=["e", "w"] * 7, w=WEIGHTS)
    columns = {"before": {"item": "b"}, "after": {"item": "a"}}
    trial = tally_of(PAIRS).instrument
    answers = lk.Responses.from_wide(frame, trial, columns=columns, weight="w")
    weighting = lk.poststratify(answers, {"e": 20, "w": 60}, by="ward")
    table = lk.compare_paired(answers.weighted(weighting), "before", "after", test="t")
    said = (
        "The weights were calibrated to 'ward', but standard errors of pairs ignore this and "
        "treat the weights as fixed."
    )
    assert said in table.notes
    plainly = lk.compare_paired(answers, "before", "after", test="t")
    assert not any("calibrated" in note for note in plainly.notes)
    total = {ward: sum(WEIGHTS[k] for k in range(side, 14, 2)) for side, ward in enumerate("ew")}
    factors = [{"e": 20, "w": 60}["ew"[k % 2]] / total["ew"[k % 2]] for k in range(14)]
    given = [w * factor for w, factor in zip(WEIGHTS, factors, strict=True)]
    same = row_of(answers_of({"item": PAIRS}, weight=given), test="t")
    assert table["item"].mean_difference == approx(same.mean_difference)
    assert table["item"].statistic == approx(same.statistic)
    raked = lk.rake(answers, {"ward": {"e": 0.5, "w": 0.5}})
    pairs = answers.weighted(raked).pairs("before", "after")
    assert any("calibrated to 'ward'" in note for note in pairs.notes)
    assert any("calibrated to 'ward'" in note for note in (pairs + pairs).notes)
    both = lk.compare_paired(answers.weighted(raked), "before", "after", test="sign", by="ward")
    assert any("calibrated to 'ward'" in note for note in both.notes)
    # Of rows under conditions each condition is calibrated by itself, and a pair has two weights.
    long = answers_of({"item": PAIRS}, ward=["e", "w"] * 7)
    each = long.weighted(lk.poststratify(long, {"e": 20, "w": 60}, by="ward"))
    with pytest.raises(ArgumentError, match="so a respondent has two weights; expected one"):
        row_of(each, test="t")


def test_nothing_changed() -> None:
    """P = 1 and effect 0 with weights as without, and with clusters."""
    same = [(k % 5 + 1, k % 5 + 1) for k in range(14)]
    for columns in ({"weight": WEIGHTS}, {"cluster": SCHOOLS}):
        for test in ("t", "sign"):
            row = row_of(answers_of({"item": same}, **columns), test=test)
            assert (row.pvalue, row.statistic, row.mean_difference) == (1, 0, 0)
            # Nothing varied: how far the mean could lie from 0 is unknown.
            assert math.isnan(row.low)
            assert math.isnan(row.high)
            assert row.note.endswith(f"{EQUAL}, so no interval of the mean difference")
            assert row.superiority == 0.5
            assert row.superiority_low < 0.5 < row.superiority_high


def test_one_respondent() -> None:
    """No spread, no interval, and both say why."""
    row = row_of(answers_of({"item": [(4, 2)]}, weight=[0.3]), test="t")
    assert row.note == "one pair: no spread can be estimated"
    assert (row.mean_difference, row.superiority, row.n_pairs) == (2, 1, 1)
    assert all(map(math.isnan, (row.low, row.high, row.pvalue, row.statistic)))
    row = row_of(answers_of({"item": [(4, 2)]}, weight=[0.3]), test="sign")
    few = "few respondents with changed answers: the normal distribution is a rough guide"
    assert row.note == f"{few}; {ONE}, so no interval of the mean difference"
    assert (row.statistic, row.pvalue) == (1, approx(0.31731, abs=5e-6))
    row = row_of(answers_of({"item": [(4, 2), (3, 1)]}, cluster=["a", "a"]), test="sign")
    assert row.note.endswith(f"; {EQUAL}, so no interval of the mean difference")
    row = row_of(answers_of({"item": [(4, 2), (3, 2)]}, cluster=["a", "a"]), test="sign")
    assert row.note.endswith(
        "; no stratum has two sampled units, so no interval of the mean difference"
    )
    row = row_of(answers_of({"item": [(4, 4)]}, weight=[0.3]), test="t")
    assert (row.pvalue, row.statistic) == (1, 0)
    assert row.note == f"{ONE}, so no interval of the mean difference"


def test_nobody_in_clusters_is_told_without_a_word_on_weights() -> None:
    """No weights, no words about them."""
    row = row_of(answers_of({"item": [(4, None), (None, 2)]}, cluster=["a", "b"]), test="t")
    assert (row.n_pairs, row.note) == (0, "nobody gave a valid answer under both conditions")


def test_tests_that_know_no_clusters_say_so() -> None:
    """Partly paired samples and equivalence, which refuse weights."""
    clustered = answers_of({"item": PAIRS}, cluster=list("aabbccddeeffgg"))
    weighted = answers_of({"item": PAIRS}, weight=[1.0, 2.0] * 7)
    said = "The clusters of 'cluster' are not kept in these pairs: standard errors"
    for function, options in ((lk.equivalence, {"margin": 0.5}), (lk.compare_overlapping, {})):
        assert any(
            note.startswith(said)
            for note in function(clustered, "before", "after", **options).notes
        )
        with pytest.raises(ArgumentError, match="sampling weights; expected none"):
            function(weighted, "before", "after", **options)


def test_nobody_with_a_weight() -> None:
    """Pairs of no weight are sampled, and no pairs."""
    weights = [0.0] * 12 + [1.0, 2.0]
    for test in ("t", "sign"):
        table = lk.compare_paired(
            answers_of({"item": PAIRS}, weight=weights), "before", "after", test=test
        )
        row = table["item"]
        assert (row.n_pairs, row.note) == (
            0, "nobody with a weight above 0 gave a valid answer under both conditions"
        )  # fmt: skip
        assert any(note.startswith("Weight 0: 12 respondents") for note in table.notes)
        assert math.isnan(row.pvalue)
        assert math.isnan(row.mean_difference)
        assert table.effects["item"].note == row.note


@pytest.mark.parametrize("size", [1, 3, 7])
def test_differences_that_are_all_equal_have_no_spread(size: int) -> None:
    """Whatever the weights: rounding must not make a spread of nothing."""
    rng = np.random.default_rng(size)
    for _ in range(15):
        pairs = [(size + 1 + k, 1 + k) for k in rng.integers(0, 3, 12).tolist()]
        columns = {"weight": rng.random(12).tolist(), "cluster": list("aabbbccddddd")}
        for names in (["weight"], ["weight", "cluster"]):
            own = {name: columns[name] for name in names}
            row = row_of(answers_of({"item": pairs}, range(1, 11), **own), test="t")
            assert row.mean_difference == approx(size, rel=1e-14)
            assert math.isnan(row.pvalue)
            assert row.note == EQUAL
            assert math.isnan(row.low)
            assert math.isnan(row.high)
            # The score interval of the share does not shrink to a point.
            assert row.superiority_low < row.superiority_high - 0.1


def test_few_units_are_told_of_a_normal_distribution() -> None:
    """Respondents whose answers changed, or clusters that hold one; below 25."""
    pairs = [(2, 1)] * 12 + [(1, 2)] * 12 + [(3, 3)] * 9
    few = "few respondents with changed answers: the normal distribution is a rough guide"
    assert row_of(answers_of({"item": pairs}, weight=[1.5] * 33), test="sign").note == few
    more = [*pairs, (1, 5)]
    assert row_of(answers_of({"item": more}, weight=[1.5] * 34), test="sign").note == ""
    each = answers_of({"item": more}, cluster=[f"c{k}" for k in range(34)])
    assert row_of(each, test="sign").note == ""
    joined = answers_of({"item": more}, cluster=["c0", *(f"c{k}" for k in range(33))])
    assert row_of(joined, test="sign").note == few.replace("respondents", "clusters")
    wards = ["e"] * 33 + ["w"]
    by_ward = lk.compare_paired(
        answers_of({"item": more}, weight=[1.5] * 34, ward=wards),
        "before",
        "after",
        by="ward",
        test="sign",
    )
    assert all(row.note.startswith(few) for row in by_ward)
    still = answers_of({"item": [(3, 3)] * 5}, weight=[1.5] * 5)
    assert row_of(still, test="sign").note == f"{EQUAL}, so no interval of the mean difference"


def test_a_stratum_of_nobody_takes_no_degree_of_freedom() -> None:
    """As where a part of the data lacks it."""
    pairs = weighted(stratum=GRADES).pairs("before", "after")
    x = pairs.groups.index(("x",))
    tables = {name: getattr(pairs, name).copy() for name in ("counts", "sums", "squares")}
    for table in tables.values():
        table[x] = 0
    row = row_of(attrs.evolve(pairs, **tables), test="t")
    # Respondents of 'y' with two answers, less their stratum.
    pairs_of_y = [pair for pair, grade in zip(PAIRS[:12], GRADES, strict=False) if grade == "y"]
    assert row.df == len(pairs_of_y) - 1


def test_a_view_turns_weighted_pairs() -> None:
    """And what is split by another column respects strata all the same."""
    answers = weighted(stratum=GRADES, ward=["e", "w"] * 7)
    pairs = answers.pairs("before", "after")
    item = attrs.evolve(pairs.instrument["item"], keyed="negative")
    negative = attrs.evolve(pairs, instrument=lk.Instrument("trial", [item])).scored("keyed")
    for test in ("t", "sign"):
        one, other = row_of(pairs, test=test), row_of(negative, test=test)
        assert other.mean_difference == approx(-one.mean_difference)
        assert other.statistic == approx(-one.statistic)
    notes = lk.compare_paired(answers, "before", "after", test="t", by="ward").notes
    assert (
        "Standard errors respect the strata of 'stratum', and respondents without a pair." in notes
    )


def test_clusters_that_cancel_are_no_evidence() -> None:
    """.1 + .2 - .3 is not 0 in floating point; the sign test must not make z = 1 of it."""
    pairs = [(2, 1), (3, 2), (1, 4)] * 2
    answers = answers_of({"item": pairs}, weight=[0.1, 0.2, 0.3] * 2, cluster=list("aaabbb"))
    row = row_of(answers, test="sign")
    assert (row.statistic, row.pvalue, row.superiority) == (0, 1, approx(0.5))
    row = row_of(answers, test="t")
    assert row.mean_difference == approx(-1)
    assert row.note.startswith("no spread among the sampled units")


def test_a_stratum_is_split_by_itself() -> None:
    """By the stratum, each is estimated within itself, and a lone one says so or is refused."""
    grades = ["x"] * 13 + ["y"]
    answers = answers_of({"item": [*PAIRS[:12], (2, 1), (4, 3)]}, weight=WEIGHTS, stratum=grades)
    with pytest.raises(StratumError, match=r"stratum 'y' has one respondent; expected two or more"):
        row_of(answers, test="t")
    with pytest.raises(StratumError, match="'y'"):
        lk.compare_paired(answers, "before", "after", by="stratum", test="t")
    ruled = answers.sampled(lone_stratum="certainty")
    table = lk.compare_paired(ruled, "before", "after", by="stratum", test="t")
    alone = row_of(answers_of({"item": [*PAIRS[:12], (2, 1)]}, weight=WEIGHTS[:13]), test="t")
    row = table.filter(stratum="x")["item"]
    assert (row.statistic, row.mean_difference) == approx((alone.statistic, alone.mean_difference))
    assert (row.df, alone.df) == (12, 12)
    assert math.isnan(table.filter(stratum="y")["item"].pvalue)


def test_clusters_in_engines_are_those_of_pandas() -> None:
    """A lazy frame gives the same table."""
    import polars as pl

    answers = weighted(cluster=SCHOOLS, stratum=GRADES)
    rows = [
        {"who": k, "when": when, "item": pair[side], "weight": WEIGHTS[k], "cluster": SCHOOLS[k],
         "stratum": GRADES[k]}
        for k, pair in enumerate(PAIRS) for side, when in enumerate(("before", "after"))
        if pair[side] != ABSENT and ABSENT not in pair[side:side + 1]
    ]  # fmt: skip
    roles = {name: name for name in ("weight", "cluster", "stratum")}
    lazy = lk.Responses(
        pl.DataFrame(rows).lazy(), answers.instrument, respondent="who", condition="when", **roles
    )
    eager = lk.Responses(
        pd.DataFrame(rows), answers.instrument, respondent="who", condition="when", **roles
    )
    for test in ("t", "sign"):
        one, other = (row_of(data, test=test) for data in (lazy, eager))
        assert one.columns() == approx(other.columns(), nan_ok=True) or (
            one.pvalue,
            one.statistic,
            one.low,
            one.n_first_only,
        ) == approx((other.pvalue, other.statistic, other.low, other.n_first_only))
        assert other.statistic == approx(row_of(answers, test=test).statistic)


@pytest.mark.parametrize("rule", ["certainty", "adjust", "average"])
def test_without_degrees_of_freedom_there_is_no_test(rule: Any) -> None:
    """Each of two strata has one respondent: a rule may give an error, but no t."""
    answers = answers_of({"item": [(5, 1), (3, 2)]}, weight=[1.0, 2.0], stratum=["x", "y"])
    row = row_of(answers.sampled(lone_stratum=rule), test="t")
    assert row.mean_difference == approx(2)
    assert all(map(math.isnan, (row.df, row.pvalue, row.statistic, row.low, row.high)))
    none = "one unit with a pair in each stratum: no degrees of freedom"
    assert row.note == ("no stratum has two sampled units" if rule == "average" else none)
