"""Laws of every interval of estimate: a width or a reason, and more of it at a higher level."""

from __future__ import annotations

import math
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import fewer

import likertkit as lk

SCALE = lk.LikertScale(positive="high")
TRIAL = lk.Instrument("trial", [lk.Item("q", SCALE)])
# Few answers, of few levels: equal answers, ends and unused levels come often.
COUNTS = st.dictionaries(st.sampled_from([1, 2, 5, None]), st.integers(1, 6), min_size=1)
FUNCTIONS = {
    "describe": lk.describe,
    "means": lk.means,
    "bootstrap": partial(lk.bootstrap, n_resamples=99, rng=1),
    "bca median": partial(lk.bootstrap, statistic="median", n_resamples=99, rng=1),
    "percentiles": partial(lk.means, interval="bootstrap", n_resamples=99, rng=1),
    "agreement": lk.agreement,
    "bca agreement": partial(lk.agreement, interval="bca", n_resamples=99, rng=1),
    "box_scores": lk.box_scores,
    **{
        f"{interval} of {base}": partial(lk.frequencies, interval=interval, base=base)
        for interval in ("wilson", "clopper-pearson", "jeffreys", "logit", "goodman", "sison-glaz")
        for base in ("valid", "answered", "all")
    },
}
every_function = pytest.mark.parametrize("name", list(FUNCTIONS))


def bounds(row):
    """Return the pairs of bounds of a row by the name of the lower one."""
    columns = row.columns()
    return {
        low: (columns[low], columns[low.removesuffix("low") + "high"])
        for low in columns
        if low.endswith("low")
    }


@every_function
@given(counts=COUNTS)
@fewer(0.3)
def test_an_interval_has_a_width_or_a_reason(name, counts):
    """Nobody was asked of whom nothing more is to be known: no interval is a point."""
    for row in FUNCTIONS[name](lk.Tally.from_counts({"q": counts}, TRIAL)):
        for low, high in bounds(row).values():
            assert math.isnan(low) == math.isnan(high)
            assert row.note if math.isnan(low) else low < high


# The published form of Sison and Glaz's upper bound falls where their room grows by an answer.
@pytest.mark.parametrize("name", [one for one in FUNCTIONS if "sison" not in one])
@given(counts=COUNTS)
@fewer(0.3)
def test_a_higher_level_never_narrows(name, counts):
    """Law 8, bootstraps at one seed."""
    tally = lk.Tally.from_counts({"q": counts}, TRIAL)
    tables = [FUNCTIONS[name](tally, confidence_level=level) for level in (0.8, 0.95)]
    for narrow, wide in zip(*tables, strict=True):
        for key, (low, high) in bounds(narrow).items():
            below, above = bounds(wide)[key]
            if not math.isnan(low):
                assert below <= low + 1e-12
                assert above >= high - 1e-12
