"""Statistics on plain numbers and NumPy arrays; no frames, no scales."""

from likertkit._kernels._adjust import adjusted
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
from likertkit._kernels._cluster import cluster_products, summed_pairs
from likertkit._kernels._cross import co_occurrences, cross_cells
from likertkit._kernels._linearised import LoneStratum, is_census, stratified_variance
from likertkit._kernels._max_t import step_down_max_t
from likertkit._kernels._moments import (
    count_mean,
    count_skewness,
    count_variance,
    weighted_mean,
    weighted_skewness,
    weighted_variance,
)
from likertkit._kernels._multinomial import sison_glaz_intervals
from likertkit._kernels._net import tango_interval, tango_statistic
from likertkit._kernels._overlapping import (
    MeanDifference,
    hybrid_interval,
    overlapping_means,
    overlapping_shares,
)
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
from likertkit._kernels._tabulate import cell_numbers, count_cells, sum_cells
from likertkit._kernels._tail import normal_pvalue, t_pvalue

__all__ = [
    "Calibrated",
    "LoneStratum",
    "MeanDifference",
    "acceleration",
    "adjusted",
    "apportion",
    "bca_interval",
    "calibrate_cells",
    "cell_numbers",
    "clopper_pearson_interval",
    "cluster_products",
    "co_occurrences",
    "count_cells",
    "count_mean",
    "count_quantile",
    "count_skewness",
    "count_variance",
    "cross_cells",
    "draw_shares",
    "draw_units",
    "hybrid_interval",
    "interpolated_median",
    "is_census",
    "jeffreys_interval",
    "logit_interval",
    "normal_pvalue",
    "overlapping_means",
    "overlapping_shares",
    "percentile_interval",
    "round_parts",
    "sison_glaz_intervals",
    "step_down_max_t",
    "stratified_variance",
    "sum_cells",
    "summed_pairs",
    "t_interval",
    "t_pvalue",
    "t_quantile",
    "table_consensus",
    "table_interpolated_median",
    "table_leik",
    "table_mean",
    "table_median",
    "table_van_der_eijk",
    "tango_interval",
    "tango_statistic",
    "unreachable_levels",
    "van_der_eijk",
    "weighted_mean",
    "weighted_quantile",
    "weighted_skewness",
    "weighted_variance",
    "wilson_interval",
]
