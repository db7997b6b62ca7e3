"""Statistics of unweighted counts against R, psych and e1071 (counts.R), and published figures.

All are closed forms of small whole numbers in double precision; R prints 15 digits.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence

import likertkit as lk

RTOL = 1e-12
# Bounds and moments near 0 have no relative precision.
ATOL = 1e-14
ORACLE = json.loads(Path(__file__).with_name("counts.json").read_text("utf-8"))
ONE = lk.Instrument("one", [lk.Item("q", lk.LikertScale(positive="high"))])

on_every_table = pytest.mark.parametrize(
    "expected", ORACLE["tables"].values(), ids=ORACLE["tables"].keys()
)


def tally(counts: list[int]) -> lk.Tally:
    """Return the tally of counts of the codes 1 to 5."""
    return lk.Tally.from_counts({"q": dict(enumerate(counts, start=1))}, ONE)


@on_every_table
def test_mean_sd_and_t_interval(expected: dict[str, Any]) -> None:
    """mean, sd and t.test at two levels; R has no interval without spread."""
    for level, name in ((0.95, "interval"), (0.9, "interval_90")):
        row = lk.describe(tally(expected["counts"]), confidence_level=level)["q"]
        assert row.mean == approx(expected["mean"], rel=RTOL)
        assert row.sd == approx(expected["sd"], rel=RTOL)
        assert row.se == approx(expected["se"], rel=RTOL)
        bounds = expected[name] or [math.nan, math.nan]
        assert [row.low, row.high] == approx(bounds, rel=RTOL, nan_ok=True)


@on_every_table
def test_quantiles_are_of_type_7(expected: dict[str, Any]) -> None:
    """Quarters of whole numbers: equal to the last bit."""
    row = lk.describe(tally(expected["counts"]))["q"]
    assert [row.q1, row.median, row.q3] == expected["quantiles"]


@on_every_table
def test_interpolated_median_is_that_of_psych(expected: dict[str, Any]) -> None:
    """interp.median, exact halves between two levels included: 1, 1, 4, 4 has 2.5."""
    row = lk.describe(tally(expected["counts"]))["q"]
    assert row.interpolated_median == approx(expected["interpolated_median"], rel=RTOL)


@on_every_table
def test_skewness_is_the_adjusted_one(expected: dict[str, Any]) -> None:
    """e1071's type 2; undefined without spread."""
    row = lk.describe(tally(expected["counts"]))["q"]
    if expected["skewness"] is None:
        assert math.isnan(row.skewness)
    else:
        assert row.skewness == approx(expected["skewness"], rel=RTOL, abs=ATOL)


@on_every_table
def test_shares_have_wilsons_interval(expected: dict[str, Any]) -> None:
    """prop.test(correct = FALSE) at two levels, levels that nobody or everybody chose included."""
    for level, name in ((0.95, "wilson"), (0.8, "wilson_80")):
        rows = lk.frequencies(tally(expected["counts"]), confidence_level=level)
        for row, bounds in zip(rows, expected[name], strict=True):
            assert [row.low, row.high] == approx(bounds, rel=RTOL, abs=2 * ATOL)


def test_agreement_is_the_published_one() -> None:
    """Counts that van der Eijk's A has been published for: .6113333."""
    instrument = lk.Instrument("one", [lk.Item("q", lk.LikertScale(range(1, 8), positive="high"))])
    counts = {"q": dict(enumerate((30, 40, 210, 130, 530, 50, 10), start=1))}
    row = lk.agreement(lk.Tally.from_counts(counts, instrument))["q"]
    assert row.van_der_eijk_a == approx(0.6113333, abs=5e-8)  # half a unit of its last digit


def test_the_oracle_says_what_made_it() -> None:
    """R and its packages, with their versions."""
    assert set(ORACLE["made_with"]) == {"R", "psych", "e1071"}
