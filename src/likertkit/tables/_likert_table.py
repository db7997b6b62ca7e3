"""likert_table: items with n (%) of each level, missing answers and means, as papers print them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import attrs

from likertkit._checks import as_names, check_flag
from likertkit._text import PERCENTAGE, format_figure, spelled_alike
from likertkit.estimate import box_scores, describe, frequencies, means
from likertkit.instrument._item import code_text
from likertkit.instrument._score_item import ScoreItem
from likertkit.tables._cell_row import CELL_COLUMNS
from likertkit.tables._likert_table_grid import (
    BLANK,
    ItemText,
    LikertCell,
    LikertColumn,
    LikertTable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from likertkit.estimate import (
        BoxScoreRow,
        DescribeRow,
        DescribeTable,
        FrequencyRow,
        FrequencyTable,
        MeanRow,
    )
    from likertkit.instrument import Item
    from likertkit.responses import Responses
    from likertkit.tally import Tally

_TOTAL = "Total"
# What readers of exports write between the question of a grid and its rows.
_DASH = " – "
_By = tuple[tuple[str, object], ...]
# Notes of descriptions that are of what is not printed here.
_NOT_PRINTED = ("Interval of the mean", "Top box")


def likert_table(
    data: Responses | Tally,
    *,
    by: str | Iterable[str] | None = None,
    total: bool = True,
    boxes: tuple[int, int] | None = None,
) -> LikertTable:
    """Return the answers to each item as papers print them: n (%) of each level, missing, M (SD).

    Without groups the levels stand beside each other, a row an item.  Groups or conditions stand
    beside each other, and the levels below each other, as they do where the items have different
    levels, or more than seven.

    Parameters
    ----------
    data : Responses or Tally
        The answers.
    by : str or sequence of str, optional
        Columns (of a tally: axes) whose groups stand beside each other.  A declared condition
        splits every result, and stands inside each group; only ``()`` pools the conditions.
    total : bool, optional
        Whether columns of all respondents stand behind the groups.  They do not pool conditions:
        a respondent's two answers are not two respondents.
    boxes : (int, int), optional
        How many levels from the scale's positive end make the top box, and how many from its other
        end the bottom box, to print both and their difference; by default none.

    Returns
    -------
    LikertTable
        Its rows are its cells, unrounded: the proportion and the number of each level, the valid
        answers, each reason for a missing one, the mean, its standard deviation, and the boxes.

    Raises
    ------
    DirectionError
        If *boxes* are asked for and a scale does not declare its positive end.
    ArgumentError, ArgumentTypeError
        If *boxes* does not fit the scales, or the data are not answers.
    StratumError, PopulationError
        As for :func:`means`.
    AxisError, MissingColumnError
        If *by* names what the data do not have.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale((1, 2, 3), labels={1: "No", 2: "Partly", 3: "Yes"})
    >>> trial = lk.Instrument("trial", [lk.Item("goal", scale, text="The goal was clear.")])
    >>> tally = lk.Tally.from_counts({"goal": {1: 1, 2: 2, 3: 5, None: 2}}, trial)
    >>> table = lk.likert_table(tally)
    >>> table["goal", "Yes", "Total", "Total"].value
    0.625
    """
    check_flag(total, "total", "write total=False to leave it out.")
    names = None if by is None else as_names(by, "by")
    figures = _Figures.from_data(data, names, boxes)
    items = tuple(data.instrument)
    blocks = [(figures, _columns(figures))]
    if total and names:
        whole = _Figures.from_data(data, None, boxes)
        if {*whole.by} < {*figures.by}:
            blocks.append((whole, _total_columns(whole, blocks[0][1])))
    cells = tuple(
        cell
        for item in items
        for part, columns in blocks
        for group, column in columns.items()
        for cell in part.cells(item, group, column)
    )
    return LikertTable(
        title=figures.described.title,
        names=CELL_COLUMNS,
        rows=cells,
        options=(
            ("by", figures.by),
            ("total", len(blocks) > 1),
            ("boxes", boxes),
            ("view", dict(figures.described.options)["view"]),
        ),
        notes=(
            *([f"Items: {stem.removesuffix(_DASH)}"] if (stem := _stem(items)) else []),
            *_notes(figures, [whole for whole, _ in blocks[1:]], boxes),
        ),
        items=_texts(items, figures),
        groups=tuple(column for _, columns in blocks for column in columns.values()),
        parts=tuple(
            (columns[part.by], part) for block, columns in blocks for part in block.levels.parts
        ),
    )


@attrs.frozen(eq=False, kw_only=True)
class _Figures:
    """The tables that the cells are taken from, and their rows by group and item."""

    levels: FrequencyTable
    described: DescribeTable
    by_level: dict[tuple[_By, str], list[FrequencyRow]]
    by_mean: dict[tuple[_By, str], MeanRow]
    by_item: dict[tuple[_By, str], DescribeRow]
    by_box: dict[tuple[_By, str], BoxScoreRow]

    @classmethod
    def from_data(
        cls, data: Responses | Tally, by: tuple[str, ...] | None, boxes: tuple[int, int] | None
    ) -> _Figures:
        """Return the figures of each group."""
        levels = frequencies(data, by=by)
        described = describe(data, by=by) if boxes is None else describe(data, by=by, boxes=boxes)
        by_level: dict[tuple[_By, str], list[FrequencyRow]] = {}
        for row in levels:
            by_level.setdefault((row.by, row.item), []).append(row)
        boxed: Any = () if boxes is None else box_scores(data, by=by, boxes=boxes)
        return cls(
            levels=levels,
            described=described,
            by_level=by_level,
            by_mean={(row.by, row.item): row for row in means(data, by=by)},
            by_item={(row.by, row.item): row for row in described},
            by_box={(row.by, row.item): row for row in boxed},
        )

    @property
    def by(self) -> tuple[str, ...]:
        """The columns that split the figures, by their names in the data."""
        return tuple(name for name, _ in self.described.rows[0].by)

    @property
    def weighted(self) -> bool:
        """Whether answers do not count alike."""
        return "weighted_count" in self.levels.shown

    def cells(self, item: Item, group: _By, column: LikertColumn) -> Iterator[LikertCell]:
        """Yield the cells of an item in a column."""
        place = (group, item.name)
        mean, row = self.by_mean[place], self.by_item[place]

        def cell(
            name: str, value: float, form: str, base: int, *, is_level: bool = False
        ) -> LikertCell:
            return LikertCell(
                item=item.name,
                row=name,
                span=column.span,
                column=column.column,
                value=value,
                base=base,
                weighted_base=mean.weighted_n if base == mean.n else math.nan,
                effective_base=mean.effective_n if base == mean.n else math.nan,
                note=(mean.note or "one valid answer") if math.isnan(value) else "",
                _form=form,
                _is_level=is_level,
            )

        if not isinstance(item, ScoreItem):
            for level in self.by_level[place]:
                yield cell(level.label, level.proportion, PERCENTAGE, level.base, is_level=True)
                yield cell(f"{level.label}, n", float(level.count), ".0f", level.base)
        yield cell("Valid n", float(row.n), ".0f", row.n)
        reasons = dict(self.described.reasons)
        for name, n in row.missing:
            everybody = row.n + row.n_missing
            yield cell(f"Missing: {reasons[name]}", float(n), ".0f", everybody)
        yield cell("Mean", mean.mean, ".2f", mean.n)
        yield cell("SD", row.sd, ".2f", row.n)
        if (box := self.by_box.get(place)) is not None:
            yield cell("Top box", box.top_box, PERCENTAGE, box.base)
            yield cell("Bottom box", box.bottom_box, PERCENTAGE, box.base)
            yield cell("Net", box.net, PERCENTAGE, box.base)


def _named(values: Sequence[object], alike: set[object]) -> list[str]:
    """Return values as text: a blank one in words, those that are spelled alike in quotes."""
    return [
        BLANK if value is None else repr(value) if value in alike else format_figure(value)
        for value in values
    ]


def _columns(figures: _Figures) -> dict[_By, LikertColumn]:
    """Return the column of each group."""
    groups = list(dict.fromkeys(row.by for row in figures.described))
    if groups == [()]:
        return {(): LikertColumn(_TOTAL, _TOTAL, "", "All respondents")}
    every = [value for group in groups for _, value in group]
    alike: set[object] = {text for texts in spelled_alike(every) for text in texts}
    columns = {}
    for group in groups:
        names = [name for name, _ in group]
        values = [value for _, value in group]
        texts = _named(values, alike)
        outer = [f"{name}: {text}" for name, text in zip(names[:-1], texts[:-1], strict=True)]
        columns[group] = LikertColumn(
            " × ".join(names),
            values[0] if len(values) == 1 else tuple(values),
            ", ".join(outer) or names[0],
            texts[-1],
        )
    return columns


def _total_columns(whole: _Figures, groups: dict[_By, LikertColumn]) -> dict[_By, LikertColumn]:
    """Return the column of all respondents, or one for each condition."""
    heads = {column.head for column in groups.values()}
    name = "All respondents" if _TOTAL in heads else _TOTAL
    columns = {}
    for group, column in _columns(whole).items():
        if not group:
            columns[group] = LikertColumn(_TOTAL, _TOTAL, "", name)
        else:
            columns[group] = LikertColumn(_TOTAL, column.column, name, column.head)
    return columns


def _stem(items: Sequence[Item]) -> str:
    """Return the question that all items of a grid share, with the dash behind it; else nothing."""
    stems = {item.text.strip().rpartition(_DASH)[0] for item in items}
    return f"{stems.pop()}{_DASH}" if len(stems) == 1 < len(items) and stems != {""} else ""


def _texts(items: Sequence[Item], figures: _Figures) -> tuple[ItemText, ...]:
    """Return how each item and its levels are named in print."""
    stem = _stem(items)
    texts = [item.text.strip().removeprefix(stem) or item.name for item in items]
    rows_of = {name: rows for (_, name), rows in figures.by_level.items()}
    named = []
    for item, text in zip(items, texts, strict=True):
        rows = [] if isinstance(item, ScoreItem) else rows_of[item.name]
        ends = any(row.code not in item.scale.labels for row in rows)
        heads = []
        for row, code in zip(rows, item.scale.codes if rows else (), strict=True):
            digits = code_text(item, code)
            # Between ends that have labels the codes are the levels.
            heads.append(f"{digits} {row.label}" if ends and row.label != digits else row.label)
        shown = f"{item.name}: {text}" if texts.count(text) > 1 else text
        labels = tuple(row.label for row in rows)
        named.append(ItemText(item.name, shown, labels, tuple(heads)))
    return tuple(named)


def _notes(
    figures: _Figures, totals: Sequence[_Figures], boxes: tuple[int, int] | None
) -> tuple[str, ...]:
    """Return what is printed, of whom, and how scores were made."""
    weighted = figures.weighted
    notes = [
        "n (%): respondents at each level, not weighted, and the weighted percentage of the valid "
        "answers."
        if weighted
        else "n (%): respondents at each level, and their percentage of the valid answers.",
        f"M (SD): mean and standard deviation of the valid answers{', weighted' * weighted}.",
    ]
    notes += [
        "Total: all respondents under each condition; conditions are not pooled."
        if whole.by
        else "Total: all respondents."
        for whole in totals
    ]
    dropped = _NOT_PRINTED if boxes is None else _NOT_PRINTED[:1]
    notes += [note for note in figures.levels.notes if note.startswith("Codes and labels")]
    notes += [note for note in figures.described.notes if not note.startswith(dropped)]
    return tuple(notes)
