"""Laws of the made-up answers, for any seed and correlation."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import fewer

import likertkit as lk
from likertkit import published
from likertkit.studies._synthetic import raised

STUDY = lk.studies.balint()


@fewer(0.2)
@given(seed=st.integers(0, 2**63), correlation=st.floats(0, 0.999))
def test_every_printed_mean_is_met(seed, correlation):
    """By grim, from the tally's counts alone."""
    made = STUDY.synthetic(seed, correlation=correlation)
    for panel in ("participants", "facilitators"):
        tally = getattr(made, panel).tally().marginal(["format"])
        for condition, means in getattr(STUDY, panel).published.means.items():
            counts = tally.counts[tally.groups.index((condition,)), :, :5]
            for item, own in zip(tally.instrument.names, counts, strict=True):
                total = int(own @ np.arange(1, 6))
                assert total in published.grim(str(means[item]), int(own.sum())).totals


@given(
    # Multiples of 1/128, of which sums are exact.
    latent=st.lists(st.integers(-512, 512), min_size=1, max_size=30, unique=True),
    share=st.floats(0, 1),
)
def test_rising_together_reaches_any_total(latent, share):
    """Exactly, on the scale, and never against the order of the latent values."""
    total = len(latent) + round(share * 4 * len(latent))
    answers = raised(np.array(latent) / 128, (1, 2, 3, 4, 5), total)
    assert answers.sum() == total
    assert set(answers.tolist()) <= {1, 2, 3, 4, 5}
    assert (np.diff(answers[np.argsort(latent)]) >= 0).all()
