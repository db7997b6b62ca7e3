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


lighter = st.sampled_from([1, 3, 7])


@st.composite
def designs(draw) -> tuple[pd.DataFrame, bool]:
    """Draw strata whose clusters are each other's copies, however the strata differ.

    A stratum may be nearly the first, so that what its clusters add nearly cancels; and a copy may
    hold each respondent as several lighter ones, in another order, which other sums round.
    """
    first, weighted = draw(members), draw(st.booleans())
    strata = [first, *draw(st.lists(st.none() | members, max_size=2))]
    parts, school = [], 0
    for grade, rows in enumerate(strata):
        own = pd.DataFrame(rows or first, columns=["ward", "clear", "w", "before"])
        if rows is None:
            own.loc[0, "w"] *= 1 + draw(st.sampled_from([1e-4, 1e-6]))
        for drawn in draw(st.lists(lighter, min_size=2, max_size=4)):
            times = drawn if weighted else 1
            part = own.assign(w=own["w"] / times)
            part = pd.concat([part] * times, ignore_index=True)[:: draw(st.sampled_from([1, -1]))]
            parts.append(part.assign(school=school, grade=grade))
            school += 1
    return pd.concat(parts, ignore_index=True), weighted


def roles(*, weighted: bool) -> dict[str, str]:
    """Return the columns of the design."""
    return {"cluster": "school", "stratum": "grade"} | ({"weight": "w"} if weighted else {})


@given(design=designs())
def test_estimates_of_like_clusters_have_no_error(design):
    """Means of the whole and of domains."""
    frame, weighted = design
    answers = lk.Responses(frame, ONE, **roles(weighted=weighted))
    for by in (None, "ward"):
        for row in lk.means(answers, by=by):
            assert row.se == 0


@given(design=designs().filter(lambda one: len(set(one[0]["ward"])) > 1))
def test_differences_of_like_clusters_have_no_p(design):
    """Of groups: no interval, no p but where nobody's answer differs, and a note."""
    frame, weighted = design
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


@given(design=designs())
def test_changes_of_like_clusters_have_no_p(design):
    """Of pairs likewise."""
    frame, weighted = design
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


def test_strata_that_cancel_but_for_a_part_in_ten_thousand() -> None:
    """What is left is far above rounding, but the sums that it is left of are rounded too."""
    rng = np.random.default_rng(0)
    for _ in range(8):
        n = int(rng.integers(3, 7))
        rows = pd.DataFrame(
            {
                "ward": ["a", "b", *rng.choice(list(WARDS), n - 2)],
                "clear": rng.integers(1, 6, n),
                "w": rng.choice(WEIGHTS, n),
            }
        )
        nudged = rows.assign(w=rows["w"] * np.where(np.arange(n) == 0, 1 + 1e-4, 1.0))
        frame = pd.concat(
            [
                pd.concat([own.assign(w=own["w"] / times)] * times).assign(
                    school=f"{grade} {times}", grade=grade
                )
                for grade, own in enumerate((rows, nudged))
                for times in (1, 3, 7)
            ],
            ignore_index=True,
        )
        answers = lk.Responses(frame, ONE, **roles(weighted=True))
        assert all(row.se == 0 for by in (None, "ward") for row in lk.means(answers, by=by))
        for row in lk.compare_groups(answers, "ward", test="t"):
            assert math.isnan(row.pvalue) or row.pvalue == 1
