"""Grids whose rows are put into an order, rather than each rated by itself."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from likertkit.io._scales import grid_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from likertkit.io._question import Question

_FEWEST_ROWS = 3
# So many respondents do not by chance give every row another answer.
_FEWEST_RESPONDENTS = 8
_MOST_READ = 2_000
_NEARLY_ALL = 0.95


def find_rankings(frame: pd.DataFrame, questions: Sequence[Question]) -> frozenset[str]:
    """Return the items of grids in which nearly everybody gives every row another answer.

    As many answers as rows are then possible: with more of them, people may differ by chance.
    """
    choices = [question for question in questions if question.kind == "choice" and question.part]
    found: set[str] = set()
    for _, rows in groupby(choices, key=grid_of):
        items = [question.item for question in rows]
        if len(items) >= _FEWEST_ROWS and _is_ranking(frame[items]):
            found.update(items)
    return frozenset(found)


def _is_ranking(answers: pd.DataFrame) -> bool:
    complete = answers.dropna().head(_MOST_READ).astype(str).to_numpy().tolist()
    values = {cell for row in complete for cell in row}
    if len(complete) < _FEWEST_RESPONDENTS or len(values) > answers.shape[1]:
        return False
    apart = sum(len({*row}) == len(row) for row in complete)
    return apart >= _NEARLY_ALL * len(complete)
