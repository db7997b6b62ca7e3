"""Tally: how many respondents of each group gave each answer to each item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from likertkit.tally._from_counts import read_counts
from likertkit.tally._to_frame import frame_of_tally, text_of_tally
from likertkit.tally._views import SampledTable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from likertkit.instrument import Instrument
    from likertkit.tally._axes import Axis
    from likertkit.tally._clusters import Calibration, Clusters


@attrs.frozen(eq=False, repr=False, kw_only=True)
class Tally(SampledTable):
    """A table of counts: group x item x (level or reason for a missing answer).

    Tallies add: the tally of two files together is the sum of their tallies, as long as both
    were made with the same instrument and split along the same axes.  A tally is all that
    frequencies, means, medians and their standard errors need.  Make one with
    :meth:`Responses.tally` or :meth:`from_counts`.

    Attributes
    ----------
    instrument : Instrument
        The items and their scales.
    axes : tuple of Axis
        How the respondents are split: the condition and the stratum where they were declared,
        then the columns of ``by``.
    groups : tuple of tuple
        The value of each axis, group by group.
    counts : array of int, shape (n_groups, n_items, n_cells)
        Respondents in each cell.  The cells of an item are its levels in ascending order of
        code, then blank, then each nonsubstantive answer; the rest is unused.
    sums, squares : array of float, same shape, or None
        Sums of the sampling weights and of their squares in each cell; None when unweighted.
    view : {'as_answered', 'keyed', 'favourable'}
        How codes become scores; the counts stay by declared code.
    notes : tuple of str
        What must be said wherever these counts are shown.
    clusters : Clusters or None
        The number of sampled clusters and the products of their totals; None where no clusters
        were declared, or their strata were summed over.
    design : Design or None
        The sampling design, where :meth:`sampled` declared one.
    domain : Domain or None
        The sample that the counts are a part of, where :meth:`where` narrowed it.
    calibration : Calibration or None
        The margins that the weights meet, and the weights before; None where the weights were
        not calibrated, or a margin was summed over.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
    >>> tally = lk.Tally.from_counts({"clear": {3: 2, 4: 5, 5: 3}}, trial)
    >>> lk.means(tally + tally)["clear"].n
    20
    """

    clusters: Clusters | None = None
    calibration: Calibration | None = None

    @staticmethod
    def from_counts(
        counts: Mapping[str, Mapping[object, object]] | pd.DataFrame,
        instrument: Instrument,
        *,
        condition: str | None = None,
        stratum: str | None = None,
    ) -> Tally:
        """Make a tally from counts that were published, or made elsewhere.

        Parameters
        ----------
        counts : mapping or DataFrame
            Item → answer → number of respondents, where an answer is a declared code, a label,
            a nonsubstantive answer's code or label, or None for blank.  Or a data frame with
            the columns ``item``, ``code`` and ``count``, a row a cell, optionally ``label``
            (which says what a row without a code is) and ``weighted_count`` with
            ``squared_weight``; every other column is an axis.
        instrument : Instrument
            The items; one without counts has none.
        condition, stratum : str, optional
            The axes with these meanings.  A column called ``condition`` or ``stratum`` has its
            meaning without being named here.

        Returns
        -------
        Tally
            Counts in the order of the instrument's items.

        Raises
        ------
        UnknownItemError
            If an item is not the instrument's.
        OffScaleError, UnknownLabelError
            If an answer is not one of the item's.
        CountsError
            If a count is not a whole number of people, or a cell stands twice.
        MissingColumnError
            If the data frame lacks a column.

        Examples
        --------
        >>> import likertkit as lk
        >>> scale = lk.LikertScale(nonsubstantive={"Not applicable": 9})
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
        >>> tally = lk.Tally.from_counts({"clear": {4: 6, 5: 3, 9: 1}}, trial)
        >>> lk.means(tally)["clear"].n_missing
        1
        """
        read = read_counts(counts, instrument, condition=condition, stratum=stratum)
        return Tally(instrument=instrument, **read._asdict())

    def to_frame(self) -> pd.DataFrame:
        """Return the counts as a pandas data frame, a row a group, item and cell.

        Returns
        -------
        DataFrame
            The axes' columns, then ``item``, ``code`` (missing for blank and for answers
            without a code), ``label``, ``kind`` ('level' or 'missing') and ``count``; with
            weights also ``weighted_count`` and ``squared_weight``.  :meth:`from_counts` takes
            it back, but for clusters and the design of calibrated weights, which are not cells.
        """
        return frame_of_tally(self)

    def _traits(self) -> dict[str, object]:
        return {
            **super()._traits(),
            "clusteredness": self.clusters is not None,
            "margins": None if self.calibration is None else self.calibration.margins,
        }

    def _regrouped_more(
        self, axes: tuple[Axis, ...], n_groups: int, where: NDArray[np.intp]
    ) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if self.clusters is not None:
            more["clusters"] = self.clusters.regrouped(self.axes, axes, where)
        if self.calibration is not None:
            more["calibration"] = self.calibration.regrouped(axes, n_groups, where)
        return more

    def _picked_more(self, rows: NDArray[np.intp]) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if self.clusters is not None:
            more["clusters"] = self.clusters.picked(rows, len(self.groups))
        if self.calibration is not None:
            more["calibration"] = self.calibration.picked(rows)
        return more

    def _is_clustered(self) -> bool:
        return self.clusters is not None

    def _added_more(  # pyright: ignore[reportIncompatibleMethodOverride] - of one kind
        self, other: Self, *, disjoint: bool
    ) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if self.clusters is not None and other.clusters is not None:
            more["clusters"] = self.clusters.plus(other.clusters, disjoint=disjoint)
        if self.calibration is not None and other.calibration is not None:
            more["calibration"] = self.calibration.plus(other.calibration)
        return more

    def _same(  # pyright: ignore[reportIncompatibleMethodOverride] - of one kind
        self, other: Self
    ) -> bool:
        return (
            super()._same(other)
            and self.clusters == other.clusters
            and self.calibration == other.calibration
        )

    def __repr__(self) -> str:
        """Return a line on what was counted, then the counts."""
        return text_of_tally(self)
