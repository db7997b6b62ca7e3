"""What each item asked, on which scale, and how often each answer was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from likertkit.errors import ArgumentTypeError
from likertkit.instrument import Instrument
from likertkit.io._export import Export
from likertkit.responses import Responses
from likertkit.results import Table
from likertkit.results._record import ItemRow
from likertkit.results._units import times_unit
from likertkit.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from likertkit.instrument import Item, Keying

LevelKind = Literal["level", "missing"]
_COLUMNS = ("item", "text", "subscale", "keyed", "kind", "code", "label", "count", "also")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CodebookRow(ItemRow):
    """A level of an item, or a reason why an answer is missing.

    Attributes
    ----------
    item : str
        The item's name.
    text : str
        What was asked.
    subscale : str or None
        The subscale that the item belongs to.
    keyed : {'positive', 'negative'}
        Whether agreeing with the item speaks for what is measured or against it.
    kind : {'level', 'missing'}
        Whether the row is a level of the scale, or a reason for a missing answer.
    code : int, float or None
        The code, or the scale score; None where there is none.
    label : str
        The label; empty for a level without a label.
    count : int or None
        How many respondents gave this answer; None for an instrument without data.
    also : str
        What else stands for this answer: further codes of a reason, further wordings of a level.
    """

    text: str
    subscale: str | None
    keyed: Keying
    kind: LevelKind
    code: float | None
    label: str
    count: int | None
    also: str = ""


def codebook(data: Responses | Tally | Instrument) -> Table[CodebookRow]:
    """List what each item asked, its levels and reasons for missing answers, with counts.

    Parameters
    ----------
    data : Responses, Tally or Instrument
        Answers, all groups together; or an instrument alone, whose counts are None.

    Returns
    -------
    Table of CodebookRow
        A row an item and level, then a row a reason; blanks last.

    Raises
    ------
    ArgumentTypeError
        If *data* is not one of these.

    Examples
    --------
    >>> import likertkit as lk
    >>> scale = lk.LikertScale.from_labels(["No", "Partly", "Yes"], nonsubstantive={"N/A": 9})
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale, text="Was it clear?")])
    >>> tally = lk.Tally.from_counts({"clear": {1: 2, 3: 5, "N/A": 1}}, trial)
    >>> [(row.code, row.label, row.count) for row in lk.codebook(tally)]
    [(1, 'No', 2), (2, 'Partly', 0), (3, 'Yes', 5), (9, 'N/A', 1), (None, 'blank', 0)]
    """
    counts: NDArray[np.int64] | None = None
    if isinstance(data, Instrument):
        instrument = data
    elif isinstance(data, Responses | Tally):
        tally = data.tally() if isinstance(data, Responses) else data
        instrument, counts = tally.instrument, tally.counts.sum(axis=0)
    else:
        raise _no_answers(data)
    rows = tuple(
        row
        for place, item in enumerate(instrument)
        for row in _rows(item, None if counts is None else counts[place])
    )
    hidden = {
        "kind",
        *(() if instrument.subscales else ("subscale",)),
        *(() if any(row.also for row in rows) else ("also",)),
        *(() if counts is not None else ("count",)),
    }
    return Table(
        title=f"Codebook of {instrument.title or instrument.name}",
        names=_COLUMNS,
        shown=tuple(name for name in _COLUMNS if name not in hidden),
        rows=rows,
    )


def _no_answers(data: object) -> ArgumentTypeError:
    if isinstance(data, Export):
        return ArgumentTypeError(
            "an Export has no scales yet.",
            "`export.questions` lists the questions, their options and what is missing; "
            "lk.codebook(export.responses(instrument)) counts the answers.",
        )
    return ArgumentTypeError(
        f"data of type {type(data).__name__} are neither Responses, a Tally nor an Instrument.",
        "bind a data frame to its instrument first: `lk.Responses(frame, instrument)`.",
    )


def _rows(item: Item, counts: NDArray[np.int64] | None) -> Iterator[CodebookRow]:
    scale = item.scale
    levels: list[tuple[LevelKind, float | None, str, str]] = [
        (
            "level",
            code if item.unit == 1 else times_unit(code, item.unit),
            scale.labels.get(code, ""),
            " / ".join(scale.wordings.get(code, ())[1:]),
        )
        for code in scale.codes
    ]
    levels.append(("missing", None, "blank", ""))
    for label, codes in scale.nonsubstantive.items():
        more = ", ".join(map(str, codes[1:]))
        levels.append(("missing", codes[0] if codes else None, label, more))
    # Blanks are counted in the cell behind the levels, and named last.
    order = [*range(scale.n_levels), *range(scale.n_levels + 1, len(levels)), scale.n_levels]
    for cell in order:
        kind, code, label, also = levels[cell]
        yield CodebookRow(
            item=item.name,
            text=item.text,
            subscale=item.subscale,
            keyed=item.keyed,
            kind=kind,
            code=code,
            label=label,
            count=None if counts is None else int(counts[cell]),
            also=also,
        )
