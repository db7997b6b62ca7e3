"""Who answered each item of a sample, anywhere and in each group of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit.tally import answering_units, held_cells

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.estimate._options import Base
    from likertkit.estimate._sample import Sample


@attrs.frozen(eq=False)
class Answering:
    """Who gave an answer, of the kind that a base holds.

    Attributes
    ----------
    cells : array of bool, shape (n_items, n_cells)
        The cells that hold an answer.
    answers : array of int, shape (n_conditions, n_strata, n_items)
        Respondents with an answer.
    units, strata : arrays of int, shape (n_groups, n_items)
        Units that hold an answer of a group of the result, and strata that hold one.
    """

    cells: NDArray[np.bool_]
    answers: NDArray[np.int64]
    units: NDArray[np.int64]
    strata: NDArray[np.int64]

    @classmethod
    def of(cls, sample: Sample, base: Base) -> Answering:
        """Count who answered, once for all groups and items."""
        tally = sample.tally
        width = tally.counts.shape[2]
        cells = np.array([held_cells(item.scale, base, width) for item in tally.instrument])
        answers = np.zeros_like(sample.rows)
        place = (sample.condition, sample.stratum)
        np.add.at(answers, place, np.where(cells, tally.counts, 0).sum(axis=2))
        where = np.full(len(tally.groups), -1, dtype=np.intp)
        for number, members in enumerate(sample.members):
            where[members] = number
        units, strata = answering_units(tally, where, len(sample.members), sample.stratum, base)
        return cls(cells, answers, units, strata)
