"""The System Usability Scale of a real file, by its formula from the raw words."""

from __future__ import annotations

import csv

import pytest

import likertkit as lk

WORDS = {
    "Strongly disagree": 1,
    "Somewhat disagree": 2,
    "Neither agree nor disagree": 3,
    "Somewhat agree": 4,
    "Strongly agree": 5,
}


def test_sus_of_a_real_file(shared):
    """2.5 times the sum of x - 1 of odd and of 5 - x of even items (Brooke, 1996)."""
    path = shared / "exports" / "plain" / "vrqueue_sus.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        raw = list(csv.reader(file))[1:]
    by_hand = []
    for row in raw:
        points = [WORDS[text.strip()] for text in row[1:]]
        by_hand.append(2.5 * sum(5 - x if k % 2 else x - 1 for k, x in enumerate(points)))
    export = lk.read(path)
    sus = export.draft_instrument().revise(
        positive="high", negative=[f"q{k}" for k in (2, 4, 6, 8, 10)], reviewed=True
    )
    scores = lk.scale_scores(export.responses(sus), method="pomp")
    assert scores.to_frame()[sus.name].tolist() == by_hand
    row = lk.means(scores)[sus.name]
    assert row.mean == pytest.approx(sum(by_hand) / len(by_hand), rel=1e-12)
    assert round(row.mean, 2) == 71.67
