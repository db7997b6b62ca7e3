"""The sampled units of one item, and the variance of what they add: the design's one home."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels.design import (
    covariance_with_last,
    is_census,
    stratified_variance,
    sums_of_units,
)
from likertkit.errors import StratumError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit._kernels.design import LoneStratum, StratumRows

_RULES = {
    "certainty": "are taken as certain to be drawn, and add no variance",
    "adjust": "add their deviation from the whole in place of a variance",
    "average": "add the average of the other strata's variances",
}


def lone_strata_sentences(rule: str) -> list[str]:
    """Return what a rule for strata of one unit does; nothing where such strata are refused."""
    if rule == "raise":
        return []
    return [f"Strata of one sampled unit, where there are any, {_RULES[rule]}."]


@attrs.frozen(eq=False, kw_only=True)
class SampledUnits:
    """The sampled units that a figure of one item is made of, stratum by stratum.

    An estimate, a comparison of pairs and one of groups say what each unit adds to their figure.
    What follows from the design is the same for all of them, and stands here.

    Attributes
    ----------
    item, unit : str
        The item, and what was sampled.
    strata : sequence of object
        The name of each stratum; None where there are no strata.
    sizes : array of int, shape (n_strata,)
        Units of each stratum, those without an answer and those outside the group included.
    factors : array of float, shape (n_strata,)
        The finite population correction of each stratum.
    touched : array of bool, shape (n_strata,)
        The strata whose units bear on the figure.
    df : float
        Units that hold an answer, minus the strata that hold an answer.
    lone : {'raise', 'certainty', 'adjust', 'average'}
        The rule for strata of one unit.
    """

    item: str
    unit: str
    strata: Sequence[object]
    sizes: NDArray[np.int64]
    factors: NDArray[np.float64]
    touched: NDArray[np.bool_]
    df: float
    lone: LoneStratum

    @property
    def alone(self) -> NDArray[np.bool_]:
        """The strata of one unit, whose variance nobody can estimate."""
        alone: NDArray[np.bool_] = self.touched & (self.sizes == 1) & ~is_census(self.factors)
        return alone

    @property
    def single(self) -> bool:
        """Whether one unit was sampled in all, which gives no spread by any rule."""
        return bool(self.alone.any()) and np.count_nonzero(self.sizes) == 1

    @property
    def census(self) -> bool:
        """Whether everybody was asked, so that nothing is uncertain."""
        return bool(is_census(self.factors[self.touched]).all())

    def names(self, which: NDArray[np.bool_]) -> str:
        """Return the names of some strata as Python writes them."""
        return ", ".join(repr(self.strata[h]) for h in np.flatnonzero(which).tolist())

    def check_alone(self) -> None:
        """Raise if a stratum has one unit, and no rule says what to do.

        Raises
        ------
        StratumError
            A stratum whose units bear on the figure counts, however little its unit adds.
        """
        alone = self.alone
        if alone.any() and self.lone == "raise":
            raise StratumError(
                f"item {self.item!r}: stratum {self.names(alone)} has one {self.unit}; expected "
                "two or more in every stratum, for the spread within it.",
                "merge it with a similar stratum by `sampled(collapse=...)`, or name a rule, such "
                "as `sampled(lone_stratum='adjust')`.",
            )

    def variance(
        self,
        totals: NDArray[np.float64],
        squares: NDArray[np.float64],
        gross: NDArray[np.float64],
    ) -> float:
        """Return the variance of a sum over the units; NaN where one unit was sampled.

        Parameters
        ----------
        totals, squares : arrays of shape (n_strata,)
            The sum of what the units of a stratum add, and that of its square.
        gross : array of shape (n_strata,)
            The sum of the squares if nothing in a unit cancelled.

        Raises
        ------
        StratumError
            As :meth:`check_alone`.
        """
        if self.single:
            return math.nan
        self.check_alone()
        touched = self.touched
        return stratified_variance(
            self.sizes[touched],
            self.factors[touched],
            totals[touched],
            squares[touched],
            self.lone,
            gross[touched],
        )

    def variance_of_rows(self, rows: StratumRows, moves: NDArray[np.float64]) -> float:
        """Return the variance of a sum to which a unit of weight in a cell adds such values.

        Raises
        ------
        StratumError
            As :meth:`check_alone`.
        """
        return self.variance(*sums_of_units(rows, moves, len(self.sizes)))

    def covariance_of_rows(
        self, rows: StratumRows, owner: NDArray[np.intp], moves: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
        """Return the covariance of the sums of groups minus that of the last, and its scale.

        None where no stratum gives a spread.

        Parameters
        ----------
        rows : StratumRows
            The rows.
        owner : array of int, shape (n_rows,)
            The group of each row; -1 for none.
        moves : array of shape (n_groups, n_cells)
            What a unit of weight in a cell adds to the sum of its group.

        Raises
        ------
        StratumError
            As :meth:`check_alone`.
        """
        if self.single or (self.lone == "average" and self.alone[self.touched].all()):
            return None
        self.check_alone()
        return covariance_with_last(
            rows, owner, moves, self.sizes, self.factors, self.touched, self.lone
        )
