"""Laws of frames handed over: what goes out and comes in again counts the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given

import likertkit as lk
from likertkit import testing

if TYPE_CHECKING:
    import pandas as pd


def counted(frame: pd.DataFrame, responses: lk.Responses) -> list[list[int]]:
    """Return the counts of each item's levels, of blanks and of reasons."""
    (block,) = responses._declared.blocks
    again = lk.Responses(frame, responses.instrument, columns=dict(block.columns))
    return cells(again)


def cells(responses: lk.Responses) -> list[list[int]]:
    """Return the counts of each item, all groups together."""
    counts = responses.tally(by=()).counts.sum(axis=0)
    return [
        its[: item.scale.n_cells].tolist()
        for item, its in zip(responses.instrument, counts, strict=True)
    ]


@given(testing.responses(condition=False, weight=False, cluster=False))
def test_codes_and_labels_count_as_the_answers(responses: lk.Responses) -> None:
    """Every level alike; the reasons are blanks, unless they are filled in again."""
    before = cells(responses)
    n_levels = [item.scale.n_levels for item in responses.instrument]
    blank = [
        [*its[:n], sum(its[n:]), *[0] * (len(its) - n - 1)]
        for its, n in zip(before, n_levels, strict=True)
    ]
    for view in ("as_answered", "keyed"):
        for values in ("codes", "labels"):
            frame = responses.scored(view).to_frame(values=values)
            assert counted(frame, responses) == blank
    frame = responses.to_frame(values="labels", missing="reason")
    for _, column in responses._declared.blocks[0].columns:
        reason = frame[f"{column}_missing"]
        answer = frame[column].astype(object)
        frame[column] = answer.where(reason.isna() | (reason == "blank"), reason)
        # Either an answer or a reason stands in each row.
        assert (answer.isna() == reason.notna()).all()
    assert counted(frame, responses) == before


@given(testing.responses(condition=False, weight=False, cluster=False))
def test_keyed_scores_are_reversed_codes(responses: lk.Responses) -> None:
    """The lowest and the highest code, less the code: 6 less the code on 1 to 5."""
    codes = responses.to_frame(values="codes")
    keyed = responses.scored("keyed").to_frame()
    (block,) = responses._declared.blocks
    for name, column in block.columns:
        item = responses.instrument[name]
        expected = codes[column].to_numpy(dtype=np.float64)
        if item.keyed == "negative":
            expected = item.scale.low + item.scale.high - expected
        np.testing.assert_array_equal(keyed[column].to_numpy(dtype=np.float64), expected)
