"""Adjusted p-values of paired items from their joint distribution, which needs respondents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from likertkit._kernels import step_down_max_t
from likertkit._text import Progress
from likertkit.compare._paired_notes import max_t_note
from likertkit.compare._paired_tests import signed_parts
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.responses import Responses, respondent_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit._kernels import SignedRank
    from likertkit.compare._pair_source import ItemPairs
    from likertkit.compare._paired_tests import PairedOptions
    from likertkit.tally import PairTally

_SQUARE = {"bowker", "stuart-maxwell"}


def check_max_t(data: object, names: tuple[str, ...], options: PairedOptions) -> Responses:
    """Return the responses; raise unless whole respondents can be turned."""
    if not isinstance(data, Responses):
        raise ArgumentTypeError(
            "correction='max-t' turns the answers of whole respondents, and a pair tally counts "
            "each item by itself; expected Responses.",
            "pass the responses, or choose correction='holm'.",
        )
    if names:
        raise ArgumentError(
            f"correction='max-t' is for the items of the same respondents, and by={names!r} "
            "splits them.",
            "compare each group by itself, or choose correction='holm'.",
        )
    if options.test in _SQUARE:
        raise ArgumentError(
            f"correction='max-t' needs a statistic that turns with its signs, and that of "
            f"test={options.test!r} does not.",
            "choose correction='holm', or test='ordered-marginal'.",
        )
    return data


def max_t_pvalues(
    responses: Responses,
    pairs: PairTally,
    ranks: Sequence[tuple[ItemPairs, SignedRank] | None],
    options: PairedOptions,
    *,
    n_resamples: int,
    rng: np.random.Generator,
) -> tuple[list[float], str]:
    """Return an adjusted p-value for each item, NaN for those without a pair, and how."""
    cells = respondent_cells(responses, (pairs.first, pairs.second)).cells
    kept = [i for i, one in enumerate(ranks) if one is not None]
    columns = [
        _parts(cells[:, :, i], one[0].item.scores(pairs.view), signed_parts(*one, options))
        for i, one in enumerate(ranks)
        if one is not None
    ]
    found = [float("nan")] * len(ranks)
    changed = [i for i, column in zip(kept, columns, strict=True) if column.any()]
    for i in kept:
        found[i] = 1.0
    if not changed:
        return found, max_t_note(len(kept), 0)
    progress = Progress("step-down maxT")
    parts = np.stack([column for column in columns if column.any()], axis=1)
    adjusted, n_flips = step_down_max_t(
        parts,
        options.alternative,
        n_resamples,
        rng,
        lambda done: progress.say(f"{done} of at most {n_resamples} flips"),
    )
    progress.end()
    for i, pvalue in zip(changed, adjusted, strict=True):
        found[i] = pvalue
    return found, max_t_note(len(kept), n_flips)


def _parts(
    cells: NDArray[np.int64], scores: Sequence[int], parts: dict[int, float]
) -> NDArray[np.float64]:
    """Return what each respondent adds, 0 without a pair, from the cells under both conditions."""
    paired = ((cells >= 0) & (cells < len(scores))).all(axis=1)
    score = np.array(scores, dtype=np.int64)
    differences = np.zeros(len(cells), dtype=np.int64)
    differences[paired] = score[cells[paired, 0]] - score[cells[paired, 1]]
    values, place = np.unique(differences, return_inverse=True)
    return np.array([parts[value] for value in values.tolist()])[place.reshape(-1)]
