"""CoTally: how often two items got two answers from one respondent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._text import Grid, counted, format_figure, one_line
from likertkit.results._frame import frame_column
from likertkit.results._record import group_names
from likertkit.tally._to_frame import cell_names, weightless_note, with_weightless_rows
from likertkit.tally._views import ViewedTable

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


@attrs.frozen(eq=False, repr=False, kw_only=True)
class CoTally(ViewedTable):
    """A table of co-occurrences: group x item x item x answer x answer.

    It holds every two items of a stated set twice: pairwise, over all rows, and listwise, over
    the rows with a valid answer to each item of the set.  Co-tallies of the same set add.  They
    are all that reliability and correlations between items need.  Make one with
    :meth:`Responses.cotally`.

    Attributes
    ----------
    instrument : Instrument
        The stated set of items, and their scales.
    axes : tuple of Axis
        How the rows are split: the condition and the stratum where they were declared, then
        the columns of ``by``.
    groups : tuple of tuple
        The value of each axis, group by group.
    counts : array of int, shape (n_groups, 2, n_items, n_items, n_cells, n_cells)
        Rows by their cells in two items; all rows first, then the complete ones.  The cells of
        an item are its levels in ascending order of code, then blank, then each nonsubstantive
        answer.  An item stands against itself with its own counts on the diagonal.
    sums, squares : array of float, same shape, or None
        Sums of the sampling weights and of their squares in each cell; None when unweighted.
    view : {'as_answered', 'keyed', 'favourable'}
        How codes become scores; the counts stay by declared code.
    notes : tuple of str
        What must be said wherever these counts are shown.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> scale = lk.LikertScale(codes=(1, 2))
    >>> trial = lk.Instrument("trial", [lk.Item("a", scale), lk.Item("b", scale)])
    >>> frame = pd.DataFrame({"a": [1, 1, 2, None], "b": [1, 2, 2, 2]})
    >>> cotally = lk.Responses(frame, trial).cotally()
    >>> cotally.pairwise[0, 0, 1].tolist()
    [[1, 1, 0], [0, 1, 0], [0, 1, 0]]
    >>> cotally.listwise[0, 0, 1].tolist()
    [[1, 1, 0], [0, 1, 0], [0, 0, 0]]
    """

    @property
    def pairwise(self) -> NDArray[np.int64]:
        """The counts over all rows, of shape (n_groups, n_items, n_items, n_cells, n_cells)."""
        return self.counts[:, 0]

    @property
    def listwise(self) -> NDArray[np.int64]:
        """The same over the rows with a valid answer to every item of the set."""
        return self.counts[:, 1]

    def to_frame(self) -> pd.DataFrame:
        """Return the counts as a pandas data frame, a row a group, two items and their cells.

        Returns
        -------
        DataFrame
            The axes' columns, then ``first_item``, ``second_item``, and ``first_code``,
            ``first_label``, ``first_kind`` ('level' or 'missing') with the same for the second
            item, then ``count`` and ``listwise_count``; with weights also ``weighted_count``,
            ``squared_weight``, ``listwise_weighted_count`` and ``listwise_squared_weight``.
            Two items stand once, in the order of the instrument.  Rows of weight 0 are in no cell:
            where there are any, a last row a group and two items has the kind 'weight 0'.
        """
        import pandas as pd

        items = list(enumerate(self.instrument))
        places = [
            (g, i, j, a, b, (*group, item.name, other.name, *first, *second))
            for g, group in enumerate(self.groups)
            for i, item in items
            for j, other in items[i + 1 :]
            for a, first in enumerate(cell_names(item))
            for b, second in enumerate(cell_names(other))
        ]
        sides = [f"{s}_{w}" for s in ("first", "second") for w in ("code", "label", "kind")]
        cell_columns = ["first_item", "second_item", *sides]
        tables = {"count": self.counts, "weighted_count": self.sums, "squared_weight": self.squares}
        taken = [*cell_columns, *tables, *(f"listwise_{name}" for name in tables)]
        names = [*group_names((axis.name for axis in self.axes), taken), *cell_columns]
        columns = list(zip(*(place[5] for place in places), strict=True)) or [()] * len(names)
        frame = pd.DataFrame(
            {name: frame_column(list(v)) for name, v in zip(names, columns, strict=True)}
        )
        for side in ("first", "second"):
            frame[f"{side}_code"] = frame[f"{side}_code"].astype("Int64")
        group, *cell = (np.array([place[k] for place in places], dtype=np.intp) for k in range(5))
        for name, table in tables.items():
            if table is not None:
                frame[name] = table[group, 0, *cell]
                frame[f"listwise_{name}"] = table[group, 1, *cell]
        if self.zeros is None or not self.zeros.any():
            return frame
        weightless = [
            (*self.groups[g], item.name, other.name, int(self.zeros[g]))
            for g in np.flatnonzero(self.zeros).tolist()
            for i, item in items
            for _, other in items[i + 1 :]
        ]
        return with_weightless_rows(frame, weightless, [*names[: len(self.axes) + 2], "count"])

    def __repr__(self) -> str:
        """Return a line on what was counted, then a row a group."""
        names = tuple(axis.name for axis in self.axes)
        what = f"Co-occurrences of {self.instrument.name!r}: "
        what += counted(len(self.instrument), "item")
        if names:
            what += f" by {', '.join(names)}"
        if self.weighted:
            what += ", weighted"
        # An item that a condition did not ask has nobody there.
        n_rows, complete = self.counts.sum(axis=(4, 5)).max(axis=(2, 3)).T.tolist()
        rows = tuple(
            (*(format_figure(value) for value in group), str(n), str(n_complete))
            for group, n, n_complete in zip(self.groups, n_rows, complete, strict=True)
        )
        header = (*names, "rows", "complete")
        right = tuple(k >= len(names) for k in range(len(header)))
        grid = Grid(header, rows, right=right, n_keys=len(names))
        items = f"Items: {', '.join(self.instrument.names)}"
        notes = [note for note in (weightless_note(self), *self.notes) if note]
        what = one_line(f"{what}; scores {self.view}")
        return "\n".join((what, grid.to_text(), *map(one_line, (items, *notes))))
