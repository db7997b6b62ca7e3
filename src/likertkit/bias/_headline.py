"""The headline with and without some respondents: what leaving them out would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._kernels import weighted_column_means
from likertkit.results import ItemRow, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from likertkit.responses import RespondentAnswers

_VIEWS = {
    "as_answered": "Scores are the codes as answered.",
    "keyed": "Scores are keyed: negatively keyed items are reversed.",
    "favourable": "Scores are favourable: every item is turned so that higher is better.",
}


@attrs.frozen(kw_only=True, eq=False, repr=False)
class HeadlineRow(ItemRow):
    """The mean of one item with and without the flagged respondents.

    Attributes
    ----------
    n, n_without : int
        Valid answers of all, and without the flagged; with weights those of a positive weight.
    mean, mean_without : float
        Their means, weighted where the answers are.
    difference : float
        The second less the first: what leaving the flagged out would change.
    note : str
        Why a figure is undefined.
    """

    n: int
    n_without: int
    mean: float
    mean_without: float
    difference: float
    note: str


_COLUMNS = tuple(field.name for field in attrs.fields(HeadlineRow) if field.name != "by")


def headline_table(
    answers: RespondentAnswers, flagged: NDArray[np.bool_], notes: tuple[str, ...]
) -> Table[HeadlineRow]:
    """Make the table of each item's mean with and without the flagged, by condition."""
    scores = answers.scores(answers.view)
    weights = np.ones(len(scores)) if answers.weights is None else answers.weights
    # Whoever weighs nothing is in no mean.
    counted = answers.valid & (weights > 0)[:, None]
    rows = []
    for g, values in enumerate(answers.groups):
        here = answers.group == g
        kept = here & ~flagged
        n, n_without = (np.count_nonzero(counted[one], axis=0) for one in (here, kept))
        mean, without = (weighted_column_means(scores[one], weights[one]) for one in (here, kept))
        for i, item in enumerate(answers.instrument):
            rows.append(
                HeadlineRow(
                    by=tuple(zip(answers.by, values, strict=True)),
                    item=item.name,
                    n=int(n[i]),
                    n_without=int(n_without[i]),
                    mean=float(mean[i]),
                    mean_without=float(without[i]),
                    difference=float(without[i] - mean[i]),
                    note=_note(float(mean[i]), float(without[i])),
                )
            )
    return Table(
        title=f"Means in {answers.instrument.name} with and without the flagged",
        names=(*answers.by, *_COLUMNS),
        rows=tuple(rows),
        by=answers.by,
        shown=_COLUMNS[:-1],
        options=(("view", answers.view),),
        notes=(_VIEWS[answers.view], *notes),
    )


def _note(mean: float, without: float) -> str:
    if np.isnan(mean):
        return "no valid answers"
    return "no valid answers but those of the flagged" if np.isnan(without) else ""
