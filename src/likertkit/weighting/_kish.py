"""What weights cost: Kish's effective sample size and design effect."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from likertkit.errors import ArgumentTypeError, WeightError
from likertkit.results import Weighting
from likertkit.results._weighting import kish_design_effect, kish_effective_n

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def _check_weights(weights: ArrayLike) -> NDArray[np.float64]:
    """Return weights as a flat array; raise unless they can be used."""
    try:
        raw = np.asarray(weights)
        numbers = raw.astype(np.float64 if raw.dtype.kind != "c" else raw.dtype)
    except (TypeError, ValueError, OverflowError) as error:
        raise _no_numbers(weights) from error
    if raw.dtype.kind in "bcmMSU":
        raise _no_numbers(weights)
    if numbers.ndim != 1:
        raise ArgumentTypeError(
            f"weights have {numbers.ndim} dimensions; expected one dimension.",
            "pass one column of numbers.",
        )
    bad = np.flatnonzero(~(np.isfinite(numbers) & (numbers >= 0)))
    if len(bad):
        first = ", ".join(f"{numbers[row]:g} in row {row}" for row in bad[:5].tolist())
        raise WeightError(
            f"{len(bad)} of {len(numbers)} weights are negative, missing or not finite: {first}; "
            "expected 0 or more.",
            "give respondents outside the sample the weight 0, or remove them.",
        )
    if not numbers.sum() > 0:
        raise WeightError(
            f"{len(numbers)} weights add up to 0; expected a positive sum.",
            "check that the decimals of the column were read.",
        )
    return numbers


def _both(weights: ArrayLike | Weighting) -> tuple[float, float]:
    """Return the effective sample size and the design effect."""
    if isinstance(weights, Weighting):
        return weights.effective_n, weights.design_effect
    numbers = _check_weights(weights)
    # The squares of very large and very small weights are not numbers; a power of 2 costs no digit.
    numbers = np.ldexp(numbers, -math.frexp(float(numbers.max()))[1])
    total, squares = float(numbers.sum()), float((numbers**2).sum())
    n = int(np.count_nonzero(numbers))
    return kish_effective_n(total, squares), kish_design_effect(total, squares, n)


def _no_numbers(weights: object) -> ArgumentTypeError:
    return ArgumentTypeError(
        f"weights is a {type(weights).__name__}; expected numbers.",
        "pass an array, or a column of numbers.",
    )


def effective_sample_size(weights: ArrayLike | Weighting) -> float:
    """Return Kish's effective sample size, (Σw)² / Σw².

    Of how many equally weighted respondents a mean would be as precise, if the weights had
    nothing to do with the answers.

    Parameters
    ----------
    weights : array-like of shape (n_rows,), or Weighting
        Sampling weights, 0 or more.

    Returns
    -------
    float
        Between 1 and the number of positive weights.

    Raises
    ------
    WeightError
        If weights are negative, missing or not finite, or add up to 0.
    ArgumentTypeError
        If they are not numbers.

    References
    ----------
    .. [1] Kish (1965), Survey Sampling, Wiley, section 11.7.

    Examples
    --------
    >>> import likertkit as lk
    >>> lk.effective_sample_size([1, 1, 2])
    2.6666666666666665
    """
    return _both(weights)[0]


def design_effect(weights: ArrayLike | Weighting) -> float:
    """Return Kish's design effect of unequal weights, n Σw² / (Σw)².

    n counts the positive weights.

    It is 1 plus the squared coefficient of variation of the weights, and says by how much these
    multiply the variance of a mean with which they have nothing to do.  The design effect of
    :func:`means` is that of each item: an estimated variance over another.

    Parameters
    ----------
    weights : array-like of shape (n_rows,), or Weighting
        As for :func:`effective_sample_size`.

    Returns
    -------
    float
        1 or more.

    Raises
    ------
    WeightError, ArgumentTypeError
        As for :func:`effective_sample_size`.

    References
    ----------
    .. [1] Kish (1965), Survey Sampling, Wiley, section 11.7.

    Examples
    --------
    >>> import likertkit as lk
    >>> lk.design_effect([1, 1, 2])
    1.125
    """
    return _both(weights)[1]
