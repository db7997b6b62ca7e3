"""p-values: tail probabilities, their logarithms, and adjustments for being several."""

from likertkit._kernels.pvalues._adjust import adjust_pvalues, step_down_max_t
from likertkit._kernels.pvalues._tails import (
    Alternative,
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

__all__ = [
    "Alternative",
    "adjust_pvalues",
    "chi_square_pvalue",
    "doubled",
    "f_pvalue",
    "log_chi_square_pvalue",
    "log_normal_pvalue",
    "log_t_pvalue",
    "normal_pvalue",
    "pvalue_of",
    "step_down_max_t",
    "t_pvalue",
]
