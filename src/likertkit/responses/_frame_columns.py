"""The columns of a frame with its answers as codes, for the files of other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit.errors import ArgumentError
from likertkit.responses.memory._eager import EagerSource

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    from likertkit.instrument import Item
    from likertkit.responses._responses import Responses
    from likertkit.responses.memory._columns import Column


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
    """Return the columns of the frame behind responses, in its order.

    *reason_codes* gives the reasons of each item that have no code a code.

    Raises
    ------
    ArgumentError
        If an engine holds the rows.
    """
    source, declared = responses._source, responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if not isinstance(source, EagerSource):
        raise ArgumentError(
            "the responses are in an engine, which would have to hand out every row.",
            "read the responses into memory first.",
        )
    answers: dict[str, FrameColumn] = {}
    for block, coded in zip(declared.blocks, source.blocks, strict=True):
        for (_, name), (_, item, column) in zip(block.columns, coded, strict=True):
            codes = _codes(item, column, reason_codes.get(item.name, {}))
            values = [None if np.isnan(code) else int(code) for code in codes.tolist()]
            answers[name] = FrameColumn(name, values, item, block.condition)
    return [
        answers.get(name) or FrameColumn(name, source.frame[name].to_list())
        for name in source.columns()
    ]


def _codes(item: Item, column: Column, reason_codes: Mapping[str, int]) -> NDArray[np.float64]:
    """Return the code of each answer; NaN for a blank."""
    scale = item.scale
    if column.places == scale.code_cells:
        # Numbers as they came: a reason may have several codes.
        return column.numbers.astype(np.float64)
    reasons = [
        float(codes[0] if codes else reason_codes[label])
        for label, codes in scale.nonsubstantive.items()
    ]
    table = np.array([*scale.codes, np.nan, *reasons], dtype=np.float64)
    return table[column.cells(scale.n_cells)]


def left_out(responses: Responses) -> list[str]:
    """Return, as sentences, what responses have beside the columns of their frame."""
    declared = responses._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    weighted = responses._weighting is not None or declared.trimmed  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    sentences = []
    if weighted:
        sentences.append("the weights that were made for the responses are not written")
    if declared.repeated:
        names = ", ".join(map(repr, declared.repeated))
        sentences.append(f"columns whose name stands more than once are not written: {names}")
    return sentences
