"""Whole respondents: straight lines, contradictions, distances and response styles."""

from likertkit._kernels.respondents._careless import (
    FEWEST_POINTS,
    agreement_steps,
    column_mean,
    correlated_pairs,
    even_odd_consistency,
    longest_run,
    row_correlation,
    row_mean,
    row_sd,
    weighted_column_means,
)
from likertkit._kernels.respondents._mahalanobis import (
    chi_square_quantile,
    chi_square_tail,
    mahalanobis_distances,
)

__all__ = [
    "FEWEST_POINTS",
    "agreement_steps",
    "chi_square_quantile",
    "chi_square_tail",
    "column_mean",
    "correlated_pairs",
    "even_odd_consistency",
    "longest_run",
    "mahalanobis_distances",
    "row_correlation",
    "row_mean",
    "row_sd",
    "weighted_column_means",
]
