"""Contributions that cancel in every cluster have no error, and rounding makes none of it."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

import likertkit as lk

ONE = lk.Instrument("one", [lk.Item("clear", lk.LikertScale())])
WARDS = ("a", "b")
# Sums of such weights are rounded at every step.
WEIGHTS = (0.1, 0.3, 1 / 3, 0.7, 1.1, 2.9)
members = st.lists(
    st.tuples(st.sampled_from(WARDS), st.integers(1, 5), st.sampled_from(WEIGHTS)),
    min_size=2,
    max_size=8,
).filter(lambda rows: {ward for ward, _, _ in rows} == set(WARDS))


def clusters(rows, n_clusters: int, n_strata: int) -> pd.DataFrame:
    """Return clusters that are each other's copies, some in each stratum."""
    frame = pd.DataFrame(rows, columns=["ward", "clear", "w"])
    copies = [
        frame.assign(
            school=school, grade=school % n_strata, who=np.arange(len(frame)) + 100 * school
        )
        for school in range(n_clusters)
    ]
    return pd.concat(copies, ignore_index=True)


designs = st.tuples(members, st.integers(2, 4), st.integers(1, 3))


def roles(*, weighted: bool) -> dict[str, str]:
    """Return the columns of the design."""
    return {"cluster": "school", "stratum": "grade"} | ({"weight": "w"} if weighted else {})


@given(design=designs, weighted=st.booleans())
def test_estimates_of_like_clusters_have_no_error(design, weighted):
    """Means of the whole and of domains."""
    rows, per_stratum, n_strata = design
    frame = clusters(rows, per_stratum * n_strata, n_strata)
    answers = lk.Responses(frame, ONE, **roles(weighted=weighted))
    for by in (None, "ward"):
        for row in lk.means(answers, by=by):
            assert row.se == 0


@given(design=designs, weighted=st.booleans())
def test_differences_of_like_clusters_have_no_p(design, weighted):
    """Of groups: no interval, no p but where nobody's answer differs, and a note."""
    rows, per_stratum, n_strata = design
    frame = clusters(rows, per_stratum * n_strata, n_strata)
    found = lk.compare_groups(
        lk.Responses(frame, ONE, **roles(weighted=weighted)), "ward", test="t"
    )
    row, whole = found.rows[0], found.omnibus["clear"]
    assert math.isnan(row.low)
    assert row.note
    if len({answer for _, answer, _ in rows}) == 1:
        assert row.pvalue == whole.pvalue == 1.0
    else:
        assert math.isnan(row.pvalue)
        assert math.isnan(whole.pvalue)
        assert whole.note
    assert row.superiority_low < row.superiority_high


@given(design=designs, weighted=st.booleans(), before=st.lists(st.integers(1, 5), min_size=8))
def test_changes_of_like_clusters_have_no_p(design, weighted, before):
    """Of pairs likewise."""
    rows, per_stratum, n_strata = design
    after = clusters(rows, per_stratum * n_strata, n_strata)
    first = after.assign(clear=np.resize(before[: len(rows)], len(after)), when="before")
    frame = pd.concat([first, after.assign(when="after")], ignore_index=True)
    answers = lk.Responses(
        frame, ONE, respondent="who", condition="when", **roles(weighted=weighted)
    )
    row = lk.compare_paired(answers, "after", "before", test="t")["clear"]
    if (first["clear"] == after["clear"]).all():
        assert row.pvalue == 1.0
    else:
        assert math.isnan(row.pvalue)
        assert row.note
