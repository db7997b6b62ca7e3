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
from likertkit._kernels._cross import co_occurrences, cross_cells
from likertkit._kernels._flips import (
    Flips,
    flip_cost,
    flip_exact_feasible,
    flip_least,
    flip_pvalue,
    flips,
)
from likertkit._kernels._hodges_lehmann import paired_shift, unpaired_shift
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
from likertkit._kernels._paired_t import PairedT, hedges_correction, paired_t
from likertkit._kernels._proportion import (
    clopper_pearson_interval,
    jeffreys_interval,
    logit_interval,
    wilson_interval,
)
from likertkit._kernels._quantiles import count_quantile, interpolated_median, weighted_quantile
from likertkit._kernels._sign import sign_least, sign_pvalue
from likertkit._kernels._signed_rank import (
    SignedRank,
    signed_rank,
    signed_rank_cost,
    signed_rank_exact,
    signed_rank_exact_feasible,
    signed_rank_least,
    signed_rank_pvalue,
)
from likertkit._kernels._square_tables import (
    ChiSquare,
    OrderedMarginal,
    bowker,
    mcnemar_corrected,
    ordered_marginal,
    stuart_maxwell,
)
from likertkit._kernels._statistics import (
    table_consensus,
    table_interpolated_median,
    table_leik,
    table_mean,
    table_median,
    table_van_der_eijk,
)
from likertkit._kernels._student import t_interval, t_quantile
from likertkit._kernels._superiority import PairedSuperiority, paired_superiority
from likertkit._kernels._tabulate import cell_numbers, count_cells, sum_cells
from likertkit._kernels._tails import log_chi_square_pvalue, log_normal_pvalue, log_t_pvalue

__all__ = [
    "Calibrated",
    "ChiSquare",
    "Flips",
    "OrderedMarginal",
    "PairedSuperiority",
    "PairedT",
    "SignedRank",
    "acceleration",
    "apportion",
    "bca_interval",
    "bowker",
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
    "flip_cost",
    "flip_exact_feasible",
    "flip_least",
    "flip_pvalue",
    "flips",
    "hedges_correction",
    "interpolated_median",
    "is_census",
    "jeffreys_interval",
    "log_chi_square_pvalue",
    "log_normal_pvalue",
    "log_t_pvalue",
    "logit_interval",
    "mcnemar_corrected",
    "ordered_marginal",
    "paired_shift",
    "paired_superiority",
    "paired_t",
    "percentile_interval",
    "round_parts",
    "sign_least",
    "sign_pvalue",
    "signed_rank",
    "signed_rank_cost",
    "signed_rank_exact",
    "signed_rank_exact_feasible",
    "signed_rank_least",
    "signed_rank_pvalue",
    "sison_glaz_intervals",
    "stratified_variance",
    "stuart_maxwell",
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
    "unpaired_shift",
    "unreachable_levels",
    "van_der_eijk",
    "weighted_mean",
    "weighted_quantile",
    "weighted_skewness",
    "weighted_variance",
    "wilson_interval",
]
