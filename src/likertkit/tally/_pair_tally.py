"""PairTally: what each respondent answered under two conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from likertkit._checks import is_in
from likertkit._text import Grid, counted, format_figure, one_line
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.results._arrays import frozen_names
from likertkit.results._frame import frame_column
from likertkit.results._record import group_names
from likertkit.tally._from_table import ABSENT, read_table
from likertkit.tally._tables import united
from likertkit.tally._to_frame import cell_names, weightless_note, with_weightless_rows
from likertkit.tally._views import SampledTable

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from typing import Self

    import pandas as pd
    from numpy.typing import NDArray

    from likertkit.instrument import Item, LikertScale


def _sides(item: Item) -> Iterator[tuple[int, tuple[int | None, str, str]]]:
    """Yield the place, code, label and kind of each cell of one condition."""
    yield from enumerate(cell_names(item))
    yield -1, (None, ABSENT, ABSENT)


def frame_of_pairs(pairs: PairTally) -> pd.DataFrame:
    """Make the data frame that :meth:`PairTally.to_frame` promises."""
    import pandas as pd

    places = [
        (g, i, a, b, (*group, item.name, *first, *second))
        for g, group in enumerate(pairs.groups)
        for i, item in enumerate(pairs.instrument)
        for a, first in _sides(item)
        for b, second in _sides(item)
    ]
    sides = [f"{side}_{what}" for side in ("first", "second") for what in ("code", "label", "kind")]
    cell_columns = ["item", *sides]
    axes = group_names(
        (axis.name for axis in pairs.axes),
        [*cell_columns, "count", "weighted_count", "squared_weight"],
    )
    names = [*axes, *cell_columns]
    columns = list(zip(*(place[4] for place in places), strict=True)) or [()] * len(names)
    frame = pd.DataFrame(
        {name: frame_column(list(v)) for name, v in zip(names, columns, strict=True)}
    )
    for side in ("first", "second"):
        frame[f"{side}_code"] = frame[f"{side}_code"].astype("Int64")
    at = tuple(np.array([place[k] for place in places], dtype=np.intp) for k in range(4))
    frame["count"] = pairs.counts[at]
    if pairs.sums is not None and pairs.squares is not None:
        frame["weighted_count"] = pairs.sums[at]
        frame["squared_weight"] = pairs.squares[at]
    if pairs.zeros is not None and pairs.zeros.any():
        items = pairs.instrument.names
        weightless = [
            (*pairs.groups[g], items[i], int(pairs.zeros[g, i]))
            for g, i in np.argwhere(pairs.zeros).tolist()
        ]
        frame = with_weightless_rows(frame, weightless, [*axes, "item", "count"])
    return frame


def text_of_pairs(pairs: PairTally, width: int | None = None) -> str:
    """Return a line on what was counted, then a row a group and item with who was matched."""
    names = tuple(axis.name for axis in pairs.axes)
    what = (
        f"Pairs of {pairs.instrument.name!r}, {pairs.first!r} and {pairs.second!r}: "
        f"{counted(len(pairs.instrument), 'item')}"
    )
    if names:
        what += f" by {', '.join(names)}"
    if pairs.weighted:
        what += ", weighted"
    header = (*names, "item", "both valid", "some missing", "first only", "second only")
    rows = []
    for g, group in enumerate(pairs.groups):
        for i, item in enumerate(pairs.instrument):
            table = pairs.counts[g, i]
            n = item.scale.n_levels
            both = table[:n, :n].sum()
            figures = (both, table[:-1, :-1].sum() - both, table[:-1, -1].sum(), table[-1].sum())
            key = (*(format_figure(value) for value in group), item.name)
            rows.append((*key, *(str(int(figure)) for figure in figures)))
    right = tuple(k > len(names) for k in range(len(header)))
    grid = Grid(header, tuple(rows), right=right, n_keys=len(names) + 1)
    notes = [note for note in (weightless_note(pairs), *pairs.notes) if note]
    return "\n".join(
        (one_line(f"{what}; scores {pairs.view}"), grid.to_text(width), *map(one_line, notes))
    )


@attrs.frozen(eq=False, repr=False, kw_only=True)
class PairTally(SampledTable):
    """A table of pairs: group x item x (answer under one condition) x (answer under another).

    Who is absent from one condition keeps the answer under the other, so that nobody is lost
    who could not be matched.  Pair tallies add, as long as no respondent has rows in two parts.
    They are all that paired comparisons need.  Make one with :meth:`Responses.pairs` or
    :meth:`from_table`.

    Attributes
    ----------
    instrument : Instrument
        The items and their scales.
    first, second : hashable
        The two conditions; a difference is the first minus the second.
    axes : tuple of Axis
        How the respondents are split: the stratum where it was declared, then the columns of
        ``by``.
    groups : tuple of tuple
        The value of each axis, group by group.
    counts : array of int, shape (n_groups, n_items, n_cells + 1, n_cells + 1)
        Respondents by their cell under the first and under the second condition.  The cells of
        an item are its levels in ascending order of code, then blank, then each nonsubstantive
        answer; the last of all is absent, for a respondent without a row under that condition,
        or an item that was not asked there.
    sums, squares : array of float, same shape, or None
        Sums of the sampling weights and of their squares in each cell; None when unweighted.
    view : {'as_answered', 'keyed', 'favourable'}
        How codes become scores; the counts stay by declared code.
    notes : tuple of str
        What must be said wherever these counts are shown.
    design : Design or None
        The sampling design, where :meth:`sampled` declared one.
    domain : Domain or None
        The sample that the counts are a part of, where :meth:`where` narrowed it.
    respondents : array of uint64
        Sorted fingerprints of the respondents' names, by which parts that share one are found;
        empty where nobody was named, or the part was declared disjoint from every other.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale(codes=(1, 2, 3))
    >>> pairs = lk.PairTally.from_table([[4, 2, 0], [1, 6, 3], [0, 0, 5]], scale)
    >>> int((pairs + pairs).counts.sum())
    42
    """

    first: Hashable
    second: Hashable
    respondents: NDArray[np.uint64] = attrs.field(
        factory=lambda: np.zeros(0, dtype=np.uint64), converter=frozen_names
    )

    @staticmethod
    def from_table(
        table: object,
        scale: LikertScale,
        *,
        item: str = "item",
        first: Hashable = "first",
        second: Hashable = "second",
    ) -> PairTally:
        """Make a pair tally of one item from a table that was published, or made elsewhere.

        Parameters
        ----------
        table : array-like, mapping or DataFrame
            Numbers of respondents, a row for each answer under the first condition and a column
            for each under the second.  As an array of shape (n_levels, n_levels): the scale's
            levels, lowest code first.  As a mapping {first answer: {second answer: count}} or a
            pandas data frame with answers as its index and columns: declared codes, labels,
            nonsubstantive answers, ``None`` or 'blank', and 'absent' for respondents who were
            not asked; an answer that is left out has nobody.  A level called 'blank' or 'absent'
            is that level.
        scale : LikertScale
            The scale of the item.
        item : str, optional
            The item's name.
        first, second : hashable, optional
            The names of the conditions.

        Returns
        -------
        PairTally
            With one item and no axes.

        Raises
        ------
        CountsError
            If the table is not square or a count is not a whole number of people.
        OffScaleError, UnknownLabelError
            If an answer is not on the scale.
        ArgumentError
            If both conditions have one name.

        Examples
        --------
        >>> import likertkit as lk
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> table = {"Agree": {"Agree": 4, "Disagree": 1}, "absent": {"Agree": 2}}
        >>> pairs = lk.PairTally.from_table(table, scale, first="before", second="after")
        >>> pairs.to_frame().query("count > 0")[["first_label", "second_label", "count"]].values
        array([['Agree', 'Disagree', 1],
               ['Agree', 'Agree', 4],
               ['absent', 'Agree', 2]], dtype=object)
        """
        check_conditions(first, second)
        instrument, counts = read_table(table, scale, item)
        return PairTally(
            instrument=instrument,
            axes=(),
            groups=((),),
            counts=counts,
            first=first,
            second=second,
        )

    def to_frame(self) -> pd.DataFrame:
        """Return the counts as a pandas data frame, a row a group, item and pair of cells.

        Returns
        -------
        DataFrame
            The axes' columns, then ``item``, and ``first_code``, ``first_label``,
            ``first_kind`` ('level', 'missing' or 'absent') with the same for the second
            condition, then ``count``; with weights also ``weighted_count`` and
            ``squared_weight``.  Respondents of weight 0 are in no cell: where there are any, a
            last row a group and item has the kind 'weight 0' on both sides.
        """
        return frame_of_pairs(self)

    def _traits(self) -> dict[str, object]:
        return {**super()._traits(), "conditions": (self.first, self.second)}

    def _added_more(  # pyright: ignore[reportIncompatibleMethodOverride] - of one kind
        self, other: Self, *, disjoint: bool
    ) -> dict[str, Any]:
        names = united(self.respondents, other.respondents, "respondent", disjoint=disjoint)
        return {"respondents": names}

    def __repr__(self) -> str:
        """Return a line on what was counted, then who was matched, item by item."""
        return text_of_pairs(self)


def check_conditions(first: object, second: object) -> None:
    """Raise unless two conditions differ."""
    for name, value in (("first", first), ("second", second)):
        if not is_in(value, (value,)):
            raise ArgumentTypeError(
                f"{name} is a {type(value).__name__}, which cannot be a condition.",
                "write the condition as it is in the data.",
            )
    if is_in(first, (second,)):
        raise ArgumentError(
            f"first={first!r} and second={second!r} are the same condition; expected two "
            f"conditions.",
            "name the two conditions to compare.",
        )
