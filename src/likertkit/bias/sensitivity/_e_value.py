"""e_value: how strong an unmeasured confounder would have to be."""

from __future__ import annotations

import math
from typing import ClassVar

import attrs

from likertkit._checks import as_float, is_number, shown
from likertkit._kernels.means import e_value_of, log_risk_ratio
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.results._record import Record

# The risk ratio of more standard deviations than this is beyond what a float holds.
_MOST = 700


@attrs.frozen(kw_only=True, eq=False, repr=False)
class EValue(Record):
    """How strong a confounder would have to be to explain a mean difference away.

    Attributes
    ----------
    standardized_difference : float
        The difference in pooled standard deviations, d.
    risk_ratio : float
        The risk ratio of a high answer that corresponds to d, about exp(0.91 d).
    e_value : float
        The smallest risk ratio that a confounder must have with both the condition and a high
        answer to explain the difference away.
    limit : float
        The same for the end of the interval that is nearer to no difference; 1 if the interval
        contains no difference, NaN without an interval.

    Examples
    --------
    >>> import likertkit as lk
    >>> lk.bias.e_value(0.0, sd=1.0).e_value
    1.0
    """

    formats: ClassVar[dict[str, str]] = {}

    standardized_difference: float
    risk_ratio: float
    e_value: float
    limit: float


def _number(value: object, name: str) -> float:
    if not is_number(value):
        raise ArgumentTypeError(f"{name}={value!r} is not a number.", f"pass `{name}` as a float.")
    number = as_float(value)
    if not math.isfinite(number):
        raise ArgumentError(
            f"{name}={shown(value)} is not finite.",
            "leave out items whose figures are undefined.",
        )
    return number


def _standardized(value: object, name: str, spread: float) -> float:
    """Return a number of scale points in standard deviations."""
    standardized = _number(value, name) / spread
    if abs(standardized) > _MOST:
        raise ArgumentError(
            f"{name}={value!r} is {standardized:.3g} standard deviations; expected at most "
            f"{_MOST}.",
            f"pass `{name}` and `sd` in the same scale points.",
        )
    return standardized


def e_value(
    difference: float,
    *,
    sd: float,
    low: float | None = None,
    high: float | None = None,
) -> EValue:
    """Return how strong an unmeasured confounder would have to be to explain a difference away.

    Parameters
    ----------
    difference : float
        The mean difference, in scale points.
    sd : float
        The pooled standard deviation of the answers under the two conditions, not the standard
        deviation of the paired differences.
    low, high : float, optional
        The confidence interval of the difference.

    Returns
    -------
    EValue
        The E-values of the difference and of the nearer end of the interval.

    Raises
    ------
    ArgumentError
        If *sd* is not above 0, a number is not finite, or the interval lacks an end or does not
        contain the difference.
    ArgumentTypeError
        If an argument is not a number.

    Notes
    -----
    E = RR + √(RR (RR - 1)) with RR ≈ exp(0.91 d); a risk ratio below 1 is replaced by its inverse.
    The approximation assumes normal answers with equal variances, and that the risk ratio of a
    high answer is the square root of its odds ratio.  It is about one kind of bias, confounding;
    recall, selection and order are others.

    References
    ----------
    .. [1] VanderWeele and Ding (2017), Sensitivity analysis in observational research:
       introducing the E-value, Annals of Internal Medicine 167, 268-274.
    .. [2] Chinn (2000), A simple method for converting an odds ratio to effect size for use in
       meta-analysis, Statistics in Medicine 19, 3127-3131.

    Examples
    --------
    >>> import likertkit as lk
    >>> found = lk.bias.e_value(0.5, sd=1.0, low=0.2, high=0.8)
    >>> round(found.risk_ratio, 3), round(found.e_value, 3), round(found.limit, 3)
    (1.576, 2.529, 1.689)
    """
    spread = _number(sd, "sd")
    if spread <= 0:
        raise ArgumentError(
            f"sd={sd!r} is not above 0; a standardised difference needs a positive standard "
            f"deviation.",
            "pass the pooled standard deviation of the answers.",
        )
    d = _standardized(difference, "difference", spread)
    limit = math.nan
    if low is not None and high is not None:
        least = _standardized(low, "low", spread)
        most = _standardized(high, "high", spread)
        if not least <= d <= most:
            raise ArgumentError(
                f"the interval from {low!r} to {high!r} does not contain the difference "
                f"{difference!r}.",
                "pass the interval of this difference, the lower end as `low`.",
            )
        nearest = least if least > 0 else min(most, 0.0)
        limit = e_value_of(log_risk_ratio(nearest))
    elif low is not None or high is not None:
        raise ArgumentError(
            "the interval has only one end; expected both ends or no interval.",
            "pass `low=` and `high=` of the same interval.",
        )
    return EValue(
        standardized_difference=d,
        risk_ratio=math.exp(log_risk_ratio(d)),
        e_value=e_value_of(log_risk_ratio(d)),
        limit=limit,
    )
