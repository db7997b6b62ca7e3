"""Laws of describe, frequencies and means, without weights."""

from __future__ import annotations

import math
from functools import partial
from typing import get_args

import attrs
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import (
    VIEWS,
    differences,
    directed,
    expanded,
    fewer,
    group_rows,
    near,
    outcome,
    sheets,
    taken,
    without,
)

import likertkit as lk
from likertkit import testing
from likertkit.estimate._frequencies import FrequencyInterval
from likertkit.estimate._proportions import ProportionInterval
from likertkit.estimate.resampling._resamples import BootstrapInterval

# Sheets hold levels called NA and blanks beside them: of that the responses may warn.
pytestmark = pytest.mark.filterwarnings("ignore:.*pandas reads such words")

views = st.sampled_from(VIEWS)
FUNCTIONS = (lk.describe, lk.frequencies, lk.means)
NO_MEAN = ("no valid answers",)


def by_options(sheet):
    """Return every way to split a sheet that has a column called ward."""
    condition, stratum = sheet.key("condition"), sheet.key("stratum")
    named = [name for name in ("ward", condition, stratum) if name]
    return [None, (), *named, tuple(named), tuple(named[::-1])]


def axes(sheet, by):
    """Return what results are split by: what was asked for, then the condition; () pools."""
    asked = () if by is None else (by,) if isinstance(by, str) else tuple(by)
    condition = sheet.key("condition")
    if by == () or not condition or condition in asked:
        return asked
    return (*asked, condition)


def in_pandas(scores):
    """Return what pandas makes of the scores one by one."""
    series = pd.Series(scores, dtype="float64")
    varied = len(set(scores)) > 1
    return {
        "n": len(series),
        "mean": series.mean(),
        "sd": series.std(),
        "se": series.sem(),
        "median": series.median(),
        "q1": series.quantile(0.25),
        "q3": series.quantile(0.75),
        # pandas calls the skewness of a constant 0; it is 0 / 0.
        "skewness": series.skew() if varied else math.nan,
        "mode": series.mode().min() if len(series) else math.nan,
    }


@given(sheet=sheets(by="ward", weight=False, cluster=False, min_rows=1), view=views, data=st.data())
def test_describe_is_pandas_on_the_rows(sheet, view, data):
    """Law 7: every view, group and scale, against pandas on scores worked out beside likertkit.

    pandas takes pooled rows as those of strangers, and likertkit only where nobody is named.
    """
    by = data.draw(st.sampled_from(by_options(sheet)))
    if by == ():
        sheet = without(sheet, "respondent")
    table = lk.describe(sheet.responses().scored(view), by=by)
    assert table.by == axes(sheet, by)
    groups = group_rows(sheet, table.by)
    assert len(table) == len(groups) * len(sheet.instrument)
    for row in table:
        rows = groups[tuple(value for _, value in row.by)]
        number = sheet.instrument.names.index(row.item)
        scores = expanded(sheet, number, view, rows)
        assert row.n + row.n_missing == len(rows)
        expected = in_pandas(scores)
        found = {name: getattr(row, name) for name in expected}
        assert [n for n in expected if not near(float(found[n]), float(expected[n]))] == []


@given(sheet=sheets(by="ward", weight=False, cluster=False, min_rows=1), view=views)
def test_boxes_are_shares_of_the_rows(sheet, view):
    """The top box is the scale's positive end, and floor and ceiling are the ends of the scores."""
    table = lk.describe(without(sheet, "respondent").responses().scored(view), by=())
    for number, row in enumerate(table):
        item = sheet.instrument.items[number]
        scores = expanded(sheet, number, view, range(sheet.n_rows))
        high_is_positive = item.scale.positive == "high" or view == "favourable"
        ends = item.scale.high, item.scale.low
        top, bottom = ends if high_is_positive else ends[::-1]
        shares = [scores.count(end) / len(scores) if scores else math.nan for end in (top, bottom)]
        assert near(row.top_box, shares[0])
        assert near(row.bottom_box, shares[1])
        assert near(row.net, shares[0] - shares[1])
        expected = sorted((end, share) for end, share in zip((top, bottom), shares, strict=True))
        assert near(row.floor, expected[0][1])
        assert near(row.ceiling, expected[1][1])


