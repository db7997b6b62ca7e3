"""What estimates say in a paper: means, distributions, boxes and frequencies, row by row."""

from __future__ import annotations

import math
import re
from itertools import groupby
from typing import TYPE_CHECKING

from likertkit._text import (
    apa_interval,
    apa_number,
    apa_percentage,
    apa_percentages,
    join_words,
)
from likertkit.estimate._box_scores import BoxScoreRow
from likertkit.estimate._describe import DescribeRow
from likertkit.estimate._frequencies import FrequencyRow
from likertkit.estimate._mean_row import MeanRow
from likertkit.results._sentence import (
    Sentence,
    Undefined,
    as_remark,
    group_words,
    quoted,
    reading,
    row_name,
    write_row,
    write_rows,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.results._record import ItemRow
    from likertkit.results._sentence import Origin

_BOOTSTRAPS = {"bootstrap": "percentile bootstrap ", "bca": "BCa bootstrap "}
# Intervals that hold all levels of an item together.
_TOGETHER = {"goodman": "simultaneous ", "sison-glaz": "simultaneous "}
_BASES = {
    "valid": "of the {} valid answers to {}",
    "answered": "of the {} answers to {}, those that are not on the scale included",
    "all": "of all {} respondents asked about {}",
}


def _interval(low: float, high: float, origin: Origin) -> list[str]:
    """Return the interval of a mean, by its name; nothing where it is undefined."""
    if math.isnan(low):
        return []
    kind = _BOOTSTRAPS.get(str(origin.options.get("interval")), "")
    return [apa_interval(low, high, origin.level).replace("CI ", f"{kind}CI ", 1)]


def _no_interval(low: float, note: str) -> tuple[str, ...]:
    return as_remark(f"no interval is given: {note}") if math.isnan(low) and note else ()


def _size(n: int, n_missing: int) -> str:
    return f"n = {n}" + (f" ({n_missing} missing)" if n_missing else "")


def _mean(
    row: MeanRow | DescribeRow, origin: Origin, what: str, spread: str, more: tuple[str, ...]
) -> Sentence | Undefined:
    name = row_name(row.by, row.item)
    if math.isnan(row.mean):
        return Undefined(name=name, what="the mean score", note=row.note)
    mean = apa_number(row.mean)
    return Sentence(
        name=name,
        group=group_words(row.by),
        finding=f"the {what} on {quoted(row.item)} was {mean}{spread}",
        figures=(*_interval(row.low, row.high, origin), *more),
        shared=reading(origin, row.item),
        remarks=_no_interval(row.low, row.note),
        value=row.mean,
        what=f"{what}s",
        as_text=f"M = {mean}",
    )


@write_row.register(MeanRow)
def mean_sentence(row: MeanRow, origin: Origin) -> Sentence | Undefined:
    """Say a mean with its standard error and its interval."""
    method = row.method.partition(",")[0].removeprefix("unweighted ")
    spread = "" if math.isnan(row.se) else f" (SE = {apa_number(row.se)})"
    size = _size(row.n, row.n_missing)
    if not math.isclose(row.effective_n, row.n, rel_tol=1e-9) and row.effective_n > 0:
        size += f", effective n = {apa_number(row.effective_n, 1)}"
    return _mean(row, origin, method.replace("mean", "mean score", 1), spread, (size,))


@write_row.register(DescribeRow)
def describe_sentence(row: DescribeRow, origin: Origin) -> Sentence | Undefined:
    """Say a mean with the standard deviation, the interval and the median."""
    spread = "" if math.isnan(row.sd) else f" (SD = {apa_number(row.sd)})"
    median = f"Mdn = {row.median:.6g}"
    return _mean(row, origin, "mean score", spread, (median, _size(row.n, row.n_missing)))


def _base(row: ItemRow, base: int, origin: Origin) -> str:
    words = _BASES[str(origin.options.get("base", "valid"))]
    if base == 1:
        words = words.replace("answers", "answer").replace("respondents", "respondent")
    return words.format(base, quoted(row.item))


@write_row.register(BoxScoreRow)
def box_sentence(row: BoxScoreRow, origin: Origin) -> Sentence | Undefined:
    """Say the top box, the bottom box and their difference."""
    name = row_name(row.by, row.item)
    if math.isnan(row.top_box):
        return Undefined(name=name, what="the top box", note=row.note)
    boxes = _box_levels(row.item, origin)
    parts = []
    for share, low, high, box, levels in (
        (row.top_box, row.top_low, row.top_high, "top", boxes[0]),
        (row.bottom_box, row.bottom_low, row.bottom_high, "bottom", boxes[1]),
    ):
        ends = apa_percentages(low, high, origin.level, row.base)
        inside = "; ".join(filter(None, (levels, ends)))
        parts.append(f"{apa_percentage(share, row.base)} were in the {box} box ({inside})")
    net = f"net = {apa_percentage(row.net, row.base)}"
    ends = apa_percentages(row.net_low, row.net_high, origin.level, row.base)
    return Sentence(
        name=name,
        group=group_words(row.by),
        finding=f"{_base(row, row.base, origin)}, {join_words(parts)}",
        figures=(net, *filter(None, [ends])),
        shared=reading(origin, row.item),
        remarks=as_remark(row.note),
        value=row.top_box,
        what="proportions in the top box",
        as_text=apa_percentage(row.top_box, row.base),
    )


def _box_levels(item: str, origin: Origin) -> tuple[str, str]:
    """Return the levels in both boxes of an item, as the table's notes name them."""
    for note in origin.notes_with("Top box"):
        owners, _, levels = note.removesuffix(".").partition(": ")
        names = owners.removeprefix("Top box").removeprefix(" of ")
        if not names or item in re.split(", | and ", names):
            top, _, bottom = levels.partition("; bottom box: ")
            return top, bottom
    return "", ""


@write_row.register(FrequencyRow)
def level_sentence(row: FrequencyRow, origin: Origin) -> Sentence | Undefined:
    """Say how frequent one level is."""
    return _levels([row], origin)


@write_rows.register(FrequencyRow)
def level_sentences(
    first: FrequencyRow, rows: Sequence[FrequencyRow], origin: Origin
) -> list[Sentence | Undefined]:
    """Say how frequent the levels of each item are."""
    del first
    items = groupby(rows, key=lambda row: (row.by, row.item))
    return [_levels(list(levels), origin) for _, levels in items]


def _levels(rows: Sequence[FrequencyRow], origin: Origin) -> Sentence | Undefined:
    row = rows[0]
    name = row_name(row.by, row.item)
    if math.isnan(row.proportion):
        return Undefined(name=name, what="the distribution", note=row.note)
    kind = _TOGETHER.get(str(origin.options.get("interval")), "")
    parts = []
    for level in rows:
        inside = [f"n = {level.count}"]
        if ends := apa_percentages(level.low, level.high, origin.level, level.base, kind):
            inside.append(ends)
        share = apa_percentage(level.proportion, level.base)
        parts.append(f"{share} were {quoted(level.label)} ({', '.join(inside)})")
    most = max(rows, key=lambda level: level.proportion)
    return Sentence(
        name=f"{name}, {quoted(most.label)}",
        group=group_words(row.by),
        finding=f"{_base(row, row.base, origin)}, {join_words(parts)}",
        figures=(),
        # Codes and labels are as answered, whatever the view.
        shared=tuple(note for note in reading(origin) if "weighted" in note),
        remarks=as_remark("; ".join(dict.fromkeys(r.note for r in rows if r.note))),
        value=most.proportion,
        what="proportions of the most frequent level",
        as_text=apa_percentage(most.proportion, most.base),
    )
