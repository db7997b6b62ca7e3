"""Columns of the data that are called like a figure of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import likertkit as lk

if TYPE_CHECKING:
    from collections.abc import Callable

TWO = lk.Instrument("two", [lk.Item(name, lk.LikertScale(positive="high")) for name in ("q", "r")])
WORDS = (
    *("item", "n", "mean", "count", "code", "label", "low", "high", "note", "stratum", "se"),
    *("share", "kind", "df", "sd", "missing", "first", "second", "first_code", "condition", "by"),
    *("listwise_count", "n_first", "pvalue", "first_item", "figure", "n_rows", "weighted_count"),
)
RNG = np.random.default_rng(8)
FRAME = pd.DataFrame(
    {
        "who": np.repeat(np.arange(24), 2),
        "when": np.tile(["a", "b"], 24),
        "q": RNG.integers(1, 6, 48),
        "r": RNG.integers(1, 6, 48),
        "group": np.repeat(["x", "y", "z"], 16),
        "w": np.repeat([1.0, 2.0, 0.0], 16),
    }
)
MADE: dict[str, Callable[[lk.Responses, str], Any]] = {
    "means": lambda data, by: lk.means(data, by=by),
    "frequencies": lambda data, by: lk.frequencies(data, by=by),
    "describe": lambda data, by: lk.describe(data, by=by),
    "box_scores": lambda data, by: lk.box_scores(data, by=by),
    "quantiles": lambda data, by: lk.quantiles(data, by=by),
    "compare_paired": lambda data, by: lk.compare_paired(data, "a", "b", by=by, test="t"),
    "tally": lambda data, by: data.tally(by=by),
    "pairs": lambda data, by: data.pairs("a", "b", by=by),
    "cotally": lambda data, by: data.cotally(by=by),
}


def _bound(name: str, **declared: str) -> lk.Responses:
    frame = FRAME.rename(columns={"group": name})
    return lk.Responses(frame, TWO, respondent="who", condition="when", **declared)


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("weight", [None, "w"])
def test_the_column_and_the_figure_stand_apart(made: str, weight: str | None) -> None:
    """The column under another name where the table has the figure; each with its own values."""
    declared = {} if weight is None else {"weight": weight}
    plain = MADE[made](_bound("group", **declared), "group").to_frame()
    for name in WORDS if weight is None else WORDS[::5]:
        result = MADE[made](_bound(name, **declared), name)
        found = result.to_frame()
        # A count table leaves the name free for weights, whether it has some or not.
        taken = [*plain.columns, *(["weighted_count"] if "count" in plain.columns else [])]
        called = f"by_{name}" if name in taken else name
        assert list(found.columns) == [called if one == "group" else one for one in plain.columns]
        pd.testing.assert_frame_equal(found.rename(columns={called: "group"}), plain)
        if isinstance(result, lk.Table):
            assert called in result.names
            assert (f"is called {called!r} here" in str(result).replace("\n  ", " ")) == (
                called != name
            )
            some = result.filter(**{called: "x"})
            assert set(some.to_frame()[called]) == {"x"}
            assert some.notes == result.notes


def test_a_stratum_called_stratum_splits() -> None:
    """The means of its strata are those of any other name."""
    figures = []
    for name in ("stratum", "grade"):
        table = lk.means(_bound(name, stratum=name), by=name)
        figures.append([(row.by[0][1], row.item, row.mean, row.se) for row in table])
        repr(table)
    assert figures[0] == figures[1]


def test_two_columns_that_would_have_one_name() -> None:
    """A column that is called like the new name keeps its own."""
    frame = FRAME.rename(columns={"group": "n", "when": "by_n"})
    table = lk.means(lk.Responses(frame, TWO), by=["n", "by_n"])
    assert table.by == ("by_by_n", "by_n")
    assert set(table.to_frame()["by_n"]) == {"a", "b"}
    assert lk.means(lk.Responses(frame.head(0), TWO), by=["n"]).by == ("by_n",)


def test_further_frames_name_it_apart() -> None:
    """Participation, weights by margins and the figures of respondents."""
    frame = FRAME.rename(columns={"when": "n_rows", "who": "extreme", "group": "factor"})
    answers = lk.Responses(frame, TWO, respondent="extreme", condition="n_rows")
    assert answers.participation().names[0] == "by_n_rows"
    styles = lk.bias.response_styles(answers).to_frame()
    assert styles["by_extreme"].tolist() == frame["extreme"].tolist()
    weighting = lk.poststratify(
        lk.Responses(frame, TWO), {"x": 1, "y": 1, "z": 1}, by="factor"
    ).to_frame()
    assert weighting["by_factor"].tolist() == ["x", "y", "z"]
    # Each total of 1 over 16 rows.
    assert weighting["factor"].tolist() == [1 / 16] * 3
