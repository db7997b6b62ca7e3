"""Contributions that cancel have no error, and rounding makes none of it, wherever a design is."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

import likertkit as lk

ONE = lk.Instrument("one", [lk.Item("clear", lk.LikertScale())])
WARDS = ("a", "b", "c")
# Sums of such weights are rounded at every step; those of two nearly alike nearly cancel.
WEIGHTS = (0.1, 0.3, 1 / 3, 0.7, 0.700001, 1.1, 2.9)
members = st.lists(
    st.tuples(
        st.sampled_from(WARDS), st.integers(1, 5), st.sampled_from(WEIGHTS), st.integers(1, 5)
    ),
    min_size=2,
    max_size=7,
)


@st.composite
def designs(draw) -> pd.DataFrame:
    """Draw strata whose clusters are each other's copies, however the strata differ."""
    strata = draw(st.lists(st.tuples(members, st.integers(2, 4)), min_size=1, max_size=3))
    parts, school = [], 0
    for grade, (rows, n_clusters) in enumerate(strata):
        for _ in range(n_clusters):
            part = pd.DataFrame(rows, columns=["ward", "clear", "w", "before"])
            parts.append(part.assign(school=school, grade=grade))
            school += 1
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(who=np.arange(len(frame)))


def roles(*, weighted: bool) -> dict[str, str]:
    """Return the columns of the design."""
    return {"cluster": "school", "stratum": "grade"} | ({"weight": "w"} if weighted else {})


@given(frame=designs(), weighted=st.booleans())
def test_estimates_of_like_clusters_have_no_error(frame, weighted):
    """Means of the whole and of domains."""
    answers = lk.Responses(frame, ONE, **roles(weighted=weighted))
    for by in (None, "ward"):
        for row in lk.means(answers, by=by):
            assert row.se == 0


@given(frame=designs().filter(lambda one: len(set(one["ward"])) > 1), weighted=st.booleans())
def test_differences_of_like_clusters_have_no_p(frame, weighted):
    """Of groups: no interval, no p but where nobody's answer differs, and a note."""
    found = lk.compare_groups(
        lk.Responses(frame, ONE, **roles(weighted=weighted)), "ward", test="t"
    )
    for row in found:
        own = frame[frame["ward"].isin([row.first, row.second])]
        assert math.isnan(row.low)
        assert row.note
        if len(set(own["clear"])) == 1:
            assert row.pvalue == 1.0
        else:
            assert math.isnan(row.pvalue)
        assert row.superiority_low < row.superiority_high
    whole = found.omnibus["clear"]
    if len(set(frame["clear"])) == 1:
        assert whole.pvalue == 1.0
    else:
        assert math.isnan(whole.pvalue)
        assert whole.note


@given(frame=designs(), weighted=st.booleans())
def test_changes_of_like_clusters_have_no_p(frame, weighted):
    """Of pairs likewise."""
    answers = lk.Responses.from_wide(
        frame,
        ONE,
        columns={"after": {"clear": "clear"}, "before": {"clear": "before"}},
        **roles(weighted=weighted),
    )
    row = lk.compare_paired(answers, "after", "before", test="t")["clear"]
    if (frame["clear"] == frame["before"]).all():
        assert row.pvalue == 1.0
    else:
        assert math.isnan(row.pvalue)
        assert row.note
    assert math.isnan(row.low)
