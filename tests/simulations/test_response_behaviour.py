"""Careless and agreeing respondents that were put in by hand, in both directions, are found.

200 attentive respondents answer 30 items of five subscales, half of them reversed, from a trait
each and noise; some of their answers are missing.  Every seed is fixed; how many may be missed
or accused is stated beside each test.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import likertkit as lk

FIVE = lk.LikertScale.preset("agreement", 5)
N_ATTENTIVE, N_ODD = 200, 20
ITEMS = [
    lk.Item(f"q{k}", FIVE, keyed="negative" if k % 2 else "positive", subscale=f"s{k // 6}")
    for k in range(30)
]
LONG = lk.Instrument("long", ITEMS)
SIGNS = np.array([-1 if item.keyed == "negative" else 1 for item in ITEMS])


def attentive(rng: np.random.Generator, n: int, leaning: float = 0.0) -> np.ndarray:
    """Return answers that follow the items, moved towards agreement by a number of points."""
    trait = np.repeat(rng.normal(size=(n, 5)), 6, axis=1)
    noise = rng.normal(scale=0.7, size=(n, 30))
    return np.clip(np.round(3 + trait * SIGNS + noise + leaning), 1, 5)


def with_gaps(rng: np.random.Generator, answers: np.ndarray) -> lk.Responses:
    """Return responses in which one answer in thirty is missing."""
    kept = np.where(rng.random(answers.shape) < 1 / 30, np.nan, answers)
    return lk.Responses(pd.DataFrame(kept, columns=list(LONG.names)), LONG)


@pytest.mark.parametrize("seed", range(3))
def test_straight_lines_are_found(seed: int) -> None:
    """At whatever level, with gaps or a slip to the next: all, and at most 1 % of the attentive."""
    rng = np.random.default_rng(seed)
    lines = np.repeat(rng.integers(1, 6, (N_ODD, 1)), 30, axis=1).astype(float)
    slips = lines[: N_ODD // 2, 17]
    slips += np.where(slips < 5, 1, -1)
    found = lk.bias.careless(with_gaps(rng, np.vstack([lines, attentive(rng, N_ATTENTIVE)])))
    assert found.flagged[:N_ODD].all()
    assert found.flagged[N_ODD:].mean() <= 0.01


def test_random_answers_are_found() -> None:
    """About half of them by the joint rule, for five subscales agree by chance as well.

    Of 200 random respondents the proportion found has a standard error of 3.5 points; hardly any of
    the 2,000 attentive is accused.  Each figure by itself tells the two kinds apart.
    """
    right, wrong = [], []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        noise = rng.integers(1, 6, (N_ODD, 30))
        answers = with_gaps(rng, np.vstack([noise, attentive(rng, N_ATTENTIVE)]))
        found = lk.bias.careless(answers, synonym_correlation=0.5)
        random, others = np.arange(N_ODD), np.arange(N_ODD, N_ODD + N_ATTENTIVE)
        right.append(found.flagged[random].mean())
        wrong.append(found.flagged[others].mean())
        assert np.median(found.mahalanobis[random]) > 1.5 * np.median(found.mahalanobis[others])
        assert np.nanmedian(found.even_odd[random]) < 0.5 < np.nanmedian(found.even_odd[others])
        assert np.nanmedian(found.synonyms[random]) < np.nanmedian(found.synonyms[others]) - 0.2
    assert 0.35 < np.mean(right) < 0.65
    assert np.mean(wrong) < 0.005


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("points", [1.0, -1.0])
def test_what_the_careless_did_to_a_mean_is_undone(seed: int, points: float) -> None:
    """Lines at one end move every mean; without the flagged it is that of the attentive."""
    rng = np.random.default_rng(seed)
    answers = attentive(rng, N_ATTENTIVE)
    lines = np.full((N_ODD, 30), 3 + 2 * points)
    found = lk.bias.careless(with_gaps(rng, np.vstack([lines, answers])))
    changed = found.headline.to_frame()
    # 20 of 220 that answer 2 points from the middle: about .18, with what chance adds.
    assert changed["difference"].mean() == pytest.approx(-points * 2 * N_ODD / 220, abs=0.03)
    assert changed["mean_without"].mean() == pytest.approx(answers.mean(), abs=0.03)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("points", [0.8, -0.8])
def test_acquiescence_is_recovered_net_of_content(seed: int, points: float) -> None:
    """Agreement that was added comes out, with its sign, whatever the items say.

    The ends of the scale cut some of it off: between 60 and 100 % of it is there to be found.
    """
    rng = np.random.default_rng(seed)
    answers = np.vstack([attentive(rng, N_ODD, points), attentive(rng, N_ATTENTIVE)])
    found = lk.bias.response_styles(with_gaps(rng, answers))
    added = found.balanced_acquiescence[:N_ODD].mean() / points
    assert 0.6 <= added <= 1.0
    assert abs(found.balanced_acquiescence[N_ODD:].mean()) < 0.05


@pytest.mark.parametrize("seed", range(3))
def test_content_is_no_acquiescence_where_the_keying_is_unbalanced(seed: int) -> None:
    """Who holds the opinion agrees with most items: net acquiescence is fooled, balanced not."""
    rng = np.random.default_rng(seed)
    keyed = ["negative" if k % 6 == 5 else "positive" for k in range(30)]
    unbalanced = lk.Instrument(
        "unbalanced",
        [lk.Item(f"q{k}", FIVE, keyed=one) for k, one in enumerate(keyed)],  # type: ignore[arg-type]
    )
    signs = np.array([-1 if one == "negative" else 1 for one in keyed])
    noise = rng.normal(scale=0.7, size=(N_ATTENTIVE, 30))
    answers = np.clip(np.round(3 + signs + noise), 1, 5)
    frame = pd.DataFrame(answers, columns=list(unbalanced.names))
    found = lk.bias.response_styles(lk.Responses(frame, unbalanced))
    assert found.net_acquiescence.mean() > 0.5
    assert abs(found.balanced_acquiescence.mean()) < 0.05


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("style", ["extreme", "midpoint"])
def test_ends_and_middle_are_told_apart(seed: int, style: str) -> None:
    """Answers pulled to the ends raise the one proportion, pulled to the middle the other."""
    rng = np.random.default_rng(seed)
    odd = attentive(rng, N_ODD)
    odd = np.where(odd > 3, 5, np.where(odd < 3, 1, 3)) if style == "extreme" else odd
    if style == "midpoint":
        odd = np.where(np.abs(odd - 3) < 2, 3, odd)
    answers = np.vstack([odd, attentive(rng, N_ATTENTIVE)])
    found = lk.bias.response_styles(with_gaps(rng, answers))
    figures = getattr(found, style)
    assert figures[:N_ODD].mean() > figures[N_ODD:].mean() + 0.2
    other = getattr(found, "midpoint" if style == "extreme" else "extreme")
    assert abs(other[:N_ODD].mean() - other[N_ODD:].mean()) < 0.1


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("points", [2.5, -2.5])
def test_totals_that_were_pushed_to_an_end_are_flagged(seed: int, points: float) -> None:
    """A scale too easy (or too hard) for everybody has that effect and not the other."""
    rng = np.random.default_rng(seed)
    six = LONG.subscale("s0")
    scores = np.clip(np.round(3 + points + rng.normal(scale=0.6, size=(150, 6))), 1, 5)
    answers = np.where(SIGNS[:6] > 0, scores, 6 - scores)
    frame = pd.DataFrame(answers, columns=list(six.names))
    row = lk.bias.floor_ceiling(lk.Responses(frame, six))["s0"]
    assert (row.ceiling_effect, row.floor_effect) == (points > 0, points < 0)