@given(sheet=sheets(by="ward", weight=False, cluster=False), base=st.sampled_from(["valid", "all"]))
def test_frequencies_are_shares_of_the_rows(sheet, base):
    """Every level has its count and its share of the base; valid shares add up to 1."""
    table = lk.frequencies(sheet.responses(), by="ward", base=base)
    assert table.by == axes(sheet, "ward")
    groups = group_rows(sheet, table.by)
    shares = {}
    for row in table:
        rows = groups[tuple(value for _, value in row.by)]
        number = sheet.instrument.names.index(row.item)
        meant = [sheet.answers[number].meant[one] for one in rows]
        assert row.count == meant.count(row.code)
        assert row.n == sum(isinstance(one, int) for one in meant)
        assert row.n + row.n_missing == len(rows)
        whole = row.n if base == "valid" else len(rows)
        assert row.base == whole
        assert near(row.proportion, row.count / whole if whole else math.nan)
        assert math.isnan(row.proportion) or 0 <= row.low <= row.proportion <= row.high <= 1
        shares.setdefault((row.by, row.item), []).append(row.proportion)
    if base == "valid":
        assert all(math.isnan(sum(some)) or near(sum(some), 1.0) for some in shares.values())


@given(
    tally=testing.tallies(directed(), by="ward", stratum=False),
    base=st.sampled_from(["valid", "all"]),
    decimals=st.integers(0, 2),
)
def test_rounded_percentages_say_what_they_add_up_to(tally, base, decimals):
    """Law 10: nearest says its sum where it is not 100; largest remainder adds up to 100."""
    table = lk.frequencies(tally, by="ward", base=base)
    exact = {(row.by, row.item, row.code): 100 * row.proportion for row in table}
    bases = {(row.by, row.item): row.base for row in table}
    unit = 10**-decimals
    for rounding, farthest in (("nearest", unit / 2), ("largest-remainder", unit)):
        found = table.percentages(decimals=decimals, rounding=rounding)
        parts, reasons = {}, {}
        for row in found:
            if row.code is None:
                assert base == "all"
                reasons.setdefault((row.by, row.item), {})[row.label] = row.percentage
            parts.setdefault((row.by, row.item), []).append(row.percentage)
            share = exact.get((row.by, row.item, row.code), math.nan)
            assert row.code is None or math.isnan(share) == math.isnan(row.percentage)
            assert math.isnan(share) or abs(row.percentage - share) <= farthest + 1e-9
        said = " ".join(found.notes)
        for (by, item), some in parts.items():
            if math.isnan(some[0]):
                continue
            # What no level has is divided among the reasons, each with a row of its own.
            rest = reasons.get((by, item), {})
            levels = [share for place, share in exact.items() if place[:2] == (by, item)]
            assert len(levels) + len(rest) == len(some)
            assert abs(sum(rest.values()) - 100 + sum(levels)) <= farthest * len(rest) + 1e-9
            if abs(sum(some) - 100) > unit / 2:
                assert rounding == "nearest"
                assert f"to {sum(some):.{decimals}f} % for " in said
                assert " / ".join(map(str, (*(value for _, value in by), item))) in said
                # Of 100 answers or more one decimal is printed, of fewer none.
                if decimals == (bases[by, item] >= 100):
                    printed = f"to {sum(some):.{decimals}f} % for "
                    assert printed in table.to_text(10_000)


@fewer(0.5)
@given(sheet=sheets(by="ward"), view=views, level=st.floats(0.01, 0.99), data=st.data())
def test_rows_and_tables_give_the_same(sheet, view, level, data):
    """Law 7: f(responses) is f(responses.tally()), for every function and every split."""
    answers = sheet.responses().scored(view)
    for by in data.draw(st.permutations(by_options(sheet)))[:2]:
        tally = answers.tally(by=by)
        richer = answers.tally(by="ward")
        for function in FUNCTIONS:
            direct = outcome(function, answers, by=by, confidence_level=level)
            assert outcome(function, tally, by=by, confidence_level=level) == direct
            # Only a tally that pools from the start knows whose answers it pools.
            if richer != tally and not (by == () and sheet.key("respondent")):
                again = outcome(function, richer, by=by, confidence_level=level)
                assert differences(again, direct) == []


