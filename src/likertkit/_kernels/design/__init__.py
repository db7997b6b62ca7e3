"""Sampling designs: linearised variances, clusters, calibrated weights and bootstraps."""

from likertkit._kernels.design._bootstrap import (
    Replicates,
    acceleration,
    bca_interval,
    draw_shares,
    draw_units,
    percentile_interval,
)
from likertkit._kernels.design._calibrate import Calibrated, calibrate_cells, unreachable_levels
from likertkit._kernels.design._clusters import (
    cluster_products,
    clusters_holding,
    merged_patterns,
    presence_of,
    strata_holding,
    summed_pairs,
)
from likertkit._kernels.design._linearised import (
    LoneStratum,
    StratumRows,
    alike_somewhere,
    cluster_squares,
    covariance_with_last,
    effective_units,
    is_census,
    left_by_margins,
    left_by_parts,
    stratified_variance,
    sums_of_units,
    uncancelled,
)

__all__ = [
    "Calibrated",
    "LoneStratum",
    "Replicates",
    "StratumRows",
    "acceleration",
    "alike_somewhere",
    "bca_interval",
    "calibrate_cells",
    "cluster_products",
    "cluster_squares",
    "clusters_holding",
    "covariance_with_last",
    "draw_shares",
    "draw_units",
    "effective_units",
    "is_census",
    "left_by_margins",
    "left_by_parts",
    "merged_patterns",
    "percentile_interval",
    "presence_of",
    "strata_holding",
    "stratified_variance",
    "summed_pairs",
    "sums_of_units",
    "uncancelled",
    "unreachable_levels",
]
