"""Domains of responses, by `where`: every engine, every table, every kind of column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import likertkit as lk
from likertkit import bias

TRIAL = lk.Instrument("trial", [lk.Item("q", lk.LikertScale()), lk.Item("r", lk.LikertScale())])
N = 24
FRAME = pd.DataFrame(
    {
        "who": np.repeat(np.arange(N // 2), 2),
        "when": ["before", "after"] * (N // 2),
        "sex": np.repeat(["f", "m", "f", None, " ", "m"], 4),
        "age": np.repeat([30, 41, 30, 52], 6),
        "score": np.repeat([0.5, 1.0, 2.5], 8),
        "member": np.repeat([True, False, True], 8),
        "born": np.repeat([pd.Timestamp("1990-05-01"), pd.Timestamp("1980-01-02")], 12),
        "grade": np.repeat(["a", "b"], 12),
        "ward": np.repeat(["1", "2", "3", "4"], 6),
        "w": np.repeat([1.0, 2.0, 0.5, 1.5, 0.0, 3.0], 4),
        "q": [1, 2, 3, 4, 5, 4, 3, 2, None, 1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 1, 2, 3, 5, 4],
        "r": [2, 2, 5, 4, 3, 4, 1, 2, 2, 1, None, 3, 4, 1, 5, 4, 3, 5, 1, 1, 2, 2, 5, 4],
    }
)
ROLES = {"respondent": "who", "condition": "when", "stratum": "grade", "weight": "w"}


def bound(frame: Any = FRAME, **roles: str) -> lk.Responses:
    """Return the answers, with what else is declared."""
    return lk.Responses(frame, TRIAL, **(ROLES | roles))


DOMAINS: list[tuple[dict[str, Any], Any]] = [
    ({"sex": "f"}, FRAME["sex"] == "f"),
    ({"sex": None}, ~FRAME["sex"].isin(["f", "m"])),
    ({"sex": ["m", " "]}, FRAME["sex"] != "f"),
    ({"age": 30}, FRAME["age"] == 30),
    ({"age": range(41, 53, 11)}, FRAME["age"] > 40),
    ({"score": {0.5, 1}}, FRAME["score"] < 2),
    ({"member": True}, FRAME["member"]),
    ({"born": pd.Timestamp("1980-01-02")}, FRAME["born"] == pd.Timestamp("1980-01-02")),
    ({"grade": "a", "sex": np.array(["f"])}, (FRAME["grade"] == "a") & (FRAME["sex"] == "f")),
    ({"who": [1, 2, 7]}, FRAME["who"].isin([1, 2, 7])),
    ({"w": 2}, FRAME["w"] == 2),
    ({"ward": pd.Series(["1", "4"])}, FRAME["ward"].isin(["1", "4"])),
]


@pytest.mark.parametrize(("domain", "rows"), DOMAINS, ids=map(str, range(len(DOMAINS))))
def test_a_domain_counts_its_rows(engine, domain: dict[str, Any], rows: Any) -> None:
    """The cells are those of the rows that meet the condition, whatever engine holds them."""
    expected = bound(FRAME[rows].reset_index(drop=True))
    data = bound(engine(FRAME)).where(**domain)
    for table, theirs in (
        (data.tally(), expected.tally()),
        (data.tally(by="member"), expected.tally(by="member")),
        (data.pairs("before", "after"), expected.pairs("before", "after")),
        (data.cotally(), expected.cotally()),
    ):
        assert table.axes == theirs.axes or engine is not None
        assert table.groups == theirs.groups
        assert np.array_equal(table.counts, theirs.counts)
        assert table.sums == pytest.approx(theirs.sums, rel=1e-12)
        assert table.zeros is not None
    assert [(row.by, row.n_rows, row.n_empty, row.n_absent) for row in data.participation()] == [
        (row.by, row.n_rows, row.n_empty, row.n_absent) for row in expected.participation()
    ]


def test_the_whole_sample_stays_in_the_design(engine) -> None:
    """Errors are those of the split result, on every engine, of rows and of clusters."""
    for roles in ({}, {"cluster": "ward"}):
        data = bound(engine(FRAME), **roles).sampled(lone_stratum="adjust")
        split = lk.means(data, by="sex").filter(sex="f")
        domain = lk.means(data.where(sex="f"))
        for row, same in zip(domain, split, strict=True):
            assert row.se == pytest.approx(same.se, rel=1e-12, nan_ok=True)
            assert (row.n, row.df, row.effective_n) == (same.n, same.df, same.effective_n)


def test_conditions_are_samples_of_their_own(engine) -> None:
    """Nothing is kept of a condition that is left out."""
    data = bound(engine(FRAME))
    whole, some = lk.means(data), lk.means(data.where(when="after"))
    assert [row.by for row in some] == [(("when", "after"),)] * 2
    assert list(some) == list(whole.filter(when="after"))
    assert len(data.where(when="after", sex="f").participation()) == 1
    with pytest.raises(lk.errors.ArgumentError, match="leaves out the condition 'before'"):
        data.where(when="after").pairs("before", "after")
    both = data.where(when=["before", "after"]).pairs("before", "after")
    assert np.array_equal(both.counts, data.pairs("before", "after").counts)


def test_people_of_other_conditions_are_people_still(engine) -> None:
    """Who has a row under another condition alone is absent from the condition that is left."""
    some = bound(engine(FRAME.iloc[1:])).where(when="after")
    (row,) = some.participation()
    assert (row.n_rows, row.n_absent) == (N // 2, 0)
    some = bound(engine(FRAME.iloc[1:])).where(when="before")
    (row,) = some.participation()
    assert (row.n_rows, row.n_absent) == (N // 2 - 1, 1)


def test_lazy_frames_stay_lazy() -> None:
    """Nothing is read until a table is made, and then the values are looked up."""
    read: list[int] = []

    def count(frame: pl.DataFrame) -> pl.DataFrame:
        read.append(len(frame))
        return frame

    lazy = pl.from_pandas(FRAME).lazy().map_batches(count, schema=None)
    data = bound(lazy)
    before = len(read)
    narrowed = data.where(sex="f").where(age=30)
    odd = data.where(sex="x")
    assert len(read) == before
    assert int(narrowed.tally().counts[:, 0].sum()) == 4
    with pytest.raises(lk.errors.ArgumentError, match="its values are"):
        odd.tally()


def test_few_rows_of_many_columns_are_checked_when_they_are_handed_over() -> None:
    """They are taken into memory at the first table, and a value is looked up then."""
    many = lk.Instrument("many", [lk.Item(f"q{k}", lk.LikertScale()) for k in range(20)])
    answers = {f"q{k}": [1, 2, 3, 4] for k in range(20)}
    frame = pd.DataFrame({"sex": list("ffmm"), **answers})
    lazy = lk.Responses(pl.from_pandas(frame).lazy(), many)
    assert [row.mean for row in lk.means(lazy.where(sex="f"))] == [1.5] * 20
    with pytest.raises(lk.errors.ArgumentError, match="its values are 'f' and 'm'"):
        lazy.where(sex="x").tally()


def test_wide_frames() -> None:
    """A row is a respondent, whose answers under all conditions are in the domain or not."""
    frame = pd.DataFrame(
        {
            "sex": list("ffmmfm"),
            "q1": [1, 2, 3, 4, 5, 1],
            "q2": [2, 3, 3, 5, 5, None],
        }
    )
    ins = lk.Instrument("trial", [lk.Item("q", lk.LikertScale())])
    columns = {"pre": {"q": "q1"}, "post": {"q": "q2"}}
    data = lk.Responses.from_wide(frame, ins, columns=columns)
    rows = lk.Responses.from_wide(frame[frame["sex"] == "f"], ins, columns=columns)
    domain = data.where(sex="f")
    assert [row.mean for row in lk.means(domain)] == [row.mean for row in lk.means(rows)]
    split = lk.means(data, by="sex").filter(sex="f")
    assert [row.se for row in lk.means(domain)] == [row.se for row in split]
    assert np.array_equal(domain.pairs("pre", "post").counts, rows.pairs("pre", "post").counts)
    pooled = lk.means(domain, by=())["q"]
    assert (pooled.n, pooled.mean) == (6, lk.means(rows, by=())["q"].mean)
    only = data.where(condition="post", sex="f")
    assert [row.mean for row in lk.means(only)] == [lk.means(rows)["q", "post"].mean]
    assert [row.n_rows for row in only.participation()] == [3]
    assert len(bias.response_styles(only)) == 3
    with pytest.raises(lk.errors.ArgumentError, match="its values are 'pre' and 'post'"):
        data.where(condition="later")


@pytest.mark.parametrize(
    ("domain", "error", "said"),
    [
        ({}, lk.errors.ArgumentError, "names no column"),
        ({"sex": []}, lk.errors.ArgumentError, "has no value"),
        ({"sex": "x"}, lk.errors.ArgumentError, "its values are 'f', 'm' and None"),
        ({"member": 1}, lk.errors.ArgumentError, "its values are"),
        ({"age": ["30"]}, lk.errors.ArgumentError, "its values are 30, 41 and 52"),
        ({"who": 99}, lk.errors.ArgumentError, "11"),
        ({"town": "x"}, lk.errors.MissingColumnError, "no column 'town'"),
        ({"sex": [["f"]]}, lk.errors.ArgumentTypeError, "has a list"),
        ({"sex": {"f": 1}}, lk.errors.ArgumentTypeError, "has a dict"),
        ({"sex": np.array("f")}, lk.errors.ArgumentTypeError, "has a ndarray"),
    ],
)
def test_what_is_not_there_is_named(
    domain: dict[str, Any], error: type[Exception], said: str
) -> None:
    """With the values that are there, and how to write them."""
    with pytest.raises(error, match=said) as caught:
        bound().where(**domain)
    assert "Hint: " in str(caught.value)


def test_a_long_list_of_values_is_cut() -> None:
    """Twelve are named, and the number of the others."""
    frame = FRAME.assign(who=range(N), when="before")
    with pytest.raises(lk.errors.ArgumentError, match="10, 11 and 12 more"):
        bound(frame).where(who=-1)


def test_levels_of_a_category_are_known() -> None:
    """Nobody has the value, which the column may have by its type."""
    kinds = pd.Categorical(FRAME["grade"], categories=["c", "b", "a"], ordered=True)
    data = bound(FRAME.assign(kind=kinds)).where(kind="c")
    assert lk.means(data, by="grade").to_frame().empty
    assert lk.means(data, by=())["q"].n == 0


def test_calls_add_up_to_one_condition() -> None:
    """Both hold; of one column, the values that both name."""
    once = bound().where(sex=["f", "f"], grade="a")
    twice = bound().where(sex=["f", "m"]).where(grade="a").where(sex=["f", None])
    assert once.tally() == twice.tally()
    assert "Domain: sex = 'f' and grade = 'a'. " in repr(twice)
    assert repr(twice).count("Domain:") == 1
    with pytest.raises(lk.errors.ArgumentError, match="leaves no value of 'sex': first 'f'"):
        once.where(sex="m")


def test_views_come_in_any_order() -> None:
    """Scores, design and domain are three views of one frame."""
    scale = lk.LikertScale(positive="low")
    ins = lk.Instrument("trial", [lk.Item("q", scale, keyed="negative"), lk.Item("r", scale)])
    data = lk.Responses(FRAME, ins, respondent="who", condition="when", stratum="grade")
    steps = [
        lambda one: one.where(age=30),
        lambda one: one.scored("favourable"),
        lambda one: one.sampled(population={"a": 40, "b": 50}),
    ]
    expected = lk.means(steps[2](steps[1](steps[0](data))))
    for order in ((1, 0, 2), (2, 1, 0), (0, 2, 1), (2, 0, 1)):
        narrowed = data
        table = data.tally(by="age")
        for step in order:
            narrowed, table = steps[step](narrowed), steps[step](table)
        assert lk.means(narrowed).to_frame().equals(expected.to_frame())
        assert lk.means(table).to_frame().equals(expected.to_frame())
        assert lk.means(narrowed).notes == expected.notes


def test_whole_respondents_outside_are_left_out_and_counted() -> None:
    """Figures of respondents are those of the rows of the domain."""
    once = FRAME[FRAME["when"] == "before"].reset_index(drop=True)
    data = lk.Responses(once, TRIAL, respondent="who")
    rows = lk.Responses(once[once["sex"] == "f"], TRIAL, respondent="who")
    note = "Left out: 8 rows outside the domain."
    styles = bias.response_styles(data.where(sex="f"))
    assert styles.to_frame().equals(bias.response_styles(rows).to_frame())
    assert note in styles.notes
    careless = bias.careless(data.where(sex="f"))
    pd.testing.assert_frame_equal(careless.to_frame(), bias.careless(rows).to_frame())
    assert note in careless.notes
    floor = bias.floor_ceiling(data.where(sex="f"))
    assert [row.n for row in floor] == [row.n for row in bias.floor_ceiling(rows)]


def test_conditions_of_the_same_people_are_compared_inside() -> None:
    """Friedman's test and step-down maxT read the respondents of the domain."""
    third = FRAME[FRAME["when"] == "before"].assign(when="later", q=3)
    frame = pd.concat([FRAME, third], ignore_index=True)
    roles = {"respondent": "who", "condition": "when"}
    data = lk.Responses(frame, TRIAL, **roles).where(member=True)
    rows = lk.Responses(frame[frame["member"]], TRIAL, **roles)
    some, theirs = lk.compare_conditions(data), lk.compare_conditions(rows)
    assert some.to_frame().equals(theirs.to_frame())
    assert "Left out: 12 rows outside the domain." in some.notes
    two = ("before", "after")
    with pytest.raises(lk.errors.ArgumentError, match="leaves out the condition 'later'"):
        lk.compare_conditions(data.where(when=two), conditions=("before", "later"))
    options: dict[str, Any] = {"correction": "max-t", "rng": 1, "n_resamples": 99}
    assert (
        lk.compare_paired(data, *two, **options)
        .to_frame()
        .equals(lk.compare_paired(rows, *two, **options).to_frame())
    )


