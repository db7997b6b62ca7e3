"""Small partly paired data for tests of comparisons."""

from __future__ import annotations

import pandas as pd

import likertkit as lk

SCALE = lk.LikertScale(positive="high")


def pairs_of(table, scale=SCALE):
    """Return the pairs of a table, of the conditions a and b."""
    return lk.PairTally.from_table(table, scale, first="a", second="b")


def two_items():
    """Return responses to two items, with a stratum, a ward and weights beside them."""
    frame = pd.DataFrame(
        {
            "who": [1, 2, 3, 4, 1, 2, 3, 5],
            "when": ["a"] * 4 + ["b"] * 4,
            "q1": [1, 2, 4, 3, 2, 4, 5, 5],
            "q2": [4, 4, 3, 2, 5, 3, 3, None],
            "grade": ["x", "x", "y", "y", "x", "x", "y", "x"],
            "weight": [1.0, 2, 1, 1, 1, 2, 1, 3],
        }
    )
    trial = lk.Instrument("trial", [lk.Item("q1", SCALE), lk.Item("q2", SCALE)])
    return frame, trial, {"respondent": "who", "condition": "when"}
