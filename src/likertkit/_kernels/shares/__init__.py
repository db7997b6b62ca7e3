"""Shares: their intervals, and their rounding."""

from likertkit._kernels.shares._apportion import apportion, round_parts
from likertkit._kernels.shares._intervals import (
    clopper_pearson_interval,
    jeffreys_interval,
    logit_interval,
    sison_glaz_intervals,
    tango_interval,
    tango_statistic,
    wilson_interval,
)

__all__ = [
    "apportion",
    "clopper_pearson_interval",
    "jeffreys_interval",
    "logit_interval",
    "round_parts",
    "sison_glaz_intervals",
    "tango_interval",
    "tango_statistic",
    "wilson_interval",
]
