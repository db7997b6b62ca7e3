"""Laws of groups inside a sampling design: units counted row by row, all groups in one pass."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - reads as a sentence
from scipy import stats
from tests.strategies import fewer

import likertkit as lk

TWO = lk.Instrument(
    "two", [lk.Item(name, lk.LikertScale(positive="high")) for name in ("clear", "calm")]
)
ITEMS = ("clear", "calm")
answer = st.one_of(st.none(), st.integers(1, 5))


@st.composite
def frames(draw, groups: str = "abcd") -> pd.DataFrame:
    """Draw respondents in groups, clusters and strata, with weights, some 0, and blanks."""
    n = draw(st.integers(8, 30))
    schools = draw(st.lists(st.integers(0, 9), min_size=n, max_size=n))
    # Two clusters or more in every stratum, though not of every group.
    schools[:4] = [0, 1, 2, 3]
    columns = {
        "ward": draw(st.lists(st.sampled_from(groups), min_size=n, max_size=n)),
        "clear": draw(st.lists(answer, min_size=n, max_size=n)),
        "calm": draw(st.lists(answer, min_size=n, max_size=n)),
        "w": draw(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.5]), min_size=n, max_size=n)),
        "school": schools,
    }
    columns["ward"][:2] = groups[:2]
    columns["w"][0] = 1.0
    frame = pd.DataFrame(columns)
    return frame.assign(grade=frame["school"] % 2)


def declared(*, clustered: bool, weighted: bool) -> dict[str, str]:
    """Return the columns of the design; there is always one part of it at least."""
    roles = {"stratum": "grade"}
    if clustered:
        roles["cluster"] = "school"
    if weighted or not clustered:
        roles["weight"] = "w"
    return roles


@given(frame=frames(), clustered=st.booleans(), weighted=st.booleans())
def test_degrees_of_freedom_are_units_with_an_answer(frame, clustered, weighted):
    """Clusters, or respondents of a weight above 0, less strata, of both groups together."""
    roles = declared(clustered=clustered, weighted=weighted)
    found = lk.compare_groups(lk.Responses(frame, TWO, **roles), "ward", test="t")
    some = frame[frame["w"] > 0] if "weight" in roles else frame
    for row in found:
        own = some[some["ward"].isin([row.first, row.second]) & some[row.item].notna()]
        assert row.n_first + row.n_second == len(own)
        if min(row.n_first, row.n_second) == 0:
            assert row.note.startswith("no valid answers in ")
            continue
        n_units = own["school"].nunique() if clustered else len(own)
        assert row.df == n_units - own["grade"].nunique()
    for row in found.omnibus:
        own = some[some[row.item].notna()]
        assert (row.n, row.n_groups) == (len(own), own["ward"].nunique())
        if not math.isnan(row.df_within):
            n_units = own["school"].nunique() if clustered else len(own)
            assert row.df_within == n_units - own["grade"].nunique()


def influences(frame: pd.DataFrame, item: str, *, clustered: bool, weighted: bool):
    """Return what each sampled unit adds to the mean of each group, with the stratum of each."""
    weights = frame["w"] if weighted else pd.Series(1.0, index=frame.index)
    there = frame[item].notna() & (weights > 0)
    wards = sorted(frame.loc[there, "ward"].unique())
    parts = {}
    for ward in wards:
        inside = there & (frame["ward"] == ward)
        w = weights.where(inside, 0.0)
        mean = (w * frame[item].fillna(0)).sum() / w.sum()
        parts[ward] = (w * (frame[item].fillna(0) - mean) / w.sum(), mean)
    moves = pd.DataFrame({ward: part for ward, (part, _) in parts.items()})
    unit = frame["school"] if clustered else frame.index
    moves = moves.groupby([frame["grade"], unit]).sum()
    return moves, np.array([mean for _, mean in parts.values()])


@given(frame=frames(), clustered=st.booleans(), weighted=st.booleans())
def test_all_groups_have_the_wald_f_of_the_rows(frame, clustered, weighted):
    """By the covariance of the units' contributions, stratum by stratum."""
    roles = declared(clustered=clustered, weighted=weighted)
    found = lk.compare_groups(lk.Responses(frame, TWO, **roles), "ward", test="t").omnibus
    for row in found:
        if row.n_groups < 2 or math.isnan(row.pvalue) or row.statistic == 0:
            continue
        moves, means = influences(frame, row.item, clustered=clustered, weighted="weight" in roles)
        covariance = sum(
            len(own) * np.cov(own.to_numpy().T, ddof=1) for _, own in moves.groupby(level=0)
        )
        contrasts = np.hstack([np.eye(len(means) - 1), -np.ones((len(means) - 1, 1))])
        found_means, middle = contrasts @ means, contrasts @ covariance @ contrasts.T
        k = len(means) - 1
        # Solved the same way, of a matrix that may be badly conditioned.
        wald = found_means @ np.linalg.solve(middle, found_means) / k
        assert row.statistic == approx(wald, rel=1e-6)
        assert row.pvalue == approx(stats.f.sf(row.statistic, k, row.df_within), rel=1e-9)


RULES = ["certainty", "adjust", "average"]


