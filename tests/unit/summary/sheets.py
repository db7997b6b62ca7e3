"""Answers of a few people, as rows that a test can work through by itself."""

from __future__ import annotations

import numpy as np
import pandas as pd

import likertkit as lk

SCALE = lk.LikertScale.preset("agreement", 5)
COURSE = lk.Instrument(
    "course",
    [lk.Item("clear", SCALE), lk.Item("useful", SCALE), lk.Item("dull", SCALE, keyed="negative")],
)
SITES = ("north", "south")


def rows(seed: int = 3, n: int = 9, *, lift: int = 1) -> pd.DataFrame:
    """Return answers before and after, the latter higher by the lift, with gaps in both."""
    rng = np.random.default_rng(seed)
    sheet = []
    for person in range(n):
        for when in ("after", "before"):
            if (person, when) == (0, "before"):
                continue
            answers = np.clip(rng.integers(1, 6, size=3) + lift * (when == "after"), 1, 5)
            sheet.append(
                {
                    "person": person,
                    "when": when,
                    "site": SITES[person % 2],
                    **dict(zip(COURSE.names, answers.astype(float).tolist(), strict=True)),
                }
            )
    frame = pd.DataFrame(sheet)
    frame.loc[4, "useful"] = np.nan
    return frame


def linked(frame: pd.DataFrame, **options: str) -> lk.Responses:
    """Return the answers with whose they are."""
    return lk.Responses(frame, COURSE, respondent="person", condition="when", **options)


def loose(frame: pd.DataFrame, **options: str) -> lk.Responses:
    """Return the answers without whose they are."""
    return lk.Responses(frame, COURSE, condition="when", **options)


def of_pairs(*pairs: tuple[int, int]) -> lk.PairTally:
    """Return pairs of answers to one item, after and before."""
    table = np.zeros((5, 5), dtype=int)
    for one, other in pairs:
        table[one - 1, other - 1] += 1
    return lk.PairTally.from_table(table, SCALE, first="after", second="before")


def claims(found: object, about: str, kind: str = "may not") -> list[str]:
    """Return what is said about something."""
    return [one.text for one in found.claims if (one.about, one.kind) == (about, kind)]
