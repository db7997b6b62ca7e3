from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats

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
    found = lk.compare_conditions(answers())
    assert isinstance(found, ConditionsTable)
    assert all(isinstance(row, ConditionsRow) for row in found)
    row = found["clear"]
    theirs = stats.friedmanchisquare(*SCORES.T)
    assert (row.statistic, row.pvalue) == approx(tuple(theirs))
    assert (row.n, row.n_incomplete, row.n_conditions, row.df) == (5, 0, 3, 2.0)
    assert row.kendall_w == approx(row.statistic / 10)
    assert row.method == "Friedman, chi-square"
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
    with pytest.raises(ArgumentTypeError, match="of type Tally are no Responses"):
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