@fewer(0.6)
@given(sheet=sheets(by="ward"), data=st.data())
def test_order_changes_no_figure(sheet, data):
    """Law 2: shuffled rows give the same figures, weighted or not."""
    moved = taken(sheet, data.draw(st.permutations(range(sheet.n_rows))))
    for function in FUNCTIONS:
        one = outcome(function, sheet.responses(), by="ward")
        other = outcome(function, moved.responses(), by="ward")
        assert differences(one, other) == []


@given(
    tally=testing.tallies(directed(), by="ward"), levels=st.tuples(*[st.floats(0.001, 0.999)] * 2)
)
def test_a_higher_level_never_narrows(tally, levels):
    """Law 8: t and Wilson intervals at a higher level contain those at a lower one."""
    low, high = sorted(levels)
    for function in FUNCTIONS:
        narrow = outcome(function, tally, by="ward", confidence_level=low)
        wide = outcome(function, tally, by="ward", confidence_level=high)
        if isinstance(narrow, tuple):
            assert narrow == wide
            continue
        for one, other in zip(narrow, wide, strict=True):
            assert math.isnan(one.low) == math.isnan(other.low)
            assert not one.low < other.low - 1e-12
            assert not one.high > other.high + 1e-12


ONE_VALUE = "its ends are one value: the interval is undefined"
DRAWN = {"n_resamples": 60, "rng": 5}
STATISTICS = ("mean", "median", "interpolated_median", "van_der_eijk_a", "leik", "consensus")
# Each interval that there is: how it is asked for, and what its bounds are called.
INTERVALS = {
    **{
        f"{name} {interval}": partial(function, interval=interval)
        for name, function, words in (
            ("frequencies", lk.frequencies, get_args(FrequencyInterval)),
            ("box_scores", lk.box_scores, get_args(ProportionInterval)),
        )
        for interval in words
    },
    "frequencies of all": partial(lk.frequencies, base="all"),
    "box_scores of all": partial(lk.box_scores, base="all", interval="jeffreys"),
    "describe": lk.describe,
    "agreement": lk.agreement,
    "means t": lk.means,
    "quantiles": partial(lk.quantiles, probabilities=(0.1, 0.5, 0.75)),
    **{
        f"{name} {interval}": partial(function, interval=interval, **DRAWN)
        for name, function in (
            ("means", lk.means),
            *((f"bootstrap {one}", partial(lk.bootstrap, statistic=one)) for one in STATISTICS),
            ("agreement", lk.agreement),
        )
        for interval in get_args(BootstrapInterval)
    },
}


@pytest.mark.parametrize("name", list(INTERVALS))
@fewer(0.3)
@given(sheet=sheets(by="ward"), view=views, levels=st.tuples(*[st.floats(0.05, 0.999)] * 2))
def test_no_interval_narrows_at_a_higher_level(name, sheet, view, levels):
    """Law 8, of every interval, with weights, strata and clusters; of draws at one seed."""
    function = INTERVALS[name]
    answers = sheet.responses().scored(view)
    narrow, wide = (
        outcome(function, answers, by="ward", confidence_level=level) for level in sorted(levels)
    )
    if isinstance(narrow, tuple):
        assert narrow == wide
        return
    ends = [one for one in narrow.names if one.endswith("low")]
    assert ends
    for one, other in zip(narrow, wide, strict=True):
        a, b = one.columns(), other.columns()
        for low in ends:
            high = f"{low.removesuffix('low')}high"
            assert math.isnan(a[low]) == math.isnan(a[high])
            assert math.isnan(b[low]) == math.isnan(b[high])
            # At a low level the percentiles of resamples may be one value, and no interval.
            if not (math.isnan(a[low]) and ONE_VALUE in a["note"]):
                assert math.isnan(a[low]) == math.isnan(b[low])
            # Effective sizes are rounded quotients, and bounds of agreement are searched for.
            slack = 1e-6 if name == "agreement" else 1e-9
            assert not b[low] > a[low] + slack
            assert not b[high] < a[high] - slack


