"""Statistics on plain numbers and NumPy arrays; no frames, no scales."""

from likertkit._kernels._adjust import adjusted
from likertkit._kernels._agreement import table_van_der_eijk, van_der_eijk
from likertkit._kernels._agreement_bounds import agreement_bounds, agreement_reaches
from likertkit._kernels._apportion import apportion, round_parts
from likertkit._kernels._bootstrap import (
    acceleration,
    bca_interval,
    draw_shares,
    draw_units,
    percentile_interval,
)
from likertkit._kernels._brunner_munzel import (
    RelativeEffect,
    relative_effect,
    superiority_interval,
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
from likertkit._kernels._confounding import e_value_of, log_risk_ratio
from likertkit._kernels._cross import co_occurrences, cross_cells
from likertkit._kernels._distance import chi_square_quantile, chi_square_tail, mahalanobis_distances
from likertkit._kernels._dominance import cut_differences, informative_cuts, turning_stretch
from likertkit._kernels._farthest import farthest_shares
from likertkit._kernels._flips import (
    Flips,
    flip_cost,
    flip_exact_feasible,
    flip_least,
    flip_pvalue,
    flips,
)
from likertkit._kernels._friedman import Friedman, friedman
from likertkit._kernels._friedman_exact import (
    ExactFriedman,
    friedman_exact,
    friedman_monte_carlo,
)
from likertkit._kernels._hodges_lehmann import paired_shift, unpaired_shift
from likertkit._kernels._kruskal_wallis import KruskalWallis, centred_midranks, kruskal_wallis
from likertkit._kernels._linearised import (
    GroupRows,
    LoneStratum,
    cluster_squares,
    covariance_with_last,
    is_census,
    left_by_margins,
    left_by_parts,
    stratified_variance,
    uncancelled,
)
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
from likertkit._kernels._nonresponse import (
    bounded_mean_interval,
    bounded_share_interval,
    completed_counts,
    imbens_manski_tail,
)
from likertkit._kernels._overlapping import (
    MeanDifference,
    hybrid_interval,
    overlapping_means,
    overlapping_shares,
)
from likertkit._kernels._paired_t import PairedT, paired_t
from likertkit._kernels._permuted_groups import (
    GroupStatistic,
    along_groups,
    between_groups,
    permuted_drawn,
    permuted_exact,
)
from likertkit._kernels._presence import (
    clusters_holding,
    merged_patterns,
    presence_of,
    strata_holding,
)
from likertkit._kernels._proportion import (
    clopper_pearson_interval,
    jeffreys_interval,
    logit_interval,
    wilson_interval,
)
from likertkit._kernels._quantiles import count_quantile, interpolated_median, weighted_quantile
from likertkit._kernels._rank_sum import (
    MOST_STATES,
    RankSum,
    rank_sum_states,
    rank_sum_test,
    score_sum_exact,
)
from likertkit._kernels._replicates import Replicates
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
)
from likertkit._kernels._student import (
    hedges_correction,
    spread_interval,
    t_interval,
    t_quantile,
)
from likertkit._kernels._styles import agreement_steps, column_mean, row_mean, weighted_column_means
from likertkit._kernels._superiority import PairedSuperiority, paired_superiority
from likertkit._kernels._tabulate import cell_numbers, count_cells, sum_cells
from likertkit._kernels._tails import (
    chi_square_pvalue,
    doubled,
    f_pvalue,
    log_chi_square_pvalue,
    log_normal_pvalue,
    log_t_pvalue,
    normal_pvalue,
    pvalue_of,
    t_pvalue,
)
from likertkit._kernels._tipping import fewest_steps, shift_to_nonsignificant, sign_test_gamma
from likertkit._kernels._trend import Trend, centred_scores, linear_by_linear
from likertkit._kernels._welch import (
    WelchDifference,
    WelchRatio,
    standardized_difference,
    welch_difference,
    welch_ratio,
)

__all__ = [
    "FEWEST_POINTS",
    "MOST_STATES",
    "Calibrated",
    "ChiSquare",
    "ExactFriedman",
    "Flips",
    "Friedman",
    "GroupRows",
    "GroupStatistic",
    "KruskalWallis",
    "LoneStratum",
    "MeanDifference",
    "OrderedMarginal",
    "PairedSuperiority",
    "PairedT",
    "RankSum",
    "RelativeEffect",
    "Replicates",
    "SignedRank",
    "Trend",
    "WelchDifference",
    "WelchRatio",
    "acceleration",
    "adjusted",
    "agreement_bounds",
    "agreement_reaches",
    "agreement_steps",
    "along_groups",
    "apportion",
    "bca_interval",
    "between_groups",
    "bounded_mean_interval",
    "bounded_share_interval",
    "bowker",
    "calibrate_cells",
    "cell_numbers",
    "centred_midranks",
    "centred_scores",
    "chi_square_pvalue",
    "chi_square_quantile",
    "chi_square_tail",
    "clopper_pearson_interval",
    "cluster_products",
    "cluster_squares",
    "clusters_holding",
    "co_occurrences",
    "column_mean",
    "completed_counts",
    "correlated_pairs",
    "count_cells",
    "count_mean",
    "count_quantile",
    "count_skewness",
    "count_variance",
    "covariance_with_last",
    "cross_cells",
    "cut_differences",
    "doubled",
    "draw_shares",
    "draw_units",
    "e_value_of",
    "even_odd_consistency",
    "f_pvalue",
    "farthest_shares",
    "fewest_steps",
    "flip_cost",
    "flip_exact_feasible",
    "flip_least",
    "flip_pvalue",
    "flips",
    "friedman",
    "friedman_exact",
    "friedman_monte_carlo",
    "hedges_correction",
    "hybrid_interval",
    "imbens_manski_tail",
    "informative_cuts",
    "interpolated_median",
    "is_census",
    "jeffreys_interval",
    "kruskal_wallis",
    "left_by_margins",
    "left_by_parts",
    "linear_by_linear",
    "log_chi_square_pvalue",
    "log_normal_pvalue",
    "log_risk_ratio",
    "log_t_pvalue",
    "logit_interval",
    "longest_run",
    "mahalanobis_distances",
    "mcnemar_corrected",
    "merged_patterns",
    "normal_pvalue",
    "ordered_marginal",
    "overlapping_means",
    "overlapping_shares",
    "paired_shift",
    "paired_superiority",
    "paired_t",
    "percentile_interval",
    "permuted_drawn",
    "permuted_exact",
    "presence_of",
    "pvalue_of",
    "rank_sum_states",
    "rank_sum_test",
    "relative_effect",
    "round_parts",
    "row_correlation",
    "row_mean",
    "row_sd",
    "score_sum_exact",
    "shift_to_nonsignificant",
    "sign_least",
    "sign_pvalue",
    "sign_test_gamma",
    "signed_rank",
    "signed_rank_cost",
    "signed_rank_exact",
    "signed_rank_exact_feasible",
    "signed_rank_least",
    "signed_rank_pvalue",
    "sison_glaz_intervals",
    "spread_interval",
    "standardized_difference",
    "step_down_max_t",
    "strata_holding",
    "stratified_variance",
    "stuart_maxwell",
    "sum_cells",
    "summed_pairs",
    "superiority_interval",
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
    "turning_stretch",
    "uncancelled",
    "unpaired_shift",
    "unreachable_levels",
    "van_der_eijk",
    "weighted_column_means",
    "weighted_mean",
    "weighted_quantile",
    "weighted_skewness",
    "weighted_variance",
    "welch_difference",
    "welch_ratio",
    "wilson_interval",
]