@given(frame=frames(groups="ab"), rule=st.sampled_from(RULES), clustered=st.booleans())
def test_lone_strata_have_one_rule_in_all_rooms(frame, rule, clustered):
    """Of two groups, F is the square of t; against a group that is all alike, se is the mean's.

    The last respondent is a stratum of one unit.
    """
    frame = frame.assign(grade=frame["grade"].where(frame.index < len(frame) - 1, 2))
    frame.loc[len(frame) - 1, "school"] = 99
    roles = declared(clustered=clustered, weighted=True)
    ruled = lk.Responses(frame, TWO, **roles).sampled(lone_stratum=rule)
    table = lk.compare_groups(ruled, "ward", test="t")
    for row, whole in zip(table, table.omnibus, strict=True):
        assert row.low < row.high or row.note
        if min(row.n_first, row.n_second):
            assert whole.statistic == approx(row.statistic**2, rel=1e-9, nan_ok=True)
            assert whole.pvalue == approx(row.pvalue, rel=1e-9, nan_ok=True)
    # Whoever is in ward "b" gave a 3: their group adds nothing to the error, and has answers in
    # the strata that ward "a" has answers in.
    alike = frame.assign(ward="a")
    alike = pd.concat([alike, alike.assign(ward="b", clear=alike["clear"].where(
        alike["clear"].isna(), 3))], ignore_index=True)  # fmt: skip
    answers = lk.Responses(alike, TWO, **roles).sampled(lone_stratum=rule)
    row = lk.compare_groups(answers, "ward", test="t")["clear"]
    mean = next(iter(lk.means(answers, by="ward").filter(item="clear")))
    if mean.se > 0 and row.statistic > 0:
        assert row.mean_difference / row.statistic == approx(mean.se, rel=1e-9)


@given(frame=frames(groups="ab"), clustered=st.booleans(), weighted=st.booleans())
def test_of_two_groups_f_is_the_square_of_t(frame, clustered, weighted):
    """And both have one p-value, or neither."""
    roles = declared(clustered=clustered, weighted=weighted)
    table = lk.compare_groups(lk.Responses(frame, TWO, **roles), "ward", test="t")
    for item in ITEMS:
        row, whole = table[item], table.omnibus[item]
        if min(row.n_first, row.n_second):
            assert whole.statistic == approx(row.statistic**2, rel=1e-9, nan_ok=True)
            assert whole.pvalue == approx(row.pvalue, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("test", ["mann-whitney", "proportion"])
@given(frame=frames(groups="ab"), clustered=st.booleans(), weighted=st.booleans())
@fewer(0.2)
def test_ranks_and_proportions_by_the_design(test, frame, clustered, weighted):
    """Swapping, bounds, levels, the scale of weights; of two groups F is the square of t."""
    roles = declared(clustered=clustered, weighted=weighted)
    answers = lk.Responses(frame, TWO, **roles)
    table = lk.compare_groups(answers, "ward", test=test)
    wider = lk.compare_groups(answers, "ward", test=test, confidence_level=0.99)
    scaled = lk.Responses(frame.assign(w=frame["w"] * 8), TWO, **roles)
    rescaled = lk.compare_groups(scaled, "ward", test=test)
    swapped = lk.compare_groups(answers, "ward", first="b", second="a", test=test)
    for item in ITEMS:
        row, back, wide = table[item], swapped[item], wider[item]
        again = rescaled[item]
        assert row.pvalue == approx(back.pvalue, rel=1e-9, nan_ok=True)
        assert row.statistic == approx(-back.statistic, rel=1e-9, nan_ok=True)
        assert row.pvalue == approx(again.pvalue, rel=1e-9, nan_ok=True)
        assert (row.low, row.high) == approx((-back.high, -back.low), abs=1e-12, nan_ok=True)
        assert math.isnan(row.pvalue) or 0 < row.pvalue <= 1
        assert row.note or not math.isnan(row.pvalue + row.low)
        if not math.isnan(row.low):
            assert wide.low - 1e-12 <= row.low <= row.mean_difference + 1e-12
            assert row.mean_difference - 1e-12 <= row.high <= wide.high + 1e-12
        whole = table.omnibus[item]
        if min(row.n_first, row.n_second) and (whole.note == row.note == ""):
            assert whole.statistic == approx(row.statistic**2, rel=1e-8, nan_ok=True)
            assert whole.pvalue == approx(row.pvalue, rel=1e-8, nan_ok=True)


@given(frame=frames(groups="ab"))
@fewer(0.2)
def test_whole_weights_are_copies(frame):
    """Law 4: proportions, the superiority and the mean ranks are those of the repeated rows."""
    frame = frame.assign(w=(frame["w"] * 2).astype(int))
    copies = frame.loc[frame.index.repeat(frame["w"])].reset_index(drop=True)
    rows = lk.compare_groups(lk.Responses(frame, TWO, weight="w"), "ward", test="proportion")
    if copies["ward"].nunique() < 2:
        return
    repeated = lk.compare_groups(lk.Responses(copies, TWO), "ward", test="proportion")
    for row in rows:
        if not min(row.n_first, row.n_second):
            continue
        other = repeated[row.item]
        assert (row.proportion_first, row.proportion_second, row.superiority) == approx(
            (other.proportion_first, other.proportion_second, other.superiority), rel=1e-12
        )
