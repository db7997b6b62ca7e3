"""Laws of domains: `where` is the row of a split result, and a view that comes in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Callable

INSTRUMENT = lk.Instrument(
    "trial",
    [lk.Item("q", lk.LikertScale(positive="high")), lk.Item("r", lk.LikertScale(positive="high"))],
)
# The same sums of a few dozen products in another order; of a variance that cancels 1e-16 is left,
# and 1e-8 of its root.
RTOL, ATOL = 1e-9, 1e-7
ROLES: dict[str, dict[str, str]] = {
    "people": {},
    "strata": {"stratum": "grade"},
    "weights": {"stratum": "grade", "weight": "w"},
    "clusters": {"stratum": "grade", "cluster": "ward"},
    "weighted clusters": {"stratum": "grade", "cluster": "ward", "weight": "w"},
    "linked": {"stratum": "grade", "respondent": "who"},
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "means": lk.means,
    "describe": lk.describe,
    "frequencies": lk.frequencies,
    "box_scores": lk.box_scores,
    "quantiles": lk.quantiles,
}
seeds = st.integers(0, 2**32 - 1)


def frame_of(seed: int) -> pd.DataFrame:
    """Return people of two sexes and some ages under two conditions, in wards of two grades."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(8, 40))
    people = pd.DataFrame(
        {
            "who": range(n),
            "grade": rng.choice(["a", "b"], n),
            "sex": rng.choice(["f", "m", ""], n, p=[0.45, 0.45, 0.1]),
            "age": rng.choice([30, 40, 50], n),
            "w": rng.choice([0.0, 0.5, 1.0, 3.7], n, p=[0.1, 0.3, 0.3, 0.3]),
        }
    )
    people.loc[0, ["sex", "w"]] = ["f", 1.0]
    people["ward"] = people["grade"] + rng.integers(0, 4, n).astype(str)
    frame = pd.concat([people.assign(when="pre"), people.assign(when="post")], ignore_index=True)
    for item in ("q", "r"):
        frame[item] = rng.choice([1, 2, 3, 4, 5, np.nan], 2 * n)
    return frame


def bound(frame: Any, roles: str) -> lk.Responses:
    """Return the answers in a design."""
    data = lk.Responses(frame, INSTRUMENT, condition="when", **ROLES[roles])
    return data.sampled(lone_stratum="adjust") if "stratum" in ROLES[roles] else data


def assert_alike(one: Any, other: Any) -> None:
    """Hold that two results say the same."""
    pd.testing.assert_frame_equal(
        one.to_frame(), other.to_frame(), check_dtype=False, rtol=RTOL, atol=ATOL
    )


@pytest.mark.parametrize("roles", ROLES)
@pytest.mark.parametrize("name", FUNCTIONS)
@given(seed=seeds)
def test_a_domain_is_a_row_of_the_split_result(seed: int, name: str, roles: str) -> None:
    """From the rows as from their table."""
    function, data = FUNCTIONS[name], bound(frame_of(seed), roles)
    split = function(data, by="sex").filter(sex="f").to_frame().drop(columns="sex")
    for some in (data.where(sex="f"), data.tally(by=("age", "sex")).where(sex="f")):
        found = function(some).to_frame()
        pd.testing.assert_frame_equal(
            found, split.reset_index(drop=True), check_dtype=False, rtol=RTOL, atol=ATOL
        )


@given(seed=seeds)
def test_a_domain_in_a_population_is_a_row_of_the_split_result(seed: int) -> None:
    """Strata of known sizes, and known margins."""
    frame = frame_of(seed)
    once = frame[frame["when"] == "pre"].reset_index(drop=True)
    sizes = dict.fromkeys(once["grade"], 100.0)
    data = lk.Responses(once, INSTRUMENT, stratum="grade")
    weighting = lk.poststratify(data, dict.fromkeys(once["age"].tolist(), 50.0), by="age")
    for some in (
        data.sampled(population=sizes, lone_stratum="adjust"),
        data.weighted(weighting).sampled(lone_stratum="adjust"),
    ):
        split = lk.means(some, by="sex").filter(sex="f").to_frame().drop(columns="sex")
        pd.testing.assert_frame_equal(
            lk.means(some.where(sex="f")).to_frame(),
            split.reset_index(drop=True),
            check_dtype=False,
            rtol=RTOL,
            atol=ATOL,
        )


@pytest.mark.parametrize("roles", ROLES)
@given(seed=seeds)
def test_all_values_are_no_domain(seed: int, roles: str) -> None:
    """Whoever is in the whole is in the domain."""
    data = bound(frame_of(seed), roles)
    values = list(data.tally(by="sex").where(sex="f").domain.whole.marginal(["sex"]).groups)
    everybody = data.where(sex=[value for (value,) in values])
    assert_alike(lk.means(everybody), lk.means(data))
    assert_alike(lk.means(everybody, by="age"), lk.means(data, by="age"))
    assert_alike(everybody.tally(), data.tally())


