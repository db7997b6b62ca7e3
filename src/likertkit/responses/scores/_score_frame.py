"""Scores as a data frame, for other libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from likertkit.errors import ArgumentError
from likertkit.responses._answers import respondent_answers
from likertkit.responses._domain import rows_by_block
from likertkit.responses._scored_frame import BLANK
from likertkit.responses.memory._eager import EagerSource
from likertkit.responses.scores._score_set import TOO_FEW
from likertkit.results._units import times_unit

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame
    from numpy.typing import NDArray

    from likertkit.responses._responses import Responses


def score_frame(
    scores: Responses, n_answered: tuple[tuple[NDArray[np.int64], ...], ...], *, reasons: bool
) -> IntoFrame:
    """Return the keys of each row, its scores, and how many items each is of."""
    import narwhals as nw

    source, declared = scores._source, scores._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if not isinstance(source, EagerSource):
        raise ArgumentError("scores are held by an engine.", "read the responses into memory.")
    answers = respondent_answers(scores)
    inside = rows_by_block(source, declared, scores._domain)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    columns: dict[str, NDArray[Any]] = dict(answers.keys)
    for i, item in enumerate(scores.instrument):
        levels = answers.levels[:, i]
        codes = times_unit(np.array([*item.scale.codes, np.nan, np.nan]), item.unit)
        n = np.zeros((len(declared.blocks), source.n_rows()), dtype=np.int64)
        for b, (block, counts) in enumerate(zip(source.blocks, n_answered, strict=True)):
            its = [k for k, (number, _, _) in enumerate(block) if number == i]
            if its:
                n[b] = counts[its[0]]
        n_items = n[inside]
        columns[item.name] = codes[levels]
        columns[f"{item.name}_n_answered"] = n_items
        if reasons:
            why = np.full(len(levels), None, dtype=object)
            why[levels < 0] = BLANK
            why[(levels < 0) & (n_items > 0)] = TOO_FEW
            columns[f"{item.name}_missing"] = why
    backend = source.frame.frame.implementation
    series = [
        nw.new_series(name, values.tolist() if values.dtype == object else values, backend=backend)
        for name, values in columns.items()
    ]
    made: IntoFrame = nw.from_dict({s.name: s for s in series}, backend=backend).to_native()
    return made
