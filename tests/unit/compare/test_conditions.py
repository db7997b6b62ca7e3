from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats
from statsmodels.stats.multitest import multipletests
from tests.reference.friedman import friedman_pvalues

import likertkit as lk
from likertkit.compare import ConditionRankRow, ConditionsRow, ConditionsTable
from likertkit.errors import ArgumentError, ArgumentTypeError, MissingColumnError, OptionError

SCALE = lk.LikertScale(nonsubstantive={"Not asked": 9})
TWO = lk.Instrument("trial", [lk.Item("clear", SCALE), lk.Item("tired", SCALE, keyed="negative")])
SCORES = np.array([[1, 2, 4], [2, 2, 5], [3, 1, 4], [1, 3, 3], [4, 4, 4]])
FRAME = pd.DataFrame({
    "who": np.repeat(np.arange(5), 3),
    "when": list("abc") * 5,
    "clear": SCORES.reshape(-1),
    "tired": SCORES.reshape(-1),
    "ward": np.repeat(list("xxyyy"), 3),
})  # fmt: skip
ROLES = {"respondent": "who", "condition": "when"}


def answers(frame=FRAME, **more: str) -> lk.Responses:
    """Return the answers of a frame."""
    return lk.Responses(frame, TWO, **ROLES, **more)


def test_friedman_of_all_who_answered_all():
    """SciPy on the same respondents, with the ranks and means of each condition."""
    found = lk.compare_conditions(answers(), method="asymptotic")
    assert isinstance(found, ConditionsTable)
    assert all(isinstance(row, ConditionsRow) for row in found)
    row = found["clear"]
    theirs = stats.friedmanchisquare(*SCORES.T)
    assert (row.statistic, row.pvalue) == approx(tuple(theirs))
    assert (row.n, row.n_incomplete, row.n_conditions, row.df) == (5, 0, 3, 2.0)
    assert row.kendall_w == approx(row.statistic / 10)
    assert row.method == "Friedman, asymptotic (chi-square)"
    assert [one.pvalue_adjusted for one in found] == approx([2 * row.pvalue] * 2)
    ranks = found.ranks.filter(item="clear")
    assert all(isinstance(one, ConditionRankRow) for one in ranks)
    assert [one.condition for one in ranks] == ["a", "b", "c"]
    assert [one.mean for one in ranks] == approx(SCORES.mean(axis=0))
    assert [one.mean_rank for one in ranks] == approx(stats.rankdata(SCORES, axis=1).mean(axis=0))
    assert (
        list(found.to_frame().columns)
        == (
            "item n n_incomplete n_conditions statistic df pvalue pvalue_adjusted kendall_w method "
            "note"
        ).split()
    )
    assert list(found.ranks.to_frame().columns) == "item condition n mean mean_rank".split()
    assert any("Conditions: a, b, c; of respondents who" in note for note in found.notes)
    assert any("Holm, the family being 2 p-values (all items)" in note for note in found.notes)


def test_how_the_p_value_is_found():
    """Exact where that is quick, by chance on request; few respondents are told of χ²."""
    row = lk.compare_conditions(answers())["clear"]
    assert row.method == "Friedman, exact"
    assert row.pvalue == approx(float(friedman_pvalues(SCORES.tolist())[0]), rel=1e-12)
    assert row == lk.compare_conditions(answers(), method="exact")["clear"]
    assert row.note == ""
    chance, again = (
        lk.compare_conditions(answers(), method="monte-carlo", rng=3, n_resamples=5000)
        for _ in range(2)
    )
    assert chance == again
    assert chance["clear"].method == "Friedman, Monte Carlo"
    assert chance["clear"].pvalue == approx(row.pvalue, abs=0.02)
    assert (chance["clear"].statistic, chance["clear"].kendall_w) == (row.statistic, row.kendall_w)
    options = dict(chance.options)
    assert (options["method"], options["n_resamples"], options["rng"]) == ("monte-carlo", 5000, 3)
    drawn = lk.compare_conditions(answers(), method="monte-carlo", rng=np.random.default_rng(3))
    assert dict(drawn.options)["rng"] is None
    assert dict(drawn.options)["n_resamples"] == 9999
    few = lk.compare_conditions(answers(), method="asymptotic")["clear"].note
    assert few == "few respondents: χ² is a rough guide"


