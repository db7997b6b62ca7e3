"""Answers as scores, codes or labels, in a frame of the kind that came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import attrs
import numpy as np

from likertkit._checks import check_choice
from likertkit.errors import ArgumentError
from likertkit.responses._countable import Countable
from likertkit.responses._domain import rows_by_block, with_domain
from likertkit.responses._to_tally import warn
from likertkit.responses.engines._engine import engine_errors
from likertkit.responses.memory._columns import checked_cells
from likertkit.responses.memory._eager import EagerSource
from likertkit.tally._where import IN_DOMAIN, has_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import narwhals as nw
    from narwhals.typing import IntoFrame
    from numpy.typing import NDArray

    from likertkit.instrument import Item, Scoring
    from likertkit.responses._declaration import Declaration
    from likertkit.responses.engines._lazy import LazySource
    from likertkit.tally._where import Selection

FrameValues = Literal["scores", "codes", "labels"]
FrameMissing = Literal["nan", "reason"]
BLANK = "blank"


@attrs.frozen
class FrameForm:
    """What a frame of answers is to hold.

    Attributes
    ----------
    view : {'as_answered', 'keyed', 'favourable'}
        How codes become scores.
    values : {'scores', 'codes', 'labels'}
        What stands for an answer.
    missing : {'nan', 'reason'}
        Whether a column of reasons stands beside each column of answers.
    """

    view: Scoring
    values: FrameValues
    missing: FrameMissing

    def columns(self, item: Item, column: str) -> Iterator[tuple[str, list[float | str | None]]]:
        """Yield the name of each column that is made of one, and what it holds for each cell."""
        scale = item.scale
        behind = scale.n_cells - scale.n_levels
        levels: list[float | str | None]
        if self.values == "labels":
            levels = [scale.labels.get(code, str(code)) for code in scale.codes]
        else:
            found = item.scores(self.view) if self.values == "scores" else scale.codes
            levels = [float(value) for value in found]
        yield column, [*levels, *[None] * behind]
        if self.missing == "reason":
            reasons = [BLANK, *scale.nonsubstantive]
            yield reason_column(column), [*[None] * scale.n_levels, *reasons]


def reason_column(column: str) -> str:
    """Return the name of the column that holds why answers of a column are missing."""
    return f"{column}_missing"


def check_reason_columns(declared: Declaration, names: Sequence[str]) -> None:
    """Raise if the frame has a column of the name that a column of reasons would have.

    Raises
    ------
    ArgumentError
        With the column.
    """
    made = {reason_column(column) for block in declared.blocks for _, column in block.columns}
    for name in names:
        if name in made:
            raise ArgumentError(
                f"the frame has a column {name!r}, which is the name of a column of reasons.",
                "rename that column of the frame, or use missing='nan'.",
            )


def frame_in_memory(
    source: EagerSource, declared: Declaration, form: FrameForm, selection: Selection | None
) -> nw.DataFrame[Any]:
    """Return the rows of the domain, the columns of answers replaced."""
    frame = source.frame.frame
    inside = rows_by_block(source, declared, selection)
    made = []
    for block, coded, rows in zip(declared.blocks, source.blocks, inside, strict=True):
        columns = dict(block.columns)
        for _, item, answers in coded:
            cells = checked_cells(item, answers)
            # Behind all cells is nothing: no answer, and no reason why it is missing.
            cells[~rows] = item.scale.n_cells
            made += [
                series_of_cells(name, held, cells, frame)
                for name, held in form.columns(item, columns[item.name])
            ]
    kept = np.logical_or.reduce(inside).tolist()
    frame = frame.with_columns(*made)
    return frame if all(kept) else frame.filter(kept)


def series_of_cells(
    name: str,
    held: Sequence[float | str | None],
    cells: NDArray[np.int16],
    frame: nw.DataFrame[Any],
) -> nw.Series[Any]:
    """Return a column of what stands for each cell, of the frame's kind."""
    import narwhals as nw

    # Few different values: each is made once, and put where its cells are.
    dtype = nw.String() if _are_texts(held) else nw.Float64()
    values = nw.new_series(name, [*held, None], dtype, backend=frame.implementation)
    return values[cells.astype(np.int64)]


