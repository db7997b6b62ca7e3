"""The answers of each respondent, a row each in the order of the frame, or column by column."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels.respondents import column_mean
from likertkit._text import counted
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.responses._declaration import WIDE_CONDITION
from likertkit.responses._domain import rows_by_block, rows_inside
from likertkit.responses._responses import Responses
from likertkit.responses.memory._columns import checked_cells
from likertkit.responses.memory._eager import EagerSource
from likertkit.tally._axes import sorted_groups

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from likertkit.instrument import Instrument, Item, Scoring
    from likertkit.responses._declaration import Declaration
    from likertkit.responses.memory._columns import Column
    from likertkit.tally._axes import Group

    Values = Sequence[float] | NDArray[np.float64] | NDArray[np.bool_]

NO_ANSWER, NOT_ASKED = -1, -2
ROW = "row"


@attrs.frozen(eq=False, kw_only=True)
class RespondentAnswers:
    """Rows of answers: one for each respondent, or for each respondent and condition.

    Rows stand in the order of the frame; those of a wide frame block by block, the first
    condition's rows before the second's.

    Attributes
    ----------
    instrument : Instrument
        The items.
    levels : array of int, shape (n_rows, n_items)
        The place of each valid answer among the levels of its scale, from 0; -1 where there is
        none, -2 where the item was not asked.
    keys : tuple of (str, array of shape (n_rows,))
        The columns that name a row: the respondent, or the number of the row from 0 where no
        column tells respondents apart; then the condition, where there is one.
    by : tuple of str
        The columns that make groups.
    groups : tuple of tuple
        Their values in each group.
    group : array of int, shape (n_rows,)
        The group of each row.
    weights : array of float, shape (n_rows,), or None
        The sampling weights, those that were made for the responses if there are any.
    view : {'as_answered', 'keyed', 'favourable'}
        How codes become scores.
    notes : tuple of str
        What must be said wherever figures of these answers are shown.
    """

    instrument: Instrument
    levels: NDArray[np.int16]
    keys: tuple[tuple[str, NDArray[np.generic]], ...]
    by: tuple[str, ...]
    groups: tuple[Group, ...]
    group: NDArray[np.intp]
    weights: NDArray[np.float64] | None
    view: Scoring
    notes: tuple[str, ...]

    @property
    def valid(self) -> NDArray[np.bool_]:
        """Whether each answer is valid, of shape (n_rows, n_items)."""
        return self.levels >= 0

    def valued(self, values: Iterable[Values]) -> NDArray[np.float64]:
        """Return each answer's value, from those of each item's levels; NaN where none is valid."""
        array = np.empty(self.levels.shape, order="F")
        for i, column in enumerate(self._columns(values)):
            array[:, i] = column
        return array

    def row_means(self, values: Iterable[Values]) -> NDArray[np.float64]:
        """Return each row's mean of such values, of shape (n_rows,); NaN is left out."""
        return column_mean(self._columns(values), len(self.levels))

    def _columns(self, values: Iterable[Values]) -> Iterator[NDArray[np.float64]]:
        for i, level_values in enumerate(values):
            # The places -1 and -2 count from the end, where nothing but NaN is.
            yield np.array([*level_values, np.nan, np.nan], dtype=np.float64)[self.levels[:, i]]

    def scores(self, view: Scoring) -> NDArray[np.float64]:
        """Return the scores in a view, of shape (n_rows, n_items)."""
        return self.valued(item.scores(view) for item in self.instrument)


def respondent_answers(
    responses: Responses, by: tuple[str, ...] | None = None
) -> RespondentAnswers:
    """Return the answers row by row.

    Parameters
    ----------
    responses : Responses
        In memory.
    by : tuple of str, optional
        The columns or axes that make groups; by default the condition, where there is one.

    Raises
    ------
    ArgumentTypeError
        If they are not Responses.
    ArgumentError
        If an engine holds the rows.
    MissingColumnError
        If the frame has no column that *by* names.
    """
    if not isinstance(responses, Responses):
        raise ArgumentTypeError(
            f"responses is a {type(responses).__name__}; expected Responses.",
            "make responses of the data frame first: `lk.Responses(frame, instrument)`.",
        )
    source, declared = responses._source, responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if not isinstance(source, EagerSource):
        raise ArgumentError(
            "this needs the rows of the respondents, but the responses are in a database or lazy "
            "frame.",
            "read the responses into memory as a pandas, polars or pyarrow frame.",
        )
    declared.check_columns(source.columns(), by or ())
    axes = declared.axes(by or (), source.levels())
    if by is None:
        by = tuple(axis.name for axis in axes if axis.role == "condition")
    groups, group = _groups(source, declared, by)
    wanted = [next(axis for axis in axes if axis.name == name) for name in by]
    ordered = sorted_groups(wanted, groups) if by else [()]
    number = {key: g for g, key in enumerate(ordered)}
    places = np.array([number[key] for key in groups], dtype=np.intp)
    selection = responses._domain  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    inside: NDArray[np.bool_] | slice = slice(None)
    notes = responses._notes  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if selection is not None:
        inside, left_out = rows_inside(source, selection, declared)
        notes = (*notes, left_out)
    weighting = responses._weighting  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    weights = source.weights if weighting is None else weighting.weights
    return RespondentAnswers(
        instrument=declared.instrument,
        levels=np.asfortranarray(_levels(source, declared.instrument)[inside]),
        keys=tuple((name, values[inside]) for name, values in _keys(source, declared)),
        by=by,
        groups=tuple(ordered),
        group=places[group][inside],
        weights=None if weights is None else np.tile(weights, len(declared.blocks))[inside],
        view=responses.view,
        notes=notes,
    )