def test_a_respondent_lies_in_the_domain_or_not() -> None:
    """Pairs of rows that differ in the column have no place."""
    frame = FRAME.assign(mood=["good", "bad"] * (N // 2))
    with pytest.raises(lk.errors.RespondentError, match=r"in 'grade', the domain of `where\(\)`"):
        bound(frame).where(mood="good").pairs("before", "after")


def test_weights_are_made_before() -> None:
    """Of the whole sample, and carried along."""
    once = FRAME[FRAME["when"] == "before"].reset_index(drop=True)
    data = lk.Responses(once, TRIAL)
    weighting = lk.poststratify(data, {"a": 30, "b": 70}, by="grade")
    with pytest.raises(lk.errors.ArgumentError, match="narrowed to sex = 'f'"):
        lk.poststratify(data.where(sex="f"), {"a": 30, "b": 70}, by="grade")
    with pytest.raises(lk.errors.ArgumentError, match="narrowed to sex = 'f'"):
        lk.rake(data.where(sex="f"), {"grade": {"a": 30, "b": 70}})
    one = data.where(sex="f").weighted(weighting)
    assert (
        lk.means(one)
        .to_frame()
        .equals(lk.means(data.weighted(weighting).where(sex="f")).to_frame())
    )
    trimmed = lk.trim(weighting, low=0.9)
    assert lk.means(data.weighted(trimmed).where(sex="f"))["q"].n == lk.means(one)["q"].n
    assert one.cotally().counts.sum() == data.where(sex="f").cotally().counts.sum()


def test_a_bootstrap_draws_from_the_whole_sample() -> None:
    """Its resamples are those of the split result."""
    once = FRAME[FRAME["when"] == "before"].reset_index(drop=True)
    for roles in ({"weight": "w"}, {"cluster": "ward", "stratum": "grade"}):
        data = lk.Responses(once, TRIAL, **roles)
        options: dict[str, Any] = {"interval": "bootstrap", "n_resamples": 99, "rng": 7}
        some = lk.means(data.where(member=True), **options)
        split = lk.means(data, by="member", **options).filter(member=True)
        assert [(row.low, row.high) for row in some] == [(row.low, row.high) for row in split]
    both = bound().where(when="after", member=True)
    split = lk.means(bound(), by="member", **options).filter(member=True, when="after")
    assert [row.mean for row in lk.means(both, **options)] == [row.mean for row in split]


def test_a_summary_is_of_the_domain() -> None:
    """Means, comparison and notes."""
    data = lk.Responses(FRAME, TRIAL, respondent="who", condition="when")
    for some in (
        data.where(member=True),
        data.pairs("before", "after", by="member").where(member=True),
    ):
        text = str(lk.summarize(some, first="before", second="after"))
        assert "Domain: member = True." in text
    weighted = lk.Responses(FRAME, TRIAL, respondent="who", condition="when", weight="w")
    some = lk.summarize(weighted.where(member=True), first="before", second="after")
    split = lk.means(weighted, by="member").filter(member=True)
    assert [row.mean_first for row in some] == [split[item, True, "before"].mean for item in "qr"]


def test_a_column_may_have_the_name_of_the_mark_of_a_domain() -> None:
    """A lazy frame is given a column that marks the domain, under a name that is free."""
    frame = FRAME.assign(in_domain=1, in_domain_=2)
    found = bound(pl.from_pandas(frame).lazy()).where(sex="f")
    expected = bound(frame).where(sex="f")
    assert found.tally() == expected.tally()
    assert found.where(in_domain=1).tally().counts.sum() == expected.tally().counts.sum()