@given(tally=testing.tallies(directed(keyed="negative"), stratum=False, by="ward"))
def test_reversal_mirrors_every_figure(tally):
    """Law 3: reversed scores mirror places, keep spreads and swap the ends."""
    tally = tally.scored("as_answered")
    for function in (lk.describe, lk.means):
        for one, other in zip(
            function(tally, by="ward"), function(tally.scored("keyed"), by="ward"), strict=True
        ):
            scale = tally.instrument[one.item].scale
            a, b = one.columns(), other.columns()
            both = scale.low + scale.high
            swaps = {"low": "high", "q1": "q3", "mean": "mean", "median": "median",
                     "interpolated_median": "interpolated_median"}  # fmt: skip
            for first, second in swaps.items():
                if first in a:
                    assert near(b[second], float(both - a[first])), first
                    assert near(b[first], float(both - a[second])), second
            for same in ("n", "n_missing", "se", "sd", "van_der_eijk_a", "df", "design_effect"):
                assert same not in a or near(b[same], a[same]), same
            for first, second in (("floor", "ceiling"), ("top_box", "bottom_box")):
                if first in a:
                    assert near(b[first], a[second])
                    assert near(b[second], a[first])
            for signed in ("skewness", "net"):
                assert signed not in a or near(b[signed], -a[signed]), signed


@given(tally=testing.tallies(directed(keyed="positive"), stratum=False, view="keyed"))
def test_the_other_positive_end_swaps_the_boxes(tally):
    """Declaring the other end positive swaps the boxes and moves no score."""
    other_end = {"high": "low", "low": "high"}
    items = [
        attrs.evolve(i, scale=attrs.evolve(i.scale, positive=other_end[i.scale.positive]))
        for i in tally.instrument
    ]
    other = attrs.evolve(tally, instrument=attrs.evolve(tally.instrument, items=items))
    one, two = lk.describe(tally), lk.describe(other)
    boxes = ("top_box", "bottom_box", "net")
    assert differences(one, two, leave_out=boxes) == []
    for a, b in zip(one, two, strict=True):
        assert near(a.top_box, b.bottom_box)
        assert near(a.bottom_box, b.top_box)
        assert near(a.net, -b.net)
    best, worst = lk.describe(tally.scored("favourable")), lk.describe(other.scored("favourable"))
    for a, b in zip(best, worst, strict=True):
        assert near(a.top_box, b.bottom_box)
        assert near(a.floor, b.ceiling)


@given(tally=testing.tallies(directed(), by="ward", stratum=False))
def test_the_undefined_is_explained(tally):
    """A mean or an error that is undefined is NaN, and the note says why; never 0."""
    for function in (lk.describe, lk.means):
        for row in function(tally, by="ward"):
            nobody = row.n == 0 or any(text in row.note for text in NO_MEAN)
            assert math.isnan(row.mean) == nobody
            assert math.isnan(row.se) == (nobody or row.n == 1)
            assert math.isnan(row.low) == math.isnan(row.se) == math.isnan(row.high)
            assert not math.isnan(row.se) or row.note


@given(sheet=sheets(by="ward", weight=False, cluster=False))
@fewer(0.5)
def test_groups_are_frames_of_their_own(sheet):
    """A group's row is what its own frame would give."""
    whole = lk.describe(sheet.responses(), by="ward")
    for (ward,), rows in group_rows(sheet, ["ward"]).items():
        own = lk.describe(taken(sheet, rows).responses(), by="ward")
        assert own.rows == whole.filter(ward=ward).rows


@pytest.mark.parametrize("function", FUNCTIONS)
@given(tally=testing.tallies(directed(), by="ward", stratum=False))
@fewer(0.3)
def test_tables_print_and_frame(function, tally):
    """Every table prints in any width, makes a frame of its names and equals itself."""
    table = function(tally, by="ward")
    assert table == function(tally, by="ward")
    assert tuple(table.to_frame().columns) == table.names
    assert len(table.to_frame()) == len(table)
    assert isinstance(table.to_text(40), str)
    assert isinstance(table.to_markdown(), str)
    assert hash(table) == hash(function(tally, by="ward"))
