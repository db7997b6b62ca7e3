"""What a tally keeps of weights that were calibrated to known totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit.tally._tables import frozen_sums, near

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.tally._axes import Axis


def _frozen(array: NDArray[np.float64]) -> NDArray[np.float64]:
    frozen = frozen_sums(array)
    return array if frozen is None else frozen


@attrs.frozen(eq=False, kw_only=True)
class Calibration:
    """The margins whose known totals the weights meet, and the weights before.

    The variance of a calibrated estimate is that of what the margins do not explain, and how much
    they explain is told by the weights of the design, before they were calibrated.

    Attributes
    ----------
    margins : tuple of tuple of str
        The axes of each margin; several names are a margin of their joint cells.
    designed : array of float, shape (n_groups, n_items, n_cells)
        Sums of the design's weights in each cell of the tally.
    """

    margins: tuple[tuple[str, ...], ...]
    designed: NDArray[np.float64] = attrs.field(converter=_frozen)

    __hash__ = None  # type: ignore[assignment]

    def regrouped(
        self, axes: tuple[Axis, ...], n_groups: int, where: NDArray[np.intp]
    ) -> Calibration | None:
        """Return the calibration of a tally whose group *g* became group ``where[g]``.

        None where a margin was summed over.
        """
        kept = {axis.name for axis in axes}
        if not all(name in kept for margin in self.margins for name in margin):
            return None
        designed = np.zeros((n_groups, *self.designed.shape[1:]))
        np.add.at(designed, where, self.designed)
        return attrs.evolve(self, designed=designed)

    def plus(self, other: Calibration) -> Calibration:
        """Return the calibration of both parts, whose groups have the same numbers."""
        return attrs.evolve(self, designed=self.designed + other.designed)

    def __eq__(self, other: object) -> bool:
        """Return whether margins agree, and sums but for rounding."""
        if not isinstance(other, Calibration):
            return NotImplemented
        return self.margins == other.margins and near(self.designed, other.designed)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by making the calibration anew, for NumPy forgets that an array is read-only."""
        return _restored, (self.margins, self.designed)


def _restored(margins: tuple[tuple[str, ...], ...], designed: NDArray[np.float64]) -> Calibration:
    return Calibration(margins=margins, designed=designed)
