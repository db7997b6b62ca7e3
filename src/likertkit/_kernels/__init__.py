"""Statistics on plain numbers and NumPy arrays; no frames, no scales."""

from likertkit._kernels._agreement import van_der_eijk
from likertkit._kernels._apportion import apportion, round_parts
from likertkit._kernels._bootstrap import (
    acceleration,
    bca_interval,
    draw_shares,
    draw_units,
    percentile_interval,
)
from likertkit._kernels._calibrate import Calibrated, calibrate_cells, unreachable_levels
from likertkit._kernels._careless import (
    FEWEST_POINTS,
    correlated_pairs,
    even_odd_consistency,
    longest_run,
    row_correlation,
    row_sd,
)
from likertkit._kernels._cluster import cluster_products, summed_pairs
from likertkit._kernels._cross import co_occurrences, cross_cells
from likertkit._kernels._distance import chi_square_quantile, chi_square_tail, mahalanobis_distances
from likertkit._kernels._linearised import is_census, stratified_variance
from likertkit._kernels._moments import (
    count_mean,
    count_skewness,
    count_variance,
    weighted_mean,
    weighted_skewness,
    weighted_variance,
)
from likertkit._kernels._multinomial import sison_glaz_intervals
from likertkit._kernels._net import tango_interval
from likertkit._kernels._proportion import (
    clopper_pearson_interval,
    jeffreys_interval,
    logit_interval,
    wilson_interval,
)
from likertkit._kernels._quantiles import count_quantile, interpolated_median, weighted_quantile
from likertkit._kernels._statistics import (
    table_consensus,
    table_interpolated_median,
    table_leik,
    table_mean,
    table_median,
    table_van_der_eijk,
)
from likertkit._kernels._student import t_interval, t_quantile
from likertkit._kernels._styles import agreement_steps, column_mean, row_mean, weighted_column_means
from likertkit._kernels._tabulate import cell_numbers, count_cells, sum_cells

__all__ = [
    "FEWEST_POINTS",
    "Calibrated",
    "acceleration",
    "agreement_steps",
    "apportion",
    "bca_interval",
    "calibrate_cells",
    "cell_numbers",
    "chi_square_quantile",
    "chi_square_tail",
    "clopper_pearson_interval",
    "cluster_products",
    "co_occurrences",
    "column_mean",
    "correlated_pairs",
    "count_cells",
    "count_mean",
    "count_quantile",
    "count_skewness",
    "count_variance",
    "cross_cells",
    "draw_shares",
    "draw_units",
    "even_odd_consistency",
    "interpolated_median",
    "is_census",
    "jeffreys_interval",
    "logit_interval",
    "longest_run",
    "mahalanobis_distances",
    "percentile_interval",
    "round_parts",
    "row_correlation",
    "row_mean",
    "row_sd",
    "sison_glaz_intervals",
    "stratified_variance",
    "sum_cells",
    "summed_pairs",
    "t_interval",
    "t_quantile",
    "table_consensus",
    "table_interpolated_median",
    "table_leik",
    "table_mean",
    "table_median",
    "table_van_der_eijk",
    "tango_interval",
    "unreachable_levels",
    "van_der_eijk",
    "weighted_column_means",
    "weighted_mean",
    "weighted_quantile",
    "weighted_skewness",
    "weighted_variance",
    "wilson_interval",
]
