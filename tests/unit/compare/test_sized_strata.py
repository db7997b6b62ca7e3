"""Comparisons of answers without weights whose strata count by the people of a population."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk
from likertkit.compare._declared_design import people_per_answer
from likertkit.errors import ArgumentError, PopulationError, StratumError
from likertkit.tally import Axis, Design

ONE = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
FRAME = pd.DataFrame({
    "clear": [1, 3, 2, 4, 5, 3, 5, 4, 2, 1],
    "later": [2, 3, 4, 4, 5, 5, 3, 4, 2, 2],
    "ward": list("abababaabb"),
    "grade": list("xxxxyyyyyy"),
    "school": [1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
})  # fmt: skip
SIZES = {"x": 40, "y": 12}
PAIR = ("before", "after")


def once(frame: pd.DataFrame = FRAME, **roles: Any) -> lk.Responses:
    """Return the first answers, in strata."""
    return lk.Responses(frame, ONE, **{"stratum": "grade", **roles})


def twice(frame: pd.DataFrame = FRAME, **roles: Any) -> lk.Responses:
    """Return both answers, in strata."""
    columns = {"before": {"clear": "clear"}, "after": {"clear": "later"}}
    return lk.Responses.from_wide(frame, ONE, columns=columns, stratum="grade", **roles)


def test_a_population_without_strata():
    """One size: every answer stands for as many, and the error is smaller by the correction."""
    frame = FRAME.drop(columns="grade")
    plain = lk.Responses(frame.assign(w=1.0), ONE, weight="w")
    sized = lk.Responses(frame, ONE).sampled(population=40)
    row, free = (lk.compare_groups(data, "ward", test="t").rows[0] for data in (sized, plain))
    assert row.mean_difference == approx(free.mean_difference)
    assert (row.high - row.low) / (free.high - free.low) == approx(math.sqrt(1 - 10 / 40))
    assert row.df == free.df == 9


def test_a_census_is_exact():
    """Everybody was asked, and answered."""
    everybody = {"x": 4, "y": 6}
    row = lk.compare_groups(once().sampled(population=everybody), "ward", test="t").rows[0]
    assert row.low == row.mean_difference == row.high
    assert row.note == "everybody was asked: the difference is exact"
    row = lk.compare_paired(twice().sampled(population=everybody), *PAIR, test="t").rows[0]
    assert row.low == row.mean_difference == row.high
    assert row.note.startswith("everybody was asked")


@pytest.mark.parametrize("roles", [{}, {"cluster": "school"}])
def test_a_stratum_without_answers_leaves_no_figure(roles):
    """Nobody knows what its people would say: the same reason as that of the means."""
    frame = FRAME.assign(clear=FRAME["clear"].where(FRAME["grade"] == "x"))
    reason = "no valid answers in stratum 'y': merge it by `sampled(collapse=...)`"
    sized = once(frame, **roles).sampled(population=SIZES)
    assert lk.means(sized)["clear"].note == reason
    table = lk.compare_groups(sized, "ward", test="t")
    assert table.rows[0].note == table.omnibus["clear"].note == reason
    assert math.isnan(table.rows[0].mean_difference)
    paired = lk.compare_paired(twice(frame, **roles).sampled(population=SIZES), *PAIR, test="t")
    assert paired["clear"].note == paired.effects["clear"].note == reason
    assert math.isnan(paired["clear"].mean_difference)
    silent = once(FRAME.assign(clear=None), **roles).sampled(population=SIZES)
    assert "no valid answers in 'a' or 'b'" in (
        lk.compare_groups(silent, "ward", test="t").rows[0].note.replace(" and ", " or ")
    )


def test_sizes_that_do_not_fit():
    """People whom nobody asked, and more answers than people."""
    for sizes, told in (
        ({**SIZES, "z": 7}, "nobody is in stratum 'z'"),
        ({"x": 40}, "stratum 'y' has 6 respondents and no size"),
        ({"x": 40, "y": 5}, "more than the 5 people"),
    ):
        with pytest.raises(PopulationError, match=told):
            lk.compare_groups(once().sampled(population=sizes), "ward", test="t")
        with pytest.raises(PopulationError, match=told):
            lk.compare_paired(twice().sampled(population=sizes), *PAIR, test="t")


def test_a_stratum_of_one_answer():
    """It has no spread, however many of its people did not answer; a rule is declared beside."""
    frame = FRAME.assign(clear=FRAME["clear"].where(FRAME.index != 1).where(FRAME.index > 1, 3))
    frame.loc[[1, 2, 3], "clear"] = None
    with pytest.raises(StratumError, match="stratum 'x' has one valid answer"):
        lk.compare_groups(once(frame).sampled(population=SIZES), "ward", test="t")
    with pytest.raises(StratumError, match="stratum 'x' has one pair"):
        lk.compare_paired(twice(frame).sampled(population=SIZES), *PAIR, test="t")
    ruled = {"population": SIZES, "lone_stratum": "certainty"}
    row = lk.compare_groups(once(frame).sampled(**ruled), "ward", test="t").rows[0]
    assert row.low < row.high


def test_conditions_have_no_population_together():
    """Each person is in the population once."""
    frame = pd.concat([FRAME.assign(when="before"), FRAME.assign(when="after")])
    answers = once(frame, condition="when").sampled(population=SIZES)
    with pytest.raises(ArgumentError, match="the groups are conditions"):
        lk.compare_groups(answers, "when", test="t")
    wide = answers.sampled(population=SIZES, finite_population=False)
    with pytest.raises(ArgumentError, match="the groups are conditions") as caught:
        lk.compare_groups(wide, "when", test="t")
    assert "finite_population" not in str(caught.value)
    with pytest.raises(ArgumentError, match=r"by=\(\) pools the conditions"):
        lk.compare_groups(answers, "ward", by=(), test="t")
    apart = lk.compare_groups(answers, "ward", test="t")
    alone = lk.compare_groups(once().sampled(population=SIZES), "ward", test="t").rows[0]
    assert [row.low for row in apart] == approx([alone.low, alone.low])


def test_what_does_not_know_people():
    """Whole respondents that change sign count alike; ranks have no effect here."""
    sized = twice().sampled(population=SIZES)
    with pytest.raises(ArgumentError, match="or the sizes of a population"):
        lk.compare_paired(sized, *PAIR, test="t", correction="max-t")
    with pytest.raises(ArgumentError, match="in a sampling design"):
        lk.compare_paired(sized, *PAIR, test="t", zeros="wilcoxon")
    table = lk.compare_paired(sized, *PAIR, test="t")
    assert math.isnan(table["clear"].rank_biserial)
    assert any("Ranks do not use the population" in note for note in table.notes)


def test_rank_tests_say_that_they_do_not_use_it():
    """They are what they were: of simple random samples."""
    sized = once().sampled(population=SIZES)
    for test in ("brunner-munzel", "linear-by-linear"):
        table = lk.compare_groups(sized, "ward", test=test)  # type: ignore[arg-type]
        assert table.rows == lk.compare_groups(once(), "ward", test=test).rows  # type: ignore[arg-type]
        (note,) = (note for note in table.notes if "does not use the population" in note)
        assert note.endswith("test='mann-whitney', test='t' and test='proportion' use it.")
    with pytest.raises(ArgumentError, match="data have a declared population"):
        lk.compare_groups(sized, "ward", method="exact")


def test_clusters_of_one_stratum_may_all_be_alike():
    """What the strata explain is no error: answers that differ between strata alone have none."""
    frame = FRAME.assign(clear=[1] * 4 + [5] * 6, later=[3] * 4 + [4] * 6, ward=["a", "b"] * 5)
    sized = twice(frame, cluster="school").sampled(population=SIZES)
    row = lk.compare_paired(sized, *PAIR, test="t")["clear"]
    assert row.mean_difference == approx((40 * -2 + 12 * 1) / 52)
    assert math.isnan(row.low)
    assert math.isnan(row.pvalue)
    assert "no spread" in row.note
    one = once(frame, cluster="school").sampled(population=SIZES)
    row = lk.compare_groups(one, "ward", test="t").rows[0]
    assert row.mean_difference == approx(0, abs=1e-12)


def test_one_cluster_tells_of_no_spread():
    """Nor does the test of all groups."""
    frame = FRAME.assign(grade="x", school=1, ward=list("abcabcabca"))
    table = lk.compare_groups(
        once(frame, cluster="school").sampled(population={"x": 40}, lone_stratum="certainty"),
        "ward",
        test="t",
    )
    assert math.isnan(table.rows[0].low)
    assert table.omnibus["clear"].note == "the design leaves no spread to compare the groups by"


def test_without_sizes_every_answer_stands_for_itself():
    """What an answer stands for is the people of its stratum over its answers."""
    answers, sampled = np.array([2, 3]), np.array([4, 3])
    axes = (Axis("grade", "stratum"),)
    known = {"condition": None, "strata": ("x", "y"), "answers": answers, "sampled": sampled}
    alike = people_per_answer(Design(), axes, **known)
    assert (alike.weights.tolist(), alike.problem) == ([1, 1], "")
    sized = people_per_answer(Design(population=SIZES), axes, **known)
    assert sized.weights.tolist() == [20, 4]


def test_a_domain_of_the_sample_is_a_part_of_it():
    """The answers that `where()` leaves out tell how many people the others stand for."""
    frame = FRAME.assign(sex=list("ffmfmffmmf"))
    sized = once(frame).sampled(population=SIZES)
    whole = lk.compare_groups(sized, "ward", by="sex", test="t")
    inside = lk.compare_groups(sized.where(sex="f"), "ward", test="t")["clear"]
    row = whole.filter(sex="f")["clear"]
    assert (inside.mean_difference, inside.low, inside.df) == approx(
        (row.mean_difference, row.low, row.df)
    )
    pairs = twice(frame).sampled(population=SIZES)
    part = lk.compare_paired(pairs, *PAIR, test="t", by="sex").filter(sex="f")["clear"]
    alone = lk.compare_paired(pairs.where(sex="f"), *PAIR, test="t")["clear"]
    assert (alone.mean_difference, alone.low, alone.df) == approx(
        (part.mean_difference, part.low, part.df)
    )
