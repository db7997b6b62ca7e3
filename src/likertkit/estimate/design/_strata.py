"""What each stratum counts in a standardised estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.estimate.design._sample import SurveySample


@attrs.frozen(eq=False, kw_only=True)
class StratumWeights:
    """What the strata count in the estimate of a group; of shape (n_strata,) each.

    Attributes
    ----------
    weights : array of float
        What each stratum counts, adding up to the people that the group represents; 0 where
        the strata are not standardised.
    people : array of float
        The people that all answers of `sizes` represent together.
    sizes : array of int
        The answers that the variance is within: those of the group or, where the group's size is
        random, those of everybody.
    answered : array of int
        The answers of the group.
    problem : str
        Why there is no estimate; empty where there is one.
    """

    weights: NDArray[np.float64]
    people: NDArray[np.float64]
    sizes: NDArray[np.int64]
    answered: NDArray[np.int64]
    problem: str = ""

    @property
    def per_answer(self) -> NDArray[np.float64]:
        """The people that one answer represents."""
        return _over(self.people, self.sizes)


def _over(amounts: NDArray[np.float64], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(amounts, sizes, out=np.zeros(len(amounts)), where=sizes > 0)


def stratum_weights(
    sample: SurveySample,
    condition: int,
    members: NDArray[np.intp],
    *,
    answered: NDArray[np.int64],
    anywhere: NDArray[np.int64],
) -> StratumWeights:
    """Return what each stratum counts in the estimate of a group.

    Parameters
    ----------
    sample : SurveySample
        The whole sample.
    condition : int
        The condition that the group is of.
    members : array of int
        The tally's groups in it.
    answered, anywhere : arrays of int, shape (n_strata,)
        The answers of the group, and of all under the condition.
    """
    n_strata = len(sample.strata)
    if not sample.standardized:
        nothing = np.zeros(n_strata)
        return StratumWeights(weights=nothing, people=nothing, sizes=answered, answered=answered)
    how = sample.standardize
    if how == "sample":
        people = answered.astype(np.float64)
        return StratumWeights(weights=people, people=people, sizes=answered, answered=answered)
    wanted = sample.rows[condition].max(axis=1, initial=0) > 0
    reached = np.zeros(n_strata, dtype=np.bool_)
    reached[sample.stratum[members[sample.tally.counts[members].any(axis=(1, 2))]]] = True
    sizes = anywhere
    if not sample.by_own_share:
        sizes = answered
        if not sample.split_by_stratum:
            reached = wanted
        wanted = reached
    people = wanted * (answered.sum() / max(1, np.count_nonzero(wanted)))
    if how != "equal" and sample.population is not None:
        people = np.where(wanted, sample.population[condition], 0.0)
    empty = reached & (sizes == 0)
    problem = ""
    if answered.any() and empty.any():
        people = np.zeros(n_strata)
        problem = (
            f"no valid answers in stratum {', '.join(sample.stratum_names(empty))}: merge it by "
            "`sampled(collapse=...)`"
        )
    return StratumWeights(
        weights=_over(people, sizes) * answered,
        people=people,
        sizes=sizes,
        answered=answered,
        problem=problem,
    )


def unconditional_factors(
    sample: SurveySample, condition: int, strata: StratumWeights
) -> NDArray[np.float64]:
    """Return factors that make the conditional variance of each stratum the unconditional one."""
    n = float(strata.sizes.sum())
    total = float(strata.people.sum())
    left = 1.0
    if sample.limited and sample.population is not None:
        left = 1 - n / float(sample.population[condition].sum())
    part = strata.people / total if total > 0 else strata.people
    wanted = left * (part / n + (1 - part) / n**2) if n else part
    conditional = np.divide(part**2, strata.sizes, out=np.ones(len(part)), where=part > 0)
    factors: NDArray[np.float64] = np.ones(len(part))
    np.divide(wanted, conditional, out=factors, where=part > 0)
    return factors