def _levels(source: EagerSource, instrument: Instrument) -> NDArray[np.int16]:
    n_rows = source.n_rows()
    shape = (n_rows * len(source.blocks), len(instrument))
    levels = np.full(shape, NOT_ASKED, dtype=np.int16, order="F")
    for b, coded in enumerate(source.blocks):
        here = slice(b * n_rows, (b + 1) * n_rows)
        for i, item, column in coded:
            cells = checked_cells(item, column)
            levels[here, i] = np.where(cells < item.scale.n_levels, cells, NO_ANSWER)
    return levels


def _keys(
    source: EagerSource, declared: Declaration
) -> tuple[tuple[str, NDArray[np.generic]], ...]:
    """Return the columns that name each row."""
    n_rows, blocks = source.n_rows(), declared.blocks
    if declared.respondent is None:
        name, values = ROW, np.arange(n_rows)
    else:
        name, values = declared.respondent, source.frame[declared.respondent].to_numpy()
    keys = [(name, np.tile(values, len(blocks)))]
    if declared.wide:
        conditions = np.empty(len(blocks), dtype=object)
        conditions[:] = [block.condition for block in blocks]
        keys.append((WIDE_CONDITION, np.repeat(conditions, n_rows)))
    elif declared.condition is not None:
        keys.append((declared.condition, source.frame[declared.condition].to_numpy()))
    return tuple(keys)


def _groups(
    source: EagerSource, declared: Declaration, by: tuple[str, ...]
) -> tuple[list[Group], NDArray[np.intp]]:
    """Return the groups that some columns make, in any order, and the group of each row."""
    split = declared.wide and WIDE_CONDITION in by
    columns = tuple(name for name in by if not (split and name == WIDE_CONDITION))
    numbers, keys = source.groups(columns)
    n_rows, n_blocks = source.n_rows(), len(declared.blocks)
    numbered = np.zeros(n_rows, dtype=np.intp) if numbers is None else numbers.astype(np.intp)
    if not split:
        return keys, np.tile(numbered, n_blocks)
    place = by.index(WIDE_CONDITION)
    groups = [
        (*key[:place], block.condition, *key[place:]) for block in declared.blocks for key in keys
    ]
    return groups, np.concatenate([numbered + b * len(keys) for b in range(n_blocks)])


@attrs.frozen(eq=False)
class FrameColumn:
    """A column of a frame that answers are in.

    Attributes
    ----------
    name : str
        Its name.
    values : sequence
        Its values; those of an item as the codes of levels and reasons, a blank as None.
    item : Item or None
        The item whose answers it holds.
    condition : hashable or None
        The condition that they are about, in a wide frame.
    """

    name: str
    values: Sequence[object]
    item: Item | None = None
    condition: Hashable | None = None


def frame_columns(
    responses: Responses, reason_codes: Mapping[str, Mapping[str, int]]
) -> list[FrameColumn]:
    """Return the columns of the frame behind responses, in its order; only rows of the domain.

    *reason_codes* gives the reasons of each item that have no code a code.

    Raises
    ------
    ArgumentError
        If an engine holds the rows.
    """
    source, declared = responses._source, responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if not isinstance(source, EagerSource):
        raise ArgumentError(
            "the responses are in an engine, and every row is needed here.",
            "read the responses into memory first.",
        )
    inside = rows_by_block(source, declared, responses._domain)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    kept = np.logical_or.reduce(inside)
    answers: dict[str, FrameColumn] = {}
    for block, coded, rows in zip(declared.blocks, source.blocks, inside, strict=True):
        for (_, name), (_, item, column) in zip(block.columns, coded, strict=True):
            codes = _codes(item, column, reason_codes.get(item.name, {}))
            codes = np.where(rows, codes, np.nan)[kept]
            values = [None if np.isnan(code) else int(code) for code in codes.tolist()]
            answers[name] = FrameColumn(name, values, item, block.condition)
    return [
        answers.get(name)
        or FrameColumn(name, list(compress(source.frame[name].to_list(), kept.tolist())))
        for name in source.columns()
    ]


def _codes(item: Item, column: Column, reason_codes: Mapping[str, int]) -> NDArray[np.float64]:
    """Return the code of each answer; NaN for a blank."""
    scale = item.scale
    cells = checked_cells(item, column)
    if column.places == scale.code_cells:
        # Numbers as they came: a reason may have several codes.
        return column.numbers.astype(np.float64)
    reasons = [
        float(codes[0] if codes else reason_codes[label])
        for label, codes in scale.nonsubstantive.items()
    ]
    table = np.array([*scale.codes, np.nan, *reasons], dtype=np.float64)
    return table[cells]


def left_out(responses: Responses) -> list[str]:
    """Return, as sentences, what responses have beside the columns that go into a file.

    Raises
    ------
    ArgumentError
        If an engine holds the rows.
    """
    source, declared = responses._source, responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    domain = responses._domain  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    sentences = responses._left_out("written")  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if isinstance(source, EagerSource) and domain is not None:
        inside = rows_by_block(source, declared, domain)
        n_outside = int(np.count_nonzero(~np.logical_or.reduce(inside)))
        rows = f": {counted(n_outside, 'row')} of respondents" if n_outside else ""
        sentences.append(f"what lies outside the domain is not written{rows}")
    if responses.view != "as_answered":
        sentences.append(
            f"codes are written as answered: the view {responses.view!r} reverses scores alone"
        )
    if declared.weight is not None and not declared.trimmed:
        sentences.append(f"the file does not say that {declared.weight!r} weights the cases")
    return sentences
