"""A table of pairs: who changed, who did not, and who cannot be matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs
import numpy as np

from likertkit._text import counted
from likertkit.errors import ArgumentError, UnknownItemError
from likertkit.instrument._item import code_text, level_label
from likertkit.plot._facts import Labels, check_labels
from likertkit.plot._palette import BLANK, FAINT, INK, RULE, sequential_color, text_color
from likertkit.plot._picture import Picture, drawn
from likertkit.plot._sheet import (
    Margins,
    Sheet,
    font,
    foot_lines,
    head_lines,
    height_of,
    lines_of,
    plain_axes,
)
from likertkit.responses._as_tables import as_pairs
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names
from likertkit.tally import PairTally

if TYPE_CHECKING:
    from collections.abc import Hashable

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from likertkit.instrument import Item
    from likertkit.responses import Responses

_PAD, _GAP = 6.0, 5.0
_LABELS = 0.26

Kind = Literal["level", "missing", "absent"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class PairCellRow(ItemRow):
    """A cell of a table of pairs.

    Attributes
    ----------
    first, second : str
        The answers: the label of a level, its code where it has none, the reason for no answer,
        or absent.
    first_kind, second_kind : {'level', 'missing', 'absent'}
        What these are.
    count : int
        Respondents.
    """

    first: str
    first_kind: Kind
    second: str
    second_kind: Kind
    count: int


@attrs.frozen(kw_only=True)
class _Square:
    """The cells that a picture shows: all levels, and what else somebody has.

    Attributes
    ----------
    title : str
        The item.
    first, second : str
        The conditions.
    counts : array of int, shape (n_cells, n_cells)
        A row a cell of the first condition.
    n_levels : int
        How many of the cells are levels; they come first.
    names : tuple of str
        The names of the cells.
    notes : tuple of str
        The notes of the pairs.
    weighted : bool
        Whether there are weights, of which the counts know nothing.
    """

    title: str
    first: str
    second: str
    counts: NDArray[np.int64]
    n_levels: int
    names: tuple[str, ...]
    notes: tuple[str, ...]
    weighted: bool

    def note(self) -> str:
        """Return how many changed, did not change, and cannot be matched."""
        n = self.n_levels
        valid = self.counts[:n, :n]
        first_only, second_only = int(self.counts[:n, n:].sum()), int(self.counts[n:, :n].sum())
        parts = (
            f"{counted(int(valid.sum()), 'pair')}: {int(np.trace(valid))} with the same answer, "
            f"{int(np.tril(valid, -1).sum())} with a higher code under {self.first}, "
            f"{int(np.triu(valid, 1).sum())} with a higher code under {self.second}."
        )
        unmatched = (
            f"Not matched: {first_only} with an answer under {self.first} only, {second_only} "
            f"under {self.second} only, {int(self.counts[n:, n:].sum())} under neither."
        )
        weights = " Counts are respondents, whatever their weights." if self.weighted else ""
        return f"{parts} {unmatched}{weights}"

    def draw(self, feature: str, ax: Axes | None, width: float | None) -> Axes:
        """Draw the cells, the level with the highest code on top, with the sums at the edges."""
        sheet = Sheet.open(feature, ax, width)
        own, small = font("tick"), font("label")
        n, k = len(self.names), self.n_levels
        wide = sheet.width - 2 * _PAD
        left = min(max(map(own.width, self.names)), _LABELS * sheet.width) + 2 * _PAD
        left = max(left, min(own.width(self.first), _LABELS * sheet.width) + 2 * _PAD)
        sums = max(own.width("sum"), own.width(str(int(self.counts.sum())))) + _PAD
        gap = _GAP * (n > k)
        cell = (sheet.width - left - _PAD - sums - gap) / n
        labels = [lines_of([name], "tick", left - 2 * _PAD + 0.5) for name in self.names]
        # Above a narrow cell a level has its code alone, which the label of its row begins with.
        fits = [
            max(map(small.width, name.split())) <= cell or a >= k
            for a, name in enumerate(self.names)
        ]
        tops = [
            lines_of([name if fit else name.split()[0]], "label", cell + 3)
            for name, fit in zip(self.names, fits, strict=True)
        ]
        corner = lines_of([f"{self.first} ↓"], "tick", left - 2 * _PAD, bold=True)
        across = lines_of([f"{self.second} →"], "tick", cell * n, bold=True)
        high = max(min(cell, 2.6 * own.line), *(height_of(lines) + 4 for lines in labels))
        title = head_lines(self.title, self.notes, wide)
        foot = foot_lines((self.note(),), wide)
        heads = max(height_of(across) + max(map(height_of, tops)) + 4, height_of(corner) + 4)
        margins = Margins(
            left, _PAD + sums, height_of(title) + heads + 2 * _PAD,
            height_of(foot) + own.line + 2 * _PAD,
        )  # fmt: skip
        ax, height = sheet.place(margins, n * high + gap)
        high = (height - gap) / n
        plain_axes(ax)
        inside = cell * n + gap
        ax.set(xlim=(0, inside), ylim=(height, 0), xticks=[], yticks=[])
        xs = [cell * a + gap * (a >= k) for a in range(n)]
        ys = [high * (k - 1 - a) if a < k else high * a + gap for a in range(n)]
        self._cells(ax, sheet, (xs, ys), (cell, high))
        for a in range(n):
            top = ys[a] + (high - height_of(labels[a])) / 2
            sheet.write_lines(-_PAD, top, labels[a], align="right")
            sheet.write_lines(xs[a] + cell / 2, -height_of(tops[a]) - 2, tops[a], align="center")
            for total, x, y in (
                (self.counts[a].sum(), inside + sums - 2, ys[a] + high / 2),
                (self.counts[:, a].sum(), xs[a] + cell / 2, height + own.line / 2 + 2),
            ):
                align: Literal["right", "center"] = "right" if x > inside else "center"
                sheet.write(x, y, str(int(total)), own, color=FAINT, align=align)
        sheet.write(
            inside + sums - 2, -small.line / 2 - 2, "sum", small, color=FAINT, align="right"
        )
        sheet.write(-_PAD, height + own.line / 2 + 2, "sum", small, color=FAINT, align="right")
        sheet.write_lines(0, -heads, across)
        sheet.write_lines(-_PAD, -height_of(corner) - 2, corner, align="right")
        sheet.write_lines(_PAD - left, _PAD - margins.top, title)
        sheet.write_lines(_PAD - left, height + own.line + _PAD + 2, foot)
        return ax

    def _cells(
        self,
        ax: Axes,
        sheet: Sheet,
        places: tuple[list[float], list[float]],
        size: tuple[float, float],
    ) -> None:
        """Draw the cells: the more respondents the darker, those on the diagonal outlined."""
        from matplotlib.patches import Rectangle

        own, k = font("tick"), self.n_levels
        most = max(int(self.counts[:k, :k].max()), 1)
        for a, y in enumerate(places[1]):
            for b, x in enumerate(places[0]):
                count = int(self.counts[a, b])
                color = sequential_color(count / most) if count else "#ffffff"
                if max(a, b) >= k:
                    color = BLANK if count else "#ffffff"
                same = a == b < k
                ax.add_patch(Rectangle(
                    (x, y), *size, facecolor=color, edgecolor=INK if same else RULE,
                    linewidth=1.6 if same else 0.6, zorder=3 if same else 2, clip_on=False,
                ))  # fmt: skip
                if count:
                    text = sheet.write(
                        x + size[0] / 2, y + size[1] / 2, str(count), own,
                        color=text_color(color), align="center",
                    )  # fmt: skip
                    text.set_zorder(4)


@drawn
def paired(
    data: Responses | PairTally,
    item: str,
    *,
    first: Hashable | None = None,
    second: Hashable | None = None,
    labels: Labels = "text",
    ax: Axes | None = None,
    width: float | None = None,
) -> Picture:
    """Draw how many respondents gave each pair of answers to an item under two conditions.

    The diagonal, where the answer is the same, is outlined; beyond the levels stand those without
    a valid answer under one condition, and at the edges the sums.

    Parameters
    ----------
    data : Responses or PairTally
        The answers; groups are added up.
    item : str
        The name of the item.
    first, second : hashable, optional
        The conditions: the first has the rows.  Of a pair tally they are known.
    labels : {'text', 'name'}, optional
        The title: the text of the item, or its name.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.
    width : float, optional
        How many inches wide a new figure is; by default as rcParams say.

    Returns
    -------
    matplotlib.axes.Axes
        The picture, with the number of pairs, of changes each way and of those not matched.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        If the conditions are not in the data, or nothing tells which answers belong together.
    UnknownItemError
        If there is no such item.
    OptionError
        If *labels* is not one of its allowed values.
    MissingExtraError
        If matplotlib is not installed.

    Examples
    --------
    >>> import likertkit as lk
    >>> from likertkit import plot
    >>> pairs = lk.PairTally.from_table(
    ...     [[4, 2, 0], [6, 8, 1], [3, 5, 5]], lk.LikertScale((1, 2, 3))
    ... )
    >>> ax = plot.paired(pairs, "item")
    >>> sum(text.get_text() == "8" for text in ax.texts)
    1
    """
    check_labels(labels)
    if isinstance(data, PairTally):
        first, second = (
            (data.first if first is None else first),
            (data.second if second is None else second),
        )
    elif first is None or second is None:
        raise ArgumentError(
            "first= and second= are missing; expected the two conditions to compare.",
            "write plot.paired(responses, item, first='before', second='after').",
        )
    pairs, _ = as_pairs(data, first, second, ())
    if item not in pairs.instrument.names:
        raise UnknownItemError(item, pairs.instrument.names, "item")
    square = _square(pairs, pairs.instrument[item], labels)
    kinds: list[Kind] = [
        "level" if a < square.n_levels else "missing" for a in range(len(square.names))
    ]
    kinds = ["absent" if name == "absent" and kind != "level" else kind
             for name, kind in zip(square.names, kinds, strict=True)]  # fmt: skip
    table = Table(
        title=square.title,
        names=column_names(PairCellRow),
        rows=tuple(
            PairCellRow(
                item=item, first=a, first_kind=kinds[i], second=b, second_kind=kinds[j],
                count=int(square.counts[i, j]),
            )
            for i, a in enumerate(square.names)
            for j, b in enumerate(square.names)
        ),
        notes=(square.note(), *square.notes),
    )  # fmt: skip
    return Picture(table, lambda: square.draw("plot.paired", ax, width))


def _square(pairs: PairTally, item: Item, labels: Labels) -> _Square:
    """Return the cells of an item: every level, and the other cells that somebody is in."""
    number, k = pairs.instrument.names.index(item.name), item.scale.n_levels
    counts = pairs.counts[:, number].sum(axis=0)
    n_cells = item.scale.n_cells
    # The last cell is that of the absent; between are cells that other items have.
    places = [*range(n_cells), len(counts) - 1]
    counts = counts[np.ix_(places, places)]
    codes = item.scale.codes
    levels = [
        code_text(item, code) if (label := level_label(item, code)) == str(code)
        else f"{code_text(item, code)} {label}"
        for code in codes
    ]  # fmt: skip
    names = [*levels, *item.scale.reasons, "absent"]
    kept = [a for a in range(len(names)) if a < k or counts[a].sum() + counts[:, a].sum()]
    return _Square(
        title=(item.text if labels == "text" else "") or item.name,
        first=str(pairs.first),
        second=str(pairs.second),
        counts=counts[np.ix_(kept, kept)],
        n_levels=k,
        names=tuple(names[a] for a in kept),
        notes=pairs.notes,
        weighted=pairs.weighted,
    )
