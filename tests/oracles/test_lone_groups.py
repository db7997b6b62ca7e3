"""Groups compared where strata have one unit, against each rule of R's survey (lone_groups.R).

Closed forms agree to the fifteen digits that R prints.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats

import likertkit as lk
from likertkit.errors import StratumError

RTOL = 1e-9
ORACLE = json.loads(Path(__file__).with_name("lone_groups.json").read_text("utf-8"))
ONE = lk.Instrument("one", [lk.Item("clear", lk.LikertScale())])
ROLES: dict[str, dict[str, Any]] = {
    "respondent": {"stratum": "stratum", "weight": "weight"},
    "cluster": {"stratum": "district", "weight": "weight", "cluster": "school"},
}


def bound(unit: str) -> lk.Responses:
    """Return the people of the oracle, in a design of respondents or of clusters."""
    return lk.Responses(pd.DataFrame(ORACLE["people"]), ONE, **ROLES[unit])


@pytest.mark.parametrize("rule", ["certainty", "adjust", "average"])
@pytest.mark.parametrize("unit", list(ROLES))
def test_lone_strata_match_survey(unit: str, rule: Any) -> None:
    """Two groups by svyby and svycontrast of the subset; all by their covariance, and svyglm."""
    theirs = ORACLE["designs"][unit][rule]
    answers = bound(unit).sampled(lone_stratum=rule)
    table = lk.compare_groups(answers, "ward", test="t")
    for pair in theirs["pairs"]:
        table_of_pair = lk.compare_groups(
            answers, "ward", first=pair["first"], second=pair["second"], test="t"
        )
        row = table_of_pair["clear"]
        assert row.mean_difference == approx(pair["difference"], rel=RTOL)
        assert row.mean_difference / row.statistic == approx(pair["se"], rel=RTOL)
        assert row.df == pair["df"]
        half = stats.t.ppf(0.975, row.df) * pair["se"]
        assert (row.low, row.high) == approx(
            (pair["difference"] - half, pair["difference"] + half), rel=RTOL
        )
        assert 0 <= row.superiority_low < row.superiority < row.superiority_high <= 1
    whole = table.omnibus["clear"]
    assert whole.statistic == approx(theirs["wald"], rel=1e-8)
    assert whole.statistic == approx(theirs["glm_wald"], rel=1e-8)
    assert (whole.df, whole.df_within) == (2.0, theirs["df"])
    assert whole.pvalue == approx(stats.f.sf(whole.statistic, 2, whole.df_within), rel=RTOL)


@pytest.mark.parametrize(
    ("unit", "named"), [("respondent", "'solo' has one respondent"), ("cluster", "'end' has one c")]
)
def test_lone_strata_raise_unless_a_rule_is_named(unit: str, named: str) -> None:
    """By name, with how to name a rule; but not where the groups have nobody there."""
    with pytest.raises(StratumError, match=named) as caught:
        lk.compare_groups(bound(unit), "ward", first="east", second="west", test="t")
    assert "name a rule, such as `sampled(lone_stratum='adjust')`" in str(caught.value)
    frame = pd.DataFrame(ORACLE["people"])
    # The last two people are those who are alone; without a ward they are in no group.
    answers = lk.Responses(frame.assign(ward=frame["ward"][:42]), ONE, **ROLES[unit])
    row = lk.compare_groups(answers, "ward", first="east", second="west", test="t")["clear"]
    assert not math.isnan(row.pvalue)