def test_exact_p_values_have_a_least_one_and_a_limit():
    """Two respondents cannot be significant; many conditions are too many to count."""
    two = lk.compare_conditions(answers(FRAME[FRAME["who"] < 2]))["clear"]
    least = float(friedman_pvalues(SCORES[:2].tolist())[1])
    told = f"{least:.3g}".removeprefix("0")
    assert two.note == f"with 2 respondents no p-value can lie below {told}"
    wide = np.random.default_rng(1).permuted(np.tile(np.arange(8), (10, 1)), axis=1)
    scale = lk.LikertScale(tuple(range(8)))
    trial = lk.Instrument("trial", [lk.Item("clear", scale)])
    frame = pd.DataFrame(wide, columns=list("abcdefgh"))
    columns = {name: {"clear": name} for name in frame.columns}
    many = lk.Responses.from_wide(frame, trial, columns=columns)
    row = lk.compare_conditions(many)["clear"]
    assert row.method == "Friedman, asymptotic (chi-square)"
    assert row.note == (
        "few respondents: χ² is a rough guide, method='monte-carlo' needs no large numbers"
    )
    with pytest.raises(ArgumentError, match=r"item 'clear' has 10 respondents under 8 conditions"):
        lk.compare_conditions(many, method="exact")
    large = lk.Responses.from_wide(pd.concat([frame] * 3), trial, columns=columns)
    assert lk.compare_conditions(large)["clear"].note == ""


def test_who_did_not_answer_all_is_counted():
    """Blank, nonsubstantive, absent; and not those who answered nothing."""
    frame = FRAME.copy()
    frame.loc[(frame["who"] == 0) & (frame["when"] == "b"), "clear"] = np.nan
    frame.loc[(frame["who"] == 1) & (frame["when"] == "c"), "clear"] = 9
    frame.loc[frame["who"] == 2, "clear"] = np.nan
    frame = frame.drop(index=[9])
    found = lk.compare_conditions(answers(frame))
    assert (found["clear"].n, found["clear"].n_incomplete) == (1, 3)
    assert (found["tired"].n, found["tired"].n_incomplete) == (4, 1)
    # The one who is left always gave the same answer.
    assert (found["clear"].pvalue, found["clear"].kendall_w) == (1.0, 0.0)
    nobody = lk.compare_conditions(answers(frame[frame["who"] < 3]))["clear"]
    assert (nobody.n, nobody.note) == (0, "nobody answered under every condition")
    assert math.isnan(nobody.pvalue)
    ranks = lk.compare_conditions(answers(frame[frame["who"] < 3])).ranks.filter(item="clear")
    assert all(math.isnan(one.mean) and math.isnan(one.mean_rank) for one in ranks)


def test_conditions_groups_and_views():
    """Some of the conditions in the order asked, groups apart, scores of the view."""
    four = pd.concat([FRAME, FRAME[FRAME["when"] == "a"].assign(when="d")])
    found = lk.compare_conditions(answers(four), conditions=["c", "a", "b"], by="ward")
    assert found.names[:2] == ("ward", "item")
    assert [(dict(row.by)["ward"], row.item, row.n) for row in found] == [
        ("x", "clear", 2),
        ("x", "tired", 2),
        ("y", "clear", 3),
        ("y", "tired", 3),
    ]
    assert [row.condition for row in found.ranks][:3] == ["c", "a", "b"]
    assert any("(all items by ward)" in note for note in found.notes)
    keyed = lk.compare_conditions(answers().scored("keyed"))
    assert keyed["tired"].statistic == approx(keyed["clear"].statistic)
    means = [[row.mean for row in keyed.ranks.filter(item=item)] for item in ("clear", "tired")]
    assert [6 - mean for mean in means[0]] == approx(means[1])
    assert dict(keyed.options)["view"] == "keyed"
    noted = lk.studies.balint().synthetic(np.random.default_rng(1)).participants
    with pytest.raises(ArgumentError, match="expected three or more"):
        lk.compare_conditions(noted)


