"""How often a summary claims a difference that is not there.

A rate is held against the level plus four binomial standard errors; every seed is fixed.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

import likertkit as lk

N_SAMPLES = 250
LEVEL = 0.05
MOST = LEVEL + 4 * math.sqrt(LEVEL * (1 - LEVEL) / N_SAMPLES)
SCALE = lk.LikertScale(positive="high")
TRIAL = lk.Instrument("trial", [lk.Item("item", SCALE)])
# Pairs of answers, now and then, with their chances.
NO_MEAN = {(3, 2): 0.6, (1, 4): 0.2, (3, 3): 0.2}  # 0.6 × 1 - 0.2 × 3 = 0
NO_MAJORITY = {(4, 1): 0.3, (2, 3): 0.3, (3, 3): 0.4}  # as many up as down
NOTHING = {(3, 2): 0.25, (2, 3): 0.25, (5, 1): 0.1, (1, 5): 0.1, (3, 3): 0.3}


def linked(chances: dict[tuple[int, int], float], rng: np.random.Generator) -> lk.PairTally:
    """Return the answers of forty people."""
    table = np.zeros((5, 5), dtype=int)
    drawn = rng.multinomial(40, list(chances.values()))
    for (now, then), n in zip(chances, drawn, strict=True):
        table[now - 1, then - 1] = n
    return lk.PairTally.from_table(table, SCALE, first="now", second="then")


def rates(chances: dict[tuple[int, int], float]) -> tuple[float, float]:
    """Return how often it is claimed that more people, and that the mean, is higher."""
    rng = np.random.default_rng(11)
    people = means = 0
    for _ in range(N_SAMPLES):
        said = [one.text for one in lk.summarize(linked(chances, rng)).claims if one.kind == "may"]
        people += any(text.startswith("More people") for text in said)
        means += any(text.startswith("The mean of") for text in said)
    return people / N_SAMPLES, means / N_SAMPLES


def test_a_mean_that_does_not_differ_is_seldom_claimed_to() -> None:
    """Many go up by one and a few down by three: more people is right, a higher mean is not."""
    people, means = rates(NO_MEAN)
    assert means <= MOST
    # A test of ranks rejects in most of these samples.
    assert people > 0.5


def test_a_majority_that_is_none_is_seldom_claimed() -> None:
    """As many go up, by three, as down, by one: the mean is higher, and not more people."""
    people, means = rates(NO_MAJORITY)
    assert people <= MOST
    assert means > 0.5


def test_nothing_is_seldom_claimed() -> None:
    """Where both conditions are alike neither is."""
    assert max(rates(NOTHING)) <= MOST


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ((0.5, 0, 0, 0, 0.5), (0, 0, 1, 0, 0), True),
        ((0.25, 0, 0, 0.75, 0), (0, 0, 0.75, 0.25, 0), False),
    ],
)
def test_means_of_loose_answers(first, second, *, alike: bool) -> None:
    """Equal means of unlike spread; where the superiority is one half, no order is claimed."""
    rng = np.random.default_rng(12)
    means = orders = 0
    for _ in range(N_SAMPLES):
        drawn = [
            (when, code)
            for when, chances in (("now", first), ("then", second))
            for code in rng.choice(SCALE.codes, size=30, p=chances)
        ]
        frame = pd.DataFrame(drawn, columns=["when", "item"])
        found = lk.summarize(lk.Responses(frame, TRIAL, condition="when"))
        said = [one.text for one in found.claims if one.kind == "may"]
        means += any(text.startswith("The mean of") for text in said)
        orders += any(text.startswith("Ratings of") for text in said)
    assert means / N_SAMPLES <= MOST
    assert not alike or orders / N_SAMPLES <= MOST
