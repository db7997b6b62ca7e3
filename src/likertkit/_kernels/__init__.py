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
from likertkit._kernels._cluster import cluster_products, summed_pairs
from likertkit._kernels._confounding import approximate_risk_ratio, risk_ratio_e_value
from likertkit._kernels._cross import co_occurrences, cross_cells
from likertkit._kernels._dominance import (
    cut_differences,
    informative_cuts,
    overlapping_shares_pvalue,
    sign_test_pvalue,
    turning_stretch,
)
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
from likertkit._kernels._nonresponse import completed_counts, imbens_manski_interval
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
from likertkit._kernels._tipping import fewest_steps, shift_to_nonsignificant, sign_test_gamma

__all__ = [
    "Calibrated",
    "acceleration",
    "apportion",
    "approximate_risk_ratio",
    "bca_interval",
    "calibrate_cells",
    "cell_numbers",
    "clopper_pearson_interval",
    "cluster_products",
    "co_occurrences",
    "completed_counts",
    "count_cells",
    "count_mean",
    "count_quantile",
    "count_skewness",
    "count_variance",
    "cross_cells",
    "cut_differences",
    "draw_shares",
    "draw_units",
    "fewest_steps",
    "imbens_manski_interval",
    "informative_cuts",
    "interpolated_median",
    "is_census",
    "jeffreys_interval",
    "logit_interval",
    "overlapping_shares_pvalue",
    "percentile_interval",
    "risk_ratio_e_value",
    "round_parts",
    "shift_to_nonsignificant",
    "sign_test_gamma",
    "sign_test_pvalue",
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
    "turning_stretch",
    "unreachable_levels",
    "van_der_eijk",
    "weighted_mean",
    "weighted_quantile",
    "weighted_skewness",
    "weighted_variance",
    "wilson_interval",
]
