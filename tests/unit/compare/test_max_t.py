"""Westfall and Young's step-down procedure, by every choice of the respondents' signs."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from pytest import approx  # noqa: PT013 - reads as a sentence
from tests.reference import paired as plain
from tests.reference.paired import ABSENT, answers_of, tally_of

import likertkit as lk
from likertkit._kernels.pvalues import step_down_max_t
from likertkit.errors import ArgumentError, ArgumentTypeError


def silent(done: int) -> None:
    """Say nothing of progress."""


SIDES = ("two-sided", "greater", "less")
TESTS = ("wilcoxon", "sign", "t", "ordered-marginal")


def some(seed: int, n: int, *, n_items: int = 3, gaps: bool = True) -> dict[str, list[plain.Pair]]:
    """Return items of n respondents that lean one way, some with answers missing."""
    rng = np.random.default_rng(seed)
    items = {}
    for k in range(n_items):
        first, second = rng.integers(2, 6, n), rng.integers(1, 5 - k % 2, n)
        pairs: list[plain.Pair] = list(zip(first.tolist(), second.tolist(), strict=True))
        if gaps:
            pairs[k] = (None, pairs[k][1])
        items[f"q{k}"] = pairs
    return items


def columns_of(items: dict[str, list[plain.Pair]], test: str, zeros: str) -> list[list[Any]]:
    """Return what each respondent adds to each item."""
    columns = []
    for pairs in items.values():
        whole = [None if None in pair or ABSENT in pair else pair[0] - pair[1] for pair in pairs]
        kept = [one for one in whole if one is not None]
        adds = {
            "wilcoxon": lambda values: plain.signed_midranks(values, zeros),
            "sign": plain.signs,
        }.get(test, list)(kept)
        own = iter(adds)
        columns.append([0 if one is None else next(own) for one in whole])
    return columns


def adjusted_of(data: lk.Responses, **options: Any) -> list[float]:
    """Return the adjusted p-values of a comparison."""
    table = lk.compare_paired(data, "before", "after", correction="max-t", **options)
    return [row.pvalue_adjusted for row in table]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("seed", range(3))
def test_every_choice_of_signs(test: Any, side: Any, seed: int) -> None:
    """Naive maxima over all 2^n, midranks from comparisons of every two."""
    items = some(seed, 6 + seed)
    for zeros in ("pratt", "wilcoxon", "zero-split") if test == "wilcoxon" else ("pratt",):
        found = adjusted_of(answers_of(items), test=test, zeros=zeros, alternative=side)
        expected = plain.step_down(columns_of(items, test, zeros), side)
        assert found == approx(expected, abs=1e-12)


def test_it_is_never_below_the_p_value_alone() -> None:
    """Where the alone is of the same signs: exact, or an item with nobody else."""
    for seed in range(4):
        items = some(seed + 10, 9, n_items=4)
        for test in ("wilcoxon", "sign"):
            table = lk.compare_paired(
                answers_of(items), "before", "after", test=test, correction="max-t"
            )
            assert all(row.pvalue_adjusted >= row.pvalue - 1e-12 for row in table)
            order = sorted(table, key=lambda row: row.pvalue_adjusted)
            assert order[-1].pvalue_adjusted <= 1
        one = {"q0": items["q0"]}
        table = lk.compare_paired(answers_of(one), "before", "after", correction="max-t")
        assert table["q0"].pvalue_adjusted == approx(table["q0"].pvalue, rel=1e-12)


def test_items_that_say_the_same_cost_nothing() -> None:
    """Copies have the p-value of one; Holm would multiply it."""
    pairs = some(3, 9)["q0"]
    table = lk.compare_paired(
        answers_of({"q": pairs, "r": pairs, "s": pairs}), "before", "after", correction="max-t"
    )
    assert [row.pvalue_adjusted for row in table] == approx([table["q"].pvalue] * 3)


def test_of_different_respondents_it_is_sidaks() -> None:
    """Items that nobody answered both of are independent: 1 - (1 - p)(1 - p')."""
    up = [(5, 1), (4, 2), (5, 2), (4, 1), (3, 1)]
    nobody: list[plain.Pair] = [(None, None)] * 5
    items = {"q": up + nobody, "r": nobody + up}
    table = lk.compare_paired(answers_of(items), "before", "after", correction="max-t", test="sign")
    p = 2 / 2**5
    assert [row.pvalue_adjusted for row in table] == [approx(1 - (1 - p) ** 2)] * 2


def test_random_flips_are_near_all_of_them() -> None:
    """Within four standard errors of a binomial share, counting the data as one flip."""
    items = some(21, 9, n_items=4)
    exact = adjusted_of(answers_of(items))
    n = 255
    found = np.mean(
        [adjusted_of(answers_of(items), n_resamples=n, rng=seed) for seed in range(20)], axis=0
    )
    for p, near in zip(exact, found, strict=True):
        expected = (1 + n * p) / (n + 1)
        assert abs(near - expected) < 4 * math.sqrt(p * (1 - p) / (20 * n)) + 1e-12
    # Of 9 respondents all flips are 512, of which the data are one.
    all_of_them = adjusted_of(answers_of(items), n_resamples=511, rng=1)
    assert all_of_them == exact
    assert adjusted_of(answers_of(items), n_resamples=510, rng=1) != exact


def test_a_seed_decides_and_the_order_of_rows_does_not() -> None:
    """Nor does the order of columns, or which generator carries the seed."""
    rng = np.random.default_rng(5)
    items: dict[str, list[plain.Pair]] = {
        name: [tuple(pair) for pair in rng.integers(1, 6, (40, 2)).tolist()] for name in "qrs"
    }
    answers = answers_of(items)
    options: dict[str, Any] = {"n_resamples": 199}
    one = adjusted_of(answers, rng=7, **options)
    assert adjusted_of(answers, rng=7, **options) == one
    assert adjusted_of(answers, rng=np.random.default_rng(7), **options) == one
    others = {tuple(adjusted_of(answers, rng=seed, **options)) for seed in range(8, 20)}
    assert len(others) > 3
    assert len({tuple(adjusted_of(answers, **options)) for _ in range(6)}) > 1
    order = np.random.default_rng(3).permutation(40)
    turned = {name: [pairs[k] for k in order] for name, pairs in items.items()}
    assert adjusted_of(answers_of(turned), rng=7, **options) == one


@pytest.mark.parametrize("test", TESTS)
def test_swapped_conditions_change_nothing_two_sided(test: Any) -> None:
    """And one-sided they change the side."""
    answers = answers_of(some(8, 9))
    for side, other in (("two-sided", "two-sided"), ("less", "greater")):
        one, back = (
            [
                row.pvalue_adjusted
                for row in lk.compare_paired(
                    answers, *names, test=test, correction="max-t", alternative=way
                )
            ]
            for names, way in ((("before", "after"), side), (("after", "before"), other))
        )
        assert one == approx(back, abs=1e-12)


def test_items_without_pairs_or_changes() -> None:
    """NaN and 1; the family is of those with a pair, and the others are as if alone."""
    items = some(2, 8, n_items=2)
    n = len(items["q0"])
    more = {"still": [(3, 3)] * n, "none": [(None, 2)] * n, **items}
    table = lk.compare_paired(answers_of(more), "before", "after", correction="max-t")
    assert table["still"].pvalue_adjusted == table["still"].pvalue == 1
    assert math.isnan(table["none"].pvalue_adjusted)
    assert table["none"].note == "nobody gave a valid answer under both conditions"
    assert [table[name].pvalue_adjusted for name in items] == adjusted_of(answers_of(items))
    assert table.notes[-1] == (
        "Adjusted p-values: Westfall-Young step-down maxT, the family being 3 items; whole "
        "respondents change sign, all that there are."
    )
    still = lk.compare_paired(
        answers_of({"q": [(3, 3)] * 3}), "before", "after", correction="max-t"
    )
    assert still["q"].pvalue_adjusted == 1
    assert "the family being 1 item; whole respondents change sign, all that" in still.notes[-1]
    none = lk.compare_paired(
        answers_of({"q": [(None, 3)] * 3}), "before", "after", correction="max-t"
    )
    assert math.isnan(none["q"].pvalue_adjusted)


def test_random_flips_are_counted_in_the_note() -> None:
    """How many, where not all."""
    answers = answers_of(some(5, 20))
    table = lk.compare_paired(answers, "before", "after", correction="max-t", n_resamples=99, rng=1)
    assert table.notes[-1].endswith("3 items; whole respondents change sign, 99 random ones.")
    assert min(row.pvalue_adjusted for row in table) >= 0.01
    assert dict(table.options)["n_resamples"] == 99


def test_items_that_a_condition_did_not_ask_and_people_who_were_not_there() -> None:
    """Wide frames with items of their own; long frames with absent respondents."""
    items = some(4, 7, n_items=2, gaps=False)
    frame = pd.DataFrame({
        f"{name}_{when}": [pair[side] for pair in pairs]
        for name, pairs in items.items() for side, when in enumerate(("before", "after"))
    })  # fmt: skip
    scale = lk.LikertScale()
    trial = lk.Instrument("trial", [lk.Item(name, scale) for name in ("extra", *items)])
    columns = {when: {name: f"{name}_{when}" for name in items} for when in ("before", "after")}
    columns["before"]["extra"] = "extra"
    wide = lk.Responses.from_wide(frame.assign(extra=3), trial, columns=columns)
    expected = plain.step_down(columns_of(items, "wilcoxon", "pratt"), "two-sided")
    assert adjusted_of(wide)[1:] == approx(expected, abs=1e-12)
    gone = {name: [*pairs, (3, ABSENT), (ABSENT, 1)] for name, pairs in items.items()}
    assert adjusted_of(answers_of(gone)) == approx(expected, abs=1e-12)


def test_a_view_turns_items_before_they_are_turned() -> None:
    """One-sided, a reversed item is on the other side."""
    items = some(6, 7, n_items=2, gaps=False)
    scale = lk.LikertScale()
    keyed = [lk.Item("q0", scale), lk.Item("q1", scale, keyed="negative")]
    long = answers_of(items)._source.frame.frame.to_native()
    answers = lk.Responses(
        long, lk.Instrument("trial", keyed), respondent="who", condition="when"
    ).scored("keyed")
    columns = columns_of(items, "wilcoxon", "pratt")
    columns[1] = [-one for one in columns[1]]
    for side in SIDES:
        found = adjusted_of(answers, alternative=side)
        assert found == approx(plain.step_down(columns, side), abs=1e-12)


def test_it_is_refused_without_whole_respondents() -> None:
    """Tables, weights, clusters, groups, tests without signs, frames that an engine holds."""
    items = some(5, 12)
    answers = answers_of(items)
    with pytest.raises(ArgumentTypeError, match=r"a pair tally counts each item separately; exp"):
        lk.compare_paired(tally_of(items["q0"]), "before", "after", correction="max-t")
    for column, values in (("weight", [1.0, 2.0] * 6), ("cluster", list("ab") * 6)):
        data = answers_of(items, **{column: values})
        with pytest.raises(ArgumentError, match=r"who count alike, and the data have weights or"):
            lk.compare_paired(data, "before", "after", correction="max-t", test="t")
    with pytest.raises(
        ArgumentError, match=r"but by=\('ward',\) splits the respondents\.\nHint: compare each"
    ):
        lk.compare_paired(
            answers_of(items, ward=list("ew") * 6), "before", "after", correction="max-t", by="ward"
        )
    for test in ("bowker", "stuart-maxwell"):
        with pytest.raises(ArgumentError, match=rf"test='{test}' has no such statistic\.\nHint"):
            lk.compare_paired(answers, "before", "after", correction="max-t", test=test)  # type: ignore[arg-type]
    frame = answers._source.frame.frame.to_native()
    lazy = lk.Responses(
        pl.from_pandas(frame).lazy(), answers.instrument, respondent="who", condition="when"
    )
    with pytest.raises(ArgumentError, match="in a database or lazy frame"):
        lk.compare_paired(lazy, "before", "after", correction="max-t")
    assert lk.compare_paired(lazy, "before", "after")["q0"].n_pairs == 11


def test_strata_are_pooled_as_in_the_test() -> None:
    """Respondents of all strata change sign; the table says that they are pooled."""
    items = some(7, 8)
    table = lk.compare_paired(
        answers_of(items, stratum=list("ab") * 4), "before", "after", correction="max-t"
    )
    assert [row.pvalue_adjusted for row in table] == adjusted_of(answers_of(items))
    assert "The strata of 'stratum' are pooled: each counts by its number of answers." in (
        table.notes
    )


def test_too_few_false_alarms() -> None:
    """Nothing differs in five items that go together: at most 5 % of 400 tables reject any.

    With a level of .05 the number of false alarms is below a binomial, of which 34 is the
    quantile .9995.
    """
    rng = np.random.default_rng(11)
    alarms = 0
    for _ in range(400):
        common = rng.integers(-1, 2, (12, 1))
        parts = common + rng.integers(-1, 2, (12, 5))
        found, _ = step_down_max_t(parts.astype(float), "two-sided", 199, rng, silent)
        alarms += min(found) <= 0.05
    assert 5 <= alarms <= 34


def test_flips_come_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are drawn at a time, all are; progress is told of each part."""
    from likertkit._kernels import pvalues as _max_t

    parts = np.array([[1.0, 2], [-1, 1], [2, 0], [3, 1], [0, 1]])
    plainly = [step_down_max_t(parts, "two-sided", n, np.random.default_rng(1), silent)
               for n in (31, 30, 20)]  # fmt: skip
    monkeypatch.setattr(_max_t, "_AT_ONCE", 15)
    for n, whole in zip((31, 30, 20), plainly, strict=True):
        said: list[int] = []
        found = step_down_max_t(parts, "two-sided", n, np.random.default_rng(1), said.append)
        assert said[-1] == (32 if n == 31 else n)
        assert len(said) == math.ceil(said[-1] / 3)
        if n == 31:
            assert found == whole
            assert found[1] == 0
        else:
            assert found[1] == n
            assert all((n + 1) * p == approx(round((n + 1) * p)) for p in found[0])


def test_respondents_who_are_alike_are_one_pattern() -> None:
    """A thousand respondents of six kinds, whose rows differ but for the sign."""
    rng = np.random.default_rng(4)
    kinds = np.array([[1.0, 2], [-1, -2], [2, 1], [0, 1], [0, 0], [-2, 1]])
    parts = kinds[rng.integers(0, 6, 1000)]
    found, n = step_down_max_t(parts, "two-sided", 4000, np.random.default_rng(1), silent)
    again, _ = step_down_max_t(
        parts[rng.permutation(1000)], "two-sided", 4000, np.random.default_rng(1), silent
    )
    assert (found, n) == (again, 4000)
    z = parts.sum(axis=0) / np.sqrt((parts**2).sum(axis=0))
    joint = parts / np.sqrt((parts**2).sum(axis=0))
    from scipy.stats import multivariate_normal

    correlation = joint.T @ joint
    most = abs(z).max()
    normal = multivariate_normal([0, 0], correlation)
    box = normal.cdf([most, most], lower_limit=[-most, -most])
    assert min(found) == approx(1 - box, abs=4 * math.sqrt(0.25 / 4000) + 0.01)


def test_whoever_changed_nothing_has_no_sign_to_turn() -> None:
    """Four who changed have 16 flips, beside however many who did not."""
    parts = np.array([[1.0, 2], [2, -1], [1, 1], [0, 3], *[[0, 0]] * 30])
    found, n = step_down_max_t(parts, "two-sided", 15, np.random.default_rng(1), silent)
    assert n == 0
    expected = plain.step_down(parts[:4].T.tolist(), "two-sided")
    assert found == approx(expected, abs=1e-12)
