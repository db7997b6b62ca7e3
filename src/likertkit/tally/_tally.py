"""Tally: how many respondents of each group gave each answer to each item."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import attrs
import numpy as np

from likertkit._checks import check_choice
from likertkit.errors import ArgumentTypeError, MismatchError
from likertkit.instrument import Instrument, Scoring
from likertkit.tally._axes import Axis, Group, resolve_by, sorted_groups
from likertkit.tally._from_counts import read_counts
from likertkit.tally._tables import added, frozen_counts, frozen_sums, near
from likertkit.tally._to_frame import frame_of_tally, text_of_tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

_Number = TypeVar("_Number", np.int64, np.float64)


@attrs.frozen(eq=False, repr=False, kw_only=True)
class Tally:
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

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
    >>> tally = lk.Tally.from_counts({"clear": {3: 2, 4: 5, 5: 3}}, trial)
    >>> lk.means(tally + tally)["clear"].n
    20
    """

    instrument: Instrument
    axes: tuple[Axis, ...]
    groups: tuple[Group, ...]
    counts: NDArray[np.int64] = attrs.field(converter=frozen_counts)
    sums: NDArray[np.float64] | None = attrs.field(default=None, converter=frozen_sums)
    squares: NDArray[np.float64] | None = attrs.field(default=None, converter=frozen_sums)
    view: Scoring = "as_answered"
    notes: tuple[str, ...] = ()

    __hash__ = None  # type: ignore[assignment]

    # -- making ---------------------------------------------------------------------------------

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
            If an answer is none of the item's.
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

    @staticmethod
    def sum(parts: Iterable[Tally]) -> Tally:
        """Add up the tallies of parts, such as files or chunks of one.

        Parameters
        ----------
        parts : iterable of Tally
            At least one; read one at a time.

        Returns
        -------
        Tally
            The tally of all.

        Raises
        ------
        MismatchError
            If there is none, or two do not fit.

        Examples
        --------
        >>> import likertkit as lk
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
        >>> chunks = ({"clear": {4: 1}}, {"clear": {5: 2}})
        >>> whole = lk.Tally.sum(lk.Tally.from_counts(part, trial) for part in chunks)
        >>> lk.means(whole)["clear"].n
        3
        """
        total: Tally | None = None
        for part in parts:
            if not isinstance(part, Tally):
                raise ArgumentTypeError(
                    f"a part is of type {type(part).__name__}; expected tallies.",
                    "make a tally of each chunk: `lk.Responses(chunk, instrument).tally()`.",
                )
            total = part if total is None else total + part
        if total is None:
            raise MismatchError(
                "there is no tally to add up; expected at least one part.",
                "check that the files or chunks were found.",
            )
        return total

    def scored(self, view: Scoring) -> Tally:
        """Return the same counts under another view of the scores.

        Parameters
        ----------
        view : {'as_answered', 'keyed', 'favourable'}
            The declared codes; negatively keyed items reversed; or also reversed where the
            scale's low end is the positive one, so that higher is better.

        Returns
        -------
        Tally
            The same counts.

        Raises
        ------
        OptionError
            If the view is none of these.

        Examples
        --------
        >>> import likertkit as lk
        >>> scale = lk.LikertScale.preset("agreement", 5, positive="low")
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
        >>> tally = lk.Tally.from_counts({"clear": {1: 3, 2: 1}}, trial)
        >>> lk.means(tally.scored("favourable"))["clear"].mean
        4.75
        """
        check_choice(view, "view", Scoring)
        return attrs.evolve(self, view=view)

    # -- reading --------------------------------------------------------------------------------

    @property
    def weighted(self) -> bool:
        """Whether the tally holds sampling weights."""
        return self.sums is not None

    def names(self, by: str | Iterable[str] | None) -> tuple[str, ...]:
        """Return the axes that *by* asks for.

        Parameters
        ----------
        by : str, sequence of str, or None
            Axes; None means the condition, where there is one.

        Returns
        -------
        tuple of str
            Their names, in the order asked.

        Raises
        ------
        AxisError
            If a name is not an axis.
        """
        return resolve_by(self.axes, by)

    def marginal(self, names: Iterable[str]) -> Tally:
        """Return the tally summed over all other axes.

        Parameters
        ----------
        names : iterable of str
            The axes to keep.

        Returns
        -------
        Tally
            With these axes, in the order given; the sampling design, such as strata that are
            summed over, is lost to it.

        Raises
        ------
        AxisError
            If a name is not an axis.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
        >>> counts = pd.DataFrame(
        ...     {"grade": ["a", "b"], "item": "clear", "code": [4, 5], "count": [2, 3]}
        ... )
        >>> tally = lk.Tally.from_counts(counts, trial)
        >>> tally.marginal(()).counts[0, 0].tolist()
        [0, 0, 0, 2, 3, 0]
        """
        wanted = resolve_by(self.axes, tuple(names))
        places = [[axis.name for axis in self.axes].index(name) for name in wanted]
        axes = tuple(self.axes[place] for place in places)
        kept = [tuple(group[place] for place in places) for group in self.groups]
        # The whole is a group even when nobody is in it.
        return self._regrouped(axes, kept, sorted_groups(axes, kept) if axes else [()])

    def _regrouped(self, axes: tuple[Axis, ...], kept: list[Group], groups: list[Group]) -> Tally:
        number = {group: g for g, group in enumerate(groups)}
        where = np.array([number[group] for group in kept], dtype=np.intp)

        def collect(array: NDArray[_Number]) -> NDArray[_Number]:
            total = np.zeros((len(groups), *array.shape[1:]), dtype=array.dtype)
            np.add.at(total, where, array)
            return total

        return attrs.evolve(
            self,
            axes=axes,
            groups=tuple(groups),
            counts=collect(self.counts),
            sums=None if self.sums is None else collect(self.sums),
            squares=None if self.squares is None else collect(self.squares),
        )

    def to_frame(self) -> pd.DataFrame:
        """Return the counts as a pandas data frame, a row a group, item and cell.

        Returns
        -------
        DataFrame
            The axes' columns, then ``item``, ``code`` (missing for blank and for answers
            without a code), ``label``, ``kind`` ('level' or 'missing') and ``count``; with
            weights also ``weighted_count`` and ``squared_weight``.  :meth:`from_counts` takes
            it back.
        """
        return frame_of_tally(self)

    # -- adding and comparing -------------------------------------------------------------------

    def _aligned(self, groups: list[Group]) -> Tally:
        return self._regrouped(self.axes, list(self.groups), groups)

    def __add__(self, other: Tally) -> Tally:
        """Return the tally of both samples together.

        Raises
        ------
        MismatchError
            If instruments, axes, views or weightedness differ.
        """
        if not isinstance(other, Tally):
            return NotImplemented
        _check_addable(self, other)
        axes = tuple(a.joined(b) for a, b in zip(self.axes, other.axes, strict=True))
        groups = sorted_groups(axes, (*self.groups, *other.groups))
        mine, theirs = self._aligned(groups), other._aligned(groups)
        return attrs.evolve(
            mine,
            axes=axes,
            counts=mine.counts + theirs.counts,
            sums=added(mine.sums, theirs.sums),
            squares=added(mine.squares, theirs.squares),
            notes=tuple(dict.fromkeys((*self.notes, *other.notes))),
        )

    def __eq__(self, other: object) -> bool:
        """Return whether the contents agree: counts exactly, weights to a relative 1e-12.

        A group in which nobody is equals one that is not there.
        """
        if not isinstance(other, Tally):
            return NotImplemented
        same = (
            self.instrument == other.instrument
            and _meanings(self) == _meanings(other)
            and self.view == other.view
            and self.weighted == other.weighted
        )
        if not same:
            return False
        groups = sorted_groups(self.axes, (*self.groups, *other.groups))
        mine, theirs = self._aligned(groups), other._aligned(groups)
        return (
            np.array_equal(mine.counts, theirs.counts)
            and near(mine.sums, theirs.sums)
            and near(mine.squares, theirs.squares)
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by making the tally anew, for NumPy forgets that an array is read-only."""
        return _restored, tuple(getattr(self, field.name) for field in attrs.fields(Tally))

    def __repr__(self) -> str:
        """Return a line on what was counted, then the counts."""
        return text_of_tally(self)


def _restored(*values: object) -> Tally:
    names = (field.name for field in attrs.fields(Tally))
    return Tally(**dict(zip(names, values, strict=True)))  # type: ignore[arg-type]


def _check_addable(one: Tally, other: Tally) -> None:
    for what, mine, theirs in (
        ("instruments", one.instrument, other.instrument),
        ("axes", _meanings(one), _meanings(other)),
        ("views", one.view, other.view),
        ("weightedness", one.weighted, other.weighted),
    ):
        if mine != theirs:
            raise MismatchError(
                f"two tallies with different {what} cannot be added: {mine} and {theirs}.",
                "make both tallies with the same instrument, declarations and `by=`.",
            )


def _meanings(tally: Tally) -> tuple[tuple[str, str], ...]:
    return tuple((axis.name, axis.role) for axis in tally.axes)