def test_what_cannot_be_compared_is_an_error():
    """Two conditions, a tally, a design, unknown words and names."""
    with pytest.raises(ArgumentError, match="the conditions are 'a', 'b'; expected three"):
        lk.compare_conditions(answers(), conditions=["a", "b"])
    with pytest.raises(ArgumentError, match="the conditions are none; expected three"):
        lk.compare_conditions(answers(), conditions=[])
    with pytest.raises(ArgumentTypeError, match="of type Tally are not Responses"):
        lk.compare_conditions(answers().tally())
    for role, what in (("weight", "sampling weights"), ("cluster", "clusters")):
        designed = answers(FRAME.assign(role=1.0), **{role: "role"})
        with pytest.raises(ArgumentError, match=f"have {what}"):
            lk.compare_conditions(designed)
    with pytest.raises(OptionError, match="test"):
        lk.compare_conditions(answers(), test="anova")
    with pytest.raises(OptionError, match="correction"):
        lk.compare_conditions(answers(), correction="some")
    with pytest.raises(MissingColumnError):
        lk.compare_conditions(answers(), by="hospital")


def test_every_two_conditions_are_compared_by_pairs():
    """Each by SciPy's enumeration of all signs, all of them adjusted together by statsmodels."""
    found = lk.compare_conditions(answers()).pairs
    assert found.by == ("first", "second")
    assert [(dict(row.by)["first"], dict(row.by)["second"], row.item) for row in found] == [
        (*pair, item) for pair in ("ab", "ac", "bc") for item in ("clear", "tired")
    ]
    sides = {name: SCORES[:, k] for k, name in enumerate("abc")}
    for row in found:
        differences = sides[dict(row.by)["first"]] - sides[dict(row.by)["second"]]
        ranks = stats.rankdata(abs(differences)) * (differences != 0)
        sums = [signs @ ranks for signs in itertools.product((-1, 1), repeat=5)]
        observed = abs(np.sign(differences) @ ranks)
        assert row.pvalue == approx(np.mean(np.abs(sums) >= observed - 1e-9))
        assert row.mean_difference == approx(differences.mean())
        assert row.n_pairs == 5
    theirs = multipletests([row.pvalue for row in found], method="holm")[1]
    assert [row.pvalue_adjusted for row in found] == approx(theirs)
    assert any("(all items and pairs of conditions)" in note for note in found.notes)
    assert any("signed-rank (Pratt), exact" in note for note in found.notes)


def test_pairs_of_conditions_by_group_and_level():
    """A group's columns stand first; who answered under two of three is in their pair."""
    frame = FRAME[~((FRAME["who"] == 4) & (FRAME["when"] == "c"))]
    found = lk.compare_conditions(answers(frame), by="ward", confidence_level=0.5)
    narrow = found.pairs.filter(ward="y", first="a", second="b")["clear"]
    assert narrow.n_pairs == 3
    assert found.pairs.filter(ward="y", first="a", second="c")["clear"].n_pairs == 2
    wide = lk.compare_conditions(answers(frame), by="ward").pairs
    assert narrow.high - narrow.low < (
        (row := wide.filter(ward="y", first="a", second="b")["clear"]).high - row.low
    )
    assert "(all items and pairs of conditions by ward)" in found.pairs.notes[-1]
    assert list(found.pairs.to_frame().columns)[:4] == ["ward", "first", "second", "item"]


def test_pairs_of_conditions_that_nobody_shares():
    """No pair has a test, and the note says which it would have been."""
    frame = FRAME[FRAME["who"].map(dict(zip(range(5), "abcab", strict=True))) == FRAME["when"]]
    found = lk.compare_conditions(answers(frame)).pairs
    assert all(math.isnan(row.pvalue_adjusted) for row in found)
    assert "Test: signed-rank." in found.notes
