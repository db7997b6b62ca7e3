"""Laws of estimates under a design: strata, clusters, populations, from the table as from rows."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.designs import in_design
from tests.reference.designs import Person, mean_and_error
from tests.strategies import differences, fewer

import likertkit as lk

TRIAL = lk.Instrument("trial", [lk.Item("q", lk.LikertScale())])
# A variance is a difference of sums of a few dozen products, in another order on either side;
# where they cancel 1e-16 is left of it, and 1e-8 of its root.
RTOL = 1e-9
FUNCTIONS = (lk.means, lk.describe, lk.frequencies, lk.quantiles)

persons = st.builds(
    Person,
    answer=st.none() | st.integers(1, 5),
    weight=st.sampled_from([1.0, 0.25, 2.0, 3.7, 10.0]),
    stratum=st.sampled_from("abc"),
    cluster=st.sampled_from("123"),
    ward=st.sampled_from("xy"),
)
samples = st.lists(persons, min_size=2, max_size=30)
standards = st.sampled_from(["population", "direct", "sample", "equal"])
rules = st.sampled_from(["certainty", "adjust", "average"])


def frame_of(people: list[Person]) -> pd.DataFrame:
    """Return a row a respondent; a cluster lies in one stratum."""
    frame = pd.DataFrame(people).rename(columns={"answer": "q"})
    return frame.assign(
        q=frame["q"].astype("Int8"), cluster=frame["stratum"] + frame["cluster"].astype(str)
    )


@pytest.mark.parametrize(("clustered", "weighted"), [(True, True), (True, False), (False, True)])
@given(people=samples, rule=rules, ward=st.sampled_from([None, "x"]), share=st.floats(0.01, 0.99))
def test_the_error_is_that_of_the_rows(people, rule, ward, share, *, clustered, weighted):
    """Law 7: a tally's sums and cross-products are all that the rows have to say."""
    people = [p if weighted else p._replace(weight=1.0) for p in people]
    frame = frame_of(people)
    declared = {"weight": "weight"} if weighted else {}
    unit = {"cluster": "cluster"} if clustered else {}
    tally = lk.Responses(frame, TRIAL, stratum="stratum", **declared, **unit).tally(by="ward")
    units = frame.groupby("stratum")["cluster"].nunique() if clustered else (
        frame.groupby("stratum").size()
    )  # fmt: skip
    sizes = {stratum: n / share for stratum, n in units.items()}
    known = "cluster_population" if clustered else "population"
    sampled = tally.sampled(**{known: sizes, "lone_stratum": rule})
    table = lk.means(sampled, by="ward" if ward else ())
    rows = [row for row in table if ward is None or dict(row.by)["ward"] == ward]
    mean, error = mean_and_error(
        people,
        ward=ward,
        unit=(lambda _, p: p.stratum + p.cluster) if clustered else (lambda k, _: k),
        lone=rule,
        fractions={stratum: n / sizes[stratum] for stratum, n in units.items()},
    )
    assume(len(rows) == 1)
    row = rows[0]
    assert row.mean == pytest.approx(mean, rel=1e-12, nan_ok=True)
    if not math.isnan(row.se):
        assert row.se == pytest.approx(error, rel=RTOL, abs=1e-7)
    else:
        assert row.n < 2 or len(units) == 1 or row.note
    held = frame[frame["q"].notna() & (True if ward is None else frame["ward"] == ward)]
    n_units = held["cluster"].nunique() if clustered else len(held)
    # None left is no number of degrees of freedom.
    assert row.df == pytest.approx(
        n_units - held["stratum"].nunique() or math.nan, abs=0, nan_ok=True
    )


@pytest.mark.parametrize("function", FUNCTIONS)
@given(people=samples, standard=standards, data=st.data())
@fewer(0.4)
def test_order_of_rows_and_the_table_change_nothing(function, people, standard, data):
    """Laws 2 and 7, for every function and standard."""
    frame = frame_of(people)
    moved = frame.loc[data.draw(st.permutations(range(len(frame))))]
    n = frame.groupby("stratum").size()
    options = {
        "population": {stratum: int(size) + 3 for stratum, size in n.items()},
        "standardize": standard,
        "lone_stratum": "adjust",
    }
    one = lk.Responses(frame, TRIAL, stratum="stratum")
    other = lk.Responses(moved, TRIAL, stratum="stratum")
    found = in_design(function, one, **options)
    assert differences(found, in_design(function, other, **options)) == []
    assert differences(found, in_design(function, one.tally(by="ward"), **options)) == []


@given(people=samples)
def test_contributions_add_up(people):
    """Shares to 1, and share times mean to the mean."""
    frame = frame_of(people)
    sizes = {stratum: 100 + k for k, stratum in enumerate("abc")}
    sizes = {stratum: sizes[stratum] for stratum in frame["stratum"].unique()}
    answers = lk.Responses(frame, TRIAL, stratum="stratum")
    for options in ({"population": sizes}, {"standardize": "equal"}, {}):
        found = in_design(lk.means, answers, lone_stratum="adjust", **options)
        row = found["q"]
        assume(not math.isnan(row.mean))
        assert sum(row.proportion for row in found.strata) == pytest.approx(1.0, rel=1e-12)
        total = math.fsum(one.contribution for one in found.strata)
        assert total == pytest.approx(row.mean, rel=1e-12)


@given(people=samples, factor=st.sampled_from([2.0, 0.25, 1e6]))
@fewer(0.5)
def test_the_scale_of_sizes_changes_no_mean(people, factor):
    """Law 4, of a population: only its ratios count, and without a correction no error moves."""
    frame = frame_of(people)
    sizes = {stratum: 10.0 + k for k, stratum in enumerate(frame["stratum"].unique())}
    many = {stratum: size * factor for stratum, size in sizes.items()}
    answers = lk.Responses(frame, TRIAL, stratum="stratum")
    one, other = (
        lk.means(answers.sampled(population=some, finite_population=False, lone_stratum="adjust"))[
            "q"
        ]
        for some in (sizes, many)
    )
    assert (one.mean, one.se) == pytest.approx((other.mean, other.se), rel=1e-12, nan_ok=True)


@given(people=samples)
@fewer(0.5)
def test_the_samples_own_composition_gives_the_unweighted_mean(people):
    """Law 9."""
    frame = frame_of(people)
    answers = lk.Responses(frame, TRIAL, stratum="stratum")
    plain = lk.means(answers)["q"]
    own = lk.means(answers.sampled(lone_stratum="adjust"), standardize="sample")["q"]
    assert own.mean == pytest.approx(plain.mean, rel=1e-12, nan_ok=True)
    assert not own.n or own.effective_n == pytest.approx(plain.effective_n, rel=1e-12, nan_ok=True)
