"""p-values adjusted for being several, step by step or from their joint distribution."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray


def adjust_pvalues(pvalues: Sequence[float], correction: str) -> list[float]:
    """Return adjusted p-values, in the order given.

    Parameters
    ----------
    pvalues : sequence of float
        The family; a NaN is no member of it, and stays NaN.
    correction : {'holm', 'benjamini-hochberg', 'bonferroni', 'none'}
        The first and the third hold the chance of any false rejection; the second the share of
        false ones among all rejections.
    """
    family = [k for k, pvalue in enumerate(pvalues) if not math.isnan(pvalue)]
    found = [float(pvalue) for pvalue in pvalues]
    m = len(family)
    if correction == "bonferroni":
        for k in family:
            found[k] = min(1.0, m * found[k])
    elif correction == "holm":
        least = 0.0
        for rank, k in enumerate(sorted(family, key=pvalues.__getitem__)):
            least = max(least, min(1.0, (m - rank) * found[k]))
            found[k] = least
    elif correction == "benjamini-hochberg":
        most = 1.0
        for rank, k in enumerate(sorted(family, key=pvalues.__getitem__, reverse=True)):
            most = min(most, m / (m - rank) * found[k])
            found[k] = most
    return found


# Numbers that are drawn at a time.
_AT_ONCE = 2_000_000
# Two sums of the same parts in another order differ by less.
_NEAR = 1e-9


def step_down_max_t(
    parts: NDArray[np.float64],
    alternative: str,
    n_resamples: int,
    rng: np.random.Generator,
    report: Callable[[int], None],
) -> tuple[list[float], int]:
    """Return adjusted p-values, and by how many flips; 0 stands for all that there are.

    The statistic of an item is the sum of its parts over the respondents, such as signed ranks,
    against its standard deviation under random signs.  A flip gives each respondent one sign for
    all items together, so that what they have in common stays.

    Parameters
    ----------
    parts : array of shape (n_respondents, n_items)
        What each respondent adds to each item; 0 where there is no pair.
    alternative : {'two-sided', 'less', 'greater'}
        Which sums speak against chance.
    n_resamples : int
        The most flips; where there are no more than these, all are tried.
    rng : numpy.random.Generator
        Where chance comes from.
    report : callable
        Called with the number of flips that are done.

    Notes
    -----
    Random flips count the data themselves as one: (1 + #) / (n_resamples + 1).
    """
    scaled = parts / np.sqrt((parts**2).sum(axis=0))
    turned = {"two-sided": np.abs, "less": np.negative, "greater": np.positive}[alternative]
    found = turned(scaled.sum(axis=0))
    order = np.argsort(-found, kind="stable")
    patterns, times = _patterns(scaled[:, order])
    n_signed = int(times.sum())
    complete = n_signed < 63 and 2**n_signed <= n_resamples + 1
    n_flips = 2**n_signed if complete else n_resamples
    chunk = max(1, _AT_ONCE // max(1, len(patterns)))
    draws = _every_sign(times, chunk) if complete else _random_signs(times, n_flips, chunk, rng)
    reached = np.zeros(len(order), dtype=np.int64)
    done = 0
    for signs in draws:
        sums = turned(signs @ patterns)
        # The largest of each item and of those less significant.
        largest = np.maximum.accumulate(sums[:, ::-1], axis=1)[:, ::-1]
        reached += (largest >= found[order] - _NEAR).sum(axis=0)
        done += len(signs)
        report(done)
    shares = reached / n_flips if complete else (1 + reached) / (n_flips + 1)
    adjusted = np.empty(len(order))
    adjusted[order] = np.maximum.accumulate(shares)
    return adjusted.tolist(), 0 if complete else n_flips


def _patterns(parts: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the distinct rows, whatever their sign, and how many respondents have each, ascending.

    Random signs make a row and its opposite one; and rows of nothing but 0 none.
    """
    used = parts[parts.any(axis=1)]
    lead = np.take_along_axis(used, (used != 0).argmax(axis=1)[:, None], axis=1)
    patterns, times = np.unique(used * np.sign(lead), axis=0, return_counts=True)
    rarest_first = np.argsort(times, kind="stable")
    return patterns[rarest_first], times[rarest_first]


def _random_signs(
    times: NDArray[np.int64], n_flips: int, chunk: int, rng: np.random.Generator
) -> Iterator[NDArray[np.float64]]:
    """Yield the sum of the signs of the respondents who are alike, a row a flip.

    *times* ascend: a respondent without a like takes one random bit.
    """
    n_alone = int(np.searchsorted(times, 1, side="right"))
    for start in range(0, n_flips, chunk):
        n_rows = min(chunk, n_flips - start)
        octets = rng.integers(0, 256, (n_rows, -(-n_alone // 8)), dtype=np.uint8)
        ups = np.empty((n_rows, len(times)))
        ups[:, :n_alone] = np.unpackbits(octets, axis=1, count=n_alone)
        ups[:, n_alone:] = rng.binomial(times[n_alone:], 0.5, (n_rows, len(times) - n_alone))
        yield 2 * ups - times


def _every_sign(times: NDArray[np.int64], chunk: int) -> Iterator[NDArray[np.float64]]:
    """Yield the same for every choice of signs there is, each once."""
    n_signed = int(times.sum())
    ends = np.concatenate([[0], np.cumsum(times)])
    for start in range(0, 2**n_signed, chunk):
        numbers = np.arange(start, min(start + chunk, 2**n_signed))
        bits = (numbers[:, None] >> np.arange(n_signed)) & 1
        counted = np.concatenate([np.zeros((len(numbers), 1)), bits.cumsum(axis=1)], axis=1)
        yield np.subtract(2 * np.diff(counted[:, ends], axis=1), times, dtype=np.float64)
