"""The mean and the standard deviation of either side of a comparison, as papers print them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import attrs

from likertkit._kernels.means import (
    count_mean,
    count_variance,
    weighted_mean,
    weighted_variance,
)
from likertkit.results._record import ItemRow

if TYPE_CHECKING:
    from collections.abc import Sequence

SIDE_FIGURES = ("mean_first", "sd_first", "mean_second", "sd_second")
"""Fields of a row that are no columns of its data frame."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class SidesRow(ItemRow):
    """A row about two sides, with the mean and the standard deviation of each.

    They are of the answers that the mean difference is of, weighted where there are weights;
    standard deviations have the divisor n - 1.
    """

    mean_first: float = math.nan
    sd_first: float = math.nan
    mean_second: float = math.nan
    sd_second: float = math.nan


def count_moments(counts: Sequence[int], scores: Sequence[int]) -> tuple[float, float]:
    """Return the mean and the standard deviation of answers that count alike."""
    return count_mean(counts, scores), math.sqrt(count_variance(counts, scores))


def weighted_moments(
    weights: Sequence[float], scores: Sequence[int], n: int
) -> tuple[float, float]:
    """Return the weighted mean and standard deviation of *n* answers, as :func:`describe` has."""
    return weighted_mean(weights, scores), math.sqrt(weighted_variance(weights, scores, n))


def side_figures(first: tuple[float, float], second: tuple[float, float]) -> dict[str, Any]:
    """Return the mean and the standard deviation of both sides by the fields of a row."""
    return dict(zip(SIDE_FIGURES, (*first, *second), strict=True))