def frame_of_engine(
    source: LazySource, declared: Declaration, form: FrameForm, selection: Selection | None
) -> nw.LazyFrame[Any]:
    """Return the query for the rows of the domain, the columns of answers replaced."""
    import narwhals as nw

    with engine_errors():
        # An answer off the scale would be blank without a word: it is an error here too.
        source.count(declared, ())
        if selection is not None:
            marked = with_domain(source, selection, declared)
            source = source if isinstance(marked, EagerSource) else marked
        query = source.query(declared, ())
    condition = None if selection is None else selection.values(declared.condition_name())
    made = []
    for asked in query.asked:
        b, _, item, column = asked
        indicators = query.indicators(asked)
        inside = not declared.wide or (
            condition is None or has_value(condition, declared.blocks[b].condition)
        )
        for name, held in form.columns(item, column):
            value = nw.lit(None, nw.String() if _are_texts(held) else nw.Float64())
            for cell, indicator in indicators.items():
                if isinstance(cell, int) and held[cell] is not None and inside:
                    value = nw.when(indicator).then(nw.lit(held[cell])).otherwise(value)
            made.append(value.alias(source.table.names.get(name, name)))
    frame = source.table.frame.with_columns(*made)
    if selection is not None:
        frame = frame.filter(nw.col(source.table.names[IN_DOMAIN]) == 1)
        frame = frame.drop(source.table.names[IN_DOMAIN])
    back = {new: name for name, new in source.table.names.items() if name != new}
    back.pop(source.table.names.get(IN_DOMAIN, ""), None)
    return frame.rename(back) if back else frame


def _are_texts(held: Sequence[float | str | None]) -> bool:
    return any(isinstance(value, str) for value in held)


@attrs.frozen(init=False, eq=False, repr=False)
class Framed(Countable):
    """The base of responses that hands answers over to other libraries."""

    def _left_out(self, where: str) -> list[str]:
        """Return, as sentences, what there is beside the columns of the frame that go out."""
        sentences = []
        if self._weighting is not None or self._declared.trimmed:
            sentences.append(f"the weights that were made for the responses are not {where}")
        if self._declared.repeated:
            names = ", ".join(map(repr, self._declared.repeated))
            sentences.append(f"columns whose name stands more than once are not {where}: {names}")
        return sentences

    def to_frame(
        self, *, values: FrameValues = "scores", missing: FrameMissing = "nan"
    ) -> IntoFrame:
        """Return the frame with scores, codes or labels in place of the answers as they came.

        Rows, their order and all other columns stay as they are; each column of answers keeps its
        name.  Rows outside a domain (:meth:`where`) are left out.

        Parameters
        ----------
        values : {'scores', 'codes', 'labels'}, optional
            What stands for an answer: its score in the view, so that negatively keyed items are
            reversed under ``scored("keyed")``; its declared code; or the label of its level.
        missing : {'nan', 'reason'}, optional
            A missing answer is NaN in numbers of pandas, else null.  With ``'reason'`` a column
            ``<column>_missing`` beside each column of answers says why: ``blank``, or the label of
            the nonsubstantive answer.

        Returns
        -------
        data frame
            Of the kind that came in: pandas, polars, pyarrow, DuckDB, Dask or PySpark; a lazy
            frame stays lazy, and is checked here.

        Raises
        ------
        ArgumentError
            If the frame has a column of the name that a column of reasons would have.
        OptionError
            If an option is not one of its allowed values.
        LikertkitError
            For a lazy frame, whatever is wrong with its answers.

        Warns
        -----
        LikertkitWarning
            If weights were made for the responses: take ``weighting.weights`` of the weighting.
            If several columns have one name: these columns are left out.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> scale = lk.LikertScale.preset("agreement", 5, nonsubstantive={"N/A": None})
        >>> trial = lk.Instrument("trial", [lk.Item("tired", scale, keyed="negative")])
        >>> frame = pd.DataFrame({"who": [1, 2, 3], "tired": ["Agree", "N/A", "Disagree"]})
        >>> scored = lk.Responses(frame, trial).scored("keyed").to_frame(missing="reason")
        >>> scored["tired"].tolist(), scored["tired_missing"].dropna().tolist()
        ([2.0, nan, 4.0], ['N/A'])
        """
        check_choice(values, "values", FrameValues)
        check_choice(missing, "missing", FrameMissing)
        source, declared = self._source, self._declared
        if sentences := self._left_out("in the frame"):
            warn(f"{'; '.join(sentences)}.")
        if missing == "reason":
            check_reason_columns(declared, source.columns())
        form = FrameForm(self._view, values, missing)
        if isinstance(source, EagerSource):
            native: IntoFrame = frame_in_memory(source, declared, form, self._domain).to_native()
        else:
            native = frame_of_engine(source, declared, form, self._domain).to_native()
        return native
