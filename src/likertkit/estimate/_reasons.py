"""Why a figure is undefined: the same words in every table."""

from __future__ import annotations

ONE_UNIT = "one sampled unit: no spread can be estimated"
NO_DF = "as many strata as sampled units: no degrees of freedom are left"
NO_SPREAD = "no spread: the interval is undefined"
ALL_ALIKE = "no spread: the interval and the design effect are undefined"