@pytest.mark.parametrize("roles", ["strata", "weights", "clusters", "weighted clusters"])
@given(seed=seeds, sized=st.booleans())
def test_a_comparison_inside_a_domain_is_a_part_of_the_split_one(
    seed: int, roles: str, *, sized: bool
) -> None:
    """Of groups and of pairs, in a population too."""
    frame = frame_of(seed)
    declared = {**ROLES[roles], "respondent": "who", "condition": "when"}
    data = lk.Responses(frame, INSTRUMENT, **declared).sampled(
        population=dict.fromkeys(frame["grade"], 100.0) if sized else None,
        lone_stratum="adjust" if sized or roles != "strata" else "raise",
    )
    figures = ["mean_difference", "statistic", "df", "pvalue", "low", "high"]
    pairs = lk.compare_paired(data, "pre", "post", by="sex", test="t").filter(sex="f").to_frame()
    domain = lk.compare_paired(data.where(sex="f"), "pre", "post", test="t").to_frame()
    pd.testing.assert_frame_equal(
        domain[figures], pairs[figures].reset_index(drop=True), rtol=RTOL, atol=ATOL
    )
    if frame.loc[frame["sex"] == "f", "age"].nunique() < 2:
        return
    names = ["when", "item", "first", "second"]
    groups = lk.compare_groups(data, "age", by="sex", test="t").filter(sex="f").to_frame()
    domain = lk.compare_groups(data.where(sex="f"), "age", test="t").to_frame()
    both = domain.merge(groups, on=names)
    assert len(both) == len(domain)
    for figure in figures:
        np.testing.assert_allclose(
            both[f"{figure}_x"], both[f"{figure}_y"], rtol=RTOL, atol=ATOL, equal_nan=True
        )


@given(seed=seeds)
def test_a_domain_is_what_weights_of_0_leave(seed: int) -> None:
    """Whoever is outside is sampled and weighs nothing: in comparisons of groups and of pairs."""
    frame = frame_of(seed)
    frame["w"] = frame["w"].replace(0.0, 2.0)
    outside = frame.assign(w=np.where(frame["sex"] == "f", frame["w"], 0.0))
    for roles in ("weights", "weighted clusters"):
        declared = {**ROLES[roles], "respondent": "who", "condition": "when"}
        some, zero = (
            lk.Responses(rows, INSTRUMENT, **declared).sampled(lone_stratum="adjust")
            for rows in (frame, outside)
        )
        some = some.where(sex="f")
        one, other = (lk.compare_paired(data, "pre", "post", test="t") for data in (some, zero))
        for by in (None, ()):
            assert_alike(lk.means(some, by=by), lk.means(zero, by=by))
        figures = ["mean_difference", "statistic", "df", "pvalue", "low", "high", "n_pairs"]
        pd.testing.assert_frame_equal(
            one.to_frame()[figures], other.to_frame()[figures], rtol=RTOL, atol=ATOL
        )
        if frame.loc[frame["sex"] == "f", "age"].nunique() < 2:
            continue
        groups, zeros = (
            lk.compare_groups(data, "age", test="t").to_frame() for data in (some, zero)
        )
        figures[-1] = "n_first"
        both = groups.merge(zeros, on=["when", "item", "first", "second"])
        assert len(both) == len(groups)
        for figure in figures:
            np.testing.assert_allclose(
                both[f"{figure}_x"], both[f"{figure}_y"], rtol=RTOL, atol=ATOL, equal_nan=True
            )


@pytest.mark.parametrize("roles", ROLES)
@given(seed=seeds)
def test_domains_of_parts_add_up(seed: int, roles: str) -> None:
    """The domain of the whole is the sum of the parts' domains; of another it is not."""
    frame = frame_of(seed)
    parts = [bound(some, roles).tally(by="sex") for _, some in frame.groupby("grade")]
    whole = bound(frame, roles).tally(by="sex")
    domain = whole.where(sex="f")
    assert domain == bound(frame, roles).where(sex="f").tally(by="sex")
    assert domain != whole
    if all("f" in {group[-1] for group in part.groups} for part in parts):
        assert domain == lk.Tally.sum(part.where(sex="f") for part in parts)
        for other in (parts[-1], parts[-1].where(sex=[parts[-1].groups[0][-1], "f"])):
            if len(parts) > 1 and (other.domain is None or other.groups[0][-1] != "f"):
                with pytest.raises(lk.errors.MismatchError, match="different domains"):
                    parts[0].where(sex="f") + other
