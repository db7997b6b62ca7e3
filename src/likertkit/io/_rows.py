"""Which rows of a file are respondents' answers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from likertkit._text import counted
from likertkit.instrument._labels import normalize_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from likertkit.io._cells import Cells
    from likertkit.io._columns import Column
    from likertkit.io._headings import Headings
    from likertkit.io._sheet import Log


class Rows(NamedTuple):
    """Which rows of the body of a file are what.

    Attributes
    ----------
    respondents : array of int
        The places of the rows that are respondents' answers.
    aside : array of int
        The places of the rows that are set aside.
    reasons : list of str
        Why each of these is set aside.
    """

    respondents: NDArray[np.intp]
    aside: NDArray[np.intp]
    reasons: list[str]


def sort_rows(
    cells: Sequence[Cells],
    headings: Headings,
    columns: Sequence[Column],
    reasons: frozenset[str],
    log: Log,
) -> Rows:
    """Return which rows are respondents' answers, and which are set aside and why."""
    filled = np.logical_or.reduce([its.given for its in cells])
    n_blank = int(np.count_nonzero(~filled))
    if n_blank:
        log.say("blank rows", f"{counted(n_blank, 'row')} without any answer left out")
    why: NDArray[np.object_] = np.full(len(filled), "", dtype=object)
    for rule in reversed(headings.dialect.rules):
        for its, column in zip(cells, columns, strict=True):
            names = map(normalize_label, (column.code, column.stem, column.heading))
            if rule.reason in reasons and rule.heading in names:
                why[its.among(rule.values)] = rule.reason
    kept, aside = filled & (why == ""), np.flatnonzero(filled & (why != ""))
    if len(aside) and not kept.any():
        log.say("rows set aside", f"none: every row is a {why[aside[0]]}, and all are kept")
        kept, aside = filled, aside[:0]
    for reason, n in Counter(why[aside].tolist()).items():
        log.say("rows set aside", f"{counted(n, 'row')}: {reason} (see rows_set_aside)")
    respondents = np.flatnonzero(kept)
    log.say("respondents", counted(len(respondents), "row"))
    return Rows(respondents, aside, why[aside].tolist())
