"""Laws that hold for every public function that makes figures of answers, in designs by chance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.public import ESTIMATES, FUNCTIONS, Entry, frames, intervals

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Callable

SCALE = lk.LikertScale(positive="high", nonsubstantive={"N/A": 9})
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE), lk.Item("p", SCALE)])
WIDE = lk.Instrument("trial", [lk.Item("q", SCALE)])
COLUMNS = ("stratum", "cluster", "weight")
# Both sides add the same numbers in another order, in variances that are differences of sums.
RTOL = 1e-9
ATOL = 1e-9
# What an interval is around.
AROUND = {
    "": ("mean", "quantile", "proportion", "estimate", "mean_difference"),
    "superiority_": ("superiority",),
    "top_": ("top_box",),
    "bottom_": ("bottom_box",),
    "net_": ("net",),
    "van_der_eijk_a_": ("van_der_eijk_a",),
    "leik_": ("leik",),
    "consensus_": ("consensus",),
}

# Every law is tried with every function.
FEWER = settings(max_examples=max(8, settings.default.max_examples // 8))
on_every_function = pytest.mark.parametrize("entry", FUNCTIONS.values(), ids=FUNCTIONS)


@st.composite
def surveys(
    draw: st.DrawFn, *, complete: bool = False, conditions: tuple[str, ...] = ("a", "b")
) -> pd.DataFrame:
    """Draw a few people who answered under two conditions, most of them under both."""
    n = draw(st.integers(1, 9))
    levels = draw(st.sampled_from([(1, 2, 3, 4, 5), (2, 4), (3,)]))
    answers = st.sampled_from(levels if complete else (*levels, *levels, None, 9))
    rows = []
    for who in range(n):
        person = {
            "who": who,
            "group": draw(st.sampled_from("xy")),
            "stratum": draw(st.sampled_from("st")),
            "cluster": draw(st.integers(0, 3)),
            "weight": draw(st.sampled_from([1.0, 0.5, 2.25])),
        }
        # A cluster lies in one stratum.
        person["cluster"] = f"{person['stratum']}{person['cluster']}"
        for condition in conditions:
            # Each condition has somebody.
            asked = any(row["when"] == condition for row in rows)
            if complete or not asked or draw(st.integers(0, 5)):
                row = {"when": condition, "q": draw(answers), "p": draw(answers)}
                rows.append({**person, **row})
    columns = ["who", "group", *COLUMNS, "when", "q", "p"]
    return pd.DataFrame(rows, columns=columns).astype({"q": "Int64", "p": "Int64"})


def designs() -> st.SearchStrategy[tuple[str, ...]]:
    """Draw which columns of the design are declared."""
    return st.lists(st.sampled_from(COLUMNS), unique=True).map(tuple)


def bound(frame: pd.DataFrame, design: tuple[str, ...] = ()) -> lk.Responses:
    """Bind a survey under a design."""
    return lk.Responses(
        frame, TRIAL, respondent="who", condition="when", **{name: name for name in design}
    )


def answer(entry: Entry, data: lk.Responses) -> Any:
    """Return a result, or the kind of the error that says why there is none."""
    try:
        return entry.call(data)
    except lk.LikertkitError as error:
        return type(error)


def assert_like(found: Any, expected: Any, apart: tuple[str, ...] = ()) -> None:
    """Hold two results to the same figures, some columns apart, or to the same refusal."""
    if isinstance(expected, type) or isinstance(found, type):
        assert found == expected
        return
    words = ["note", "method", *apart]
    one, other = (
        [frame.drop(columns=words, errors="ignore") for frame in frames(result)]
        for result in (found, expected)
    )
    assert len(one) == len(other)
    for left, right in zip(one, other, strict=True):
        pd.testing.assert_frame_equal(left, right, rtol=RTOL, atol=ATOL, check_dtype=False)


@on_every_function
@FEWER
@given(frame=surveys(), design=designs())
def test_figures_are_possible(entry: Entry, frame: pd.DataFrame, design: tuple[str, ...]) -> None:
    """No p of 0 or above 1; no interval that is a point, or that leaves out its estimate.

    Nobody here asked everybody. What is undefined says why.
    """
    result = answer(entry, bound(frame, design))
    if isinstance(result, type):
        return
    for table in frames(result):
        notes = table.get("note", pd.Series(["unsaid"] * len(table)))
        for name in (name for name in table.columns if "pvalue" in str(name)):
            for value, note in zip(table[name], notes, strict=True):
                assert 0 < value <= 1 or (math.isnan(value) and note)
        for prefix in (prefix for prefix in intervals(table) if prefix not in entry.bounds):
            lows, highs = table[f"{prefix}low"], table[f"{prefix}high"]
            for low, high, note in zip(lows, highs, notes, strict=True):
                point = entry.levels and low == high
                assert low < high or point or (math.isnan(low) and math.isnan(high) and note)
            estimates = entry.around.get(prefix, AROUND.get(prefix, ()))
            for name in (name for name in estimates if name in table.columns):
                around = (lows <= table[name] + ATOL) & (table[name] <= highs + ATOL)
                assert (around | lows.isna() | table[name].isna()).all()


@on_every_function
@FEWER
@given(frame=surveys(), design=designs(), seed=st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(
    entry: Entry, frame: pd.DataFrame, design: tuple[str, ...], seed: int
) -> None:
    """Of a figure; the order of conditions and groups is said by an ordered category."""
    ordered = frame.assign(
        when=pd.Categorical(frame["when"], ["a", "b"], ordered=True),
        group=pd.Categorical(frame["group"], ["x", "y"], ordered=True),
        stratum=pd.Categorical(frame["stratum"], ["s", "t"], ordered=True),
    )
    if "weight" in design or "cluster" in design:
        # A bootstrap draws respondents by their place.
        seed = 0
    shuffled = ordered.sample(frac=1, random_state=seed) if seed else ordered
    assert_like(answer(entry, bound(shuffled, design)), answer(entry, bound(ordered, design)))


@on_every_function
@FEWER
@given(frame=surveys(), design=designs(), factor=st.sampled_from([4.0, 1 / 1024, 3.7]))
def test_the_scale_of_weights_changes_nothing(
    entry: Entry, frame: pd.DataFrame, design: tuple[str, ...], factor: float
) -> None:
    """Sampling weights say how the respondents compare with one another."""
    design = (*(name for name in design if name != "weight"), "weight")
    scaled = frame.assign(weight=frame["weight"] * factor)
    assert_like(
        answer(entry, bound(scaled, design)),
        answer(entry, bound(frame, design)),
        # Sums of weights are of their scale.
        apart=("weighted_n", "weighted_count", "weighted_base"),
    )


# Intervals of all levels together are made for simple random samples.
EQUAL = {
    name: entry
    for name, entry in ESTIMATES.items()
    if name.startswith(("means", "frequencies", "box_scores"))
    and not any(word in name for word in ("bootstrap", "bca", "goodman", "sison"))
}
SHARES = ("mean", "proportion", "top_box", "bottom_box", "net")


@pytest.mark.parametrize("entry", EQUAL.values(), ids=EQUAL)
@FEWER
@given(frame=surveys(), weight=st.sampled_from([1.0, 2.0, 0.3]))
def test_equal_weights_change_no_mean_and_no_share(
    entry: Entry, frame: pd.DataFrame, weight: float
) -> None:
    """Whatever they are."""
    weighted = answer(entry, bound(frame.assign(weight=weight), ("weight",)))
    plain = answer(entry, bound(frame))
    if isinstance(weighted, type):
        assert weighted == plain
        return
    for left, right in zip(frames(weighted), frames(plain), strict=True):
        for name in SHARES:
            if name in left.columns:
                assert np.allclose(left[name], right[name], rtol=RTOL, atol=ATOL, equal_nan=True)


@given(frame=surveys(complete=True), weight=st.sampled_from([1.0, 2.0, 0.3]))
def test_equal_weights_change_no_error_of_a_mean_of_complete_answers(
    frame: pd.DataFrame, weight: float
) -> None:
    """Nor its degrees of freedom, nor its t interval."""
    for call in (lk.means, lambda data: lk.means(data, by="group")):
        weighted = call(bound(frame.assign(weight=weight), ("weight",))).to_frame()
        plain = call(bound(frame)).to_frame()
        names = ["n", "n_missing", "mean", "se", "df", "low", "high", "effective_n"]
        if call is not lk.means:
            # A group's size is random in a design, and its error knows it.
            names = ["n", "n_missing", "mean", "df", "effective_n"]
        pd.testing.assert_frame_equal(
            weighted[names], plain[names], rtol=RTOL, atol=ATOL, check_dtype=False
        )


CLUSTERED = {
    name: entry
    for name, entry in FUNCTIONS.items()
    if name.startswith(("means", "describe", "frequencies", "box_scores", "quantiles"))
    or name in {"compare_groups, t", "compare_paired, t", "compare_groups, mann-whitney"}
}


@pytest.mark.parametrize("entry", CLUSTERED.values(), ids=CLUSTERED)
@FEWER
@given(frame=surveys(conditions=("a",)), stratified=st.booleans())
def test_clusters_of_one_change_nothing_in_a_weighted_design(
    entry: Entry,
    frame: pd.DataFrame,
    stratified: bool,  # noqa: FBT001
) -> None:
    """A cluster of one respondent is a respondent."""
    design = ("stratum", "weight") if stratified else ("weight",)
    alone = frame.assign(
        cluster=[f"{s}{who}" for s, who in zip(frame.stratum, frame.who, strict=True)]
    )
    assert_like(
        answer(entry, bound(alone, (*design, "cluster"))), answer(entry, bound(frame, design))
    )


BLANKS: dict[str, object] = {
    "None": None,
    "NaN": math.nan,
    "NA": pd.NA,
    "empty": "",
    "space": " ",
    "no-break space": "\u00a0",
    "line": "\n",
}


def _bind(**roles: str) -> Callable[[pd.DataFrame], object]:
    return lambda frame: lk.Responses(frame, WIDE, **roles).tally()


@pytest.mark.parametrize("blank", BLANKS.values(), ids=BLANKS)
@pytest.mark.parametrize("role", ["respondent", "condition", "stratum", "cluster"])
def test_a_blank_key_is_refused_whatever_it_looks_like(role: str, blank: object) -> None:
    """Who answered, when, and in which unit must be known."""
    frame = pd.DataFrame({"q": [1, 2, 3], "key": pd.Series(["k", blank, "m"], dtype=object)})
    with pytest.raises(lk.errors.BlankKeyError):
        _bind(**{role: "key"})(frame)


@pytest.mark.parametrize("blank", BLANKS.values(), ids=BLANKS)
def test_blank_groups_are_one_group_and_no_side_of_a_comparison(blank: object) -> None:
    """Whatever they look like."""
    frame = pd.DataFrame(
        {"q": [1, 2, 3, 4, 5, 1], "key": pd.Series(["k", blank, "m", "k", None, "m"], dtype=object)}
    )
    data = lk.Responses(frame, WIDE)
    assert [row.columns()["key"] for row in lk.means(data, by="key")] == ["k", "m", None]
    (row,) = lk.compare_groups(data, "key")
    assert (row.n_first, row.n_second) == (2, 2)
