"""The tidy rows of diverging bars: every level and where its bar begins and ends."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

import attrs

from likertkit._text import PERCENTAGE, join_words
from likertkit.errors import ArgumentError
from likertkit.estimate import box_scores, frequencies
from likertkit.instrument._item import check_directions, level_label
from likertkit.results import Table
from likertkit.results._record import ItemRow, column_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from likertkit.estimate._frequencies import FrequencyRow, FrequencyTable
    from likertkit.estimate._percentages import ItemParts
    from likertkit.estimate.design._options import Base
    from likertkit.instrument import Item, Scoring
    from likertkit.tally import Tally

Neutral = Literal["split", "aside", "out"]
Interval = Literal["none", "positive"]
SortKey = Literal["positive", "negative", "middle", "net", "n", "item"]
Side = Literal["negative", "middle", "positive", "missing"]
Place = Literal["bars", "aside", "out"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class DivergingRow(ItemRow):
    """One level of one item in one group, and where its bar is.

    Attributes
    ----------
    code : int, float or None
        The level's code; None for a reason for a missing answer.
    label : str
        The level's label, or the reason.
    side : {'negative', 'middle', 'positive', 'missing'}
        On which side of the middle the level is.
    place : {'bars', 'aside', 'out'}
        Whether it is drawn in the centred bars, in a column of its own, or not at all.
    count : int
        Respondents.
    proportion : float
        The proportion of the base; undefined where nobody is in the base.
    start, end : float
        Where the bar begins and ends, as proportions: from the centre line, or in its own column.
    negative, middle, positive : float
        The sums of the item's levels on each side, and its middle level.
    low, high : float
        The interval of the positive sum, where it was asked for.
    base : int
        Respondents that the proportions are of.
    n, n_missing : int
        Valid answers to the item, and respondents without one.
    """

    formats: ClassVar[dict[str, str]] = dict.fromkeys(
        ("proportion", "start", "end", "negative", "middle", "positive", "low", "high"), PERCENTAGE
    )

    code: float | None
    label: str
    side: Side
    place: Place
    count: int
    proportion: float
    start: float
    end: float
    negative: float
    middle: float
    positive: float
    low: float
    high: float
    base: int
    n: int
    n_missing: int


_COLUMNS = column_names(DivergingRow)


def levels_in_order(item: Item, view: Scoring) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the codes from left to right, and how many are left of the middle and in it.

    The positive end is to the right; without a declared end the scores ascend to the right.
    """
    scores = item.scores(view)
    places = sorted(range(len(scores)), key=lambda place: scores[place])
    if view != "favourable" and item.scale.positive == "low":
        places.reverse()
    half, odd = divmod(len(places), 2)
    return tuple(item.scale.codes[place] for place in places), (half, odd)


@attrs.frozen(kw_only=True)
class Options:
    """What was asked for, checked.

    Attributes
    ----------
    names : tuple of str
        The axes that split the data.
    base, neutral, missing, interval
        As in the public function.
    confidence_level : float
        The level of intervals.
    sort : tuple of SortKey
        The keys in order of weight; empty for the order of the instrument.
    """

    names: tuple[str, ...]
    base: Base
    neutral: Neutral
    missing: bool
    interval: Interval
    confidence_level: float
    sort: tuple[SortKey, ...]


def diverging_table(tally: Tally, options: Options) -> Table[DivergingRow]:
    """Return the rows in the order in which they are drawn: item, group, level from left to right.

    Items on one scale stand together, in the order of the instrument or of the keys.
    """
    table = frequencies(tally, by=options.names, base=options.base)
    boxes = _intervals(tally, options)
    by_item = _by_item(table)
    parts = {(part.by, part.item): part for part in table.parts}
    items = {item.name: item for item in tally.instrument}
    found: dict[str, list[list[DivergingRow]]] = {name: [] for name in items}
    for (by, name), rows in by_item.items():
        part = parts[by, name]
        made = _item_rows(items[name], rows, part, boxes=boxes, view=tally.view, options=options)
        found[name].append(list(made))
    ordered = _ordered(tally, found, options)
    return Table(
        title=f"Diverging bars of {tally.instrument.name}",
        names=(*options.names, *_COLUMNS),
        rows=tuple(row for item in ordered for group in found[item.name] for row in group),
        by=options.names,
        shown=("item", "label", "place", "proportion", "start", "end", "base"),
        options=(
            ("by", options.names),
            ("base", options.base),
            ("neutral", options.neutral),
            ("interval", options.interval),
            ("sort", options.sort),
            ("view", tally.view),
        ),
        notes=tuple(_notes(table, tally, options)),
    )


def _by_item(
    table: FrequencyTable,
) -> dict[tuple[tuple[tuple[str, object], ...], str], list[FrequencyRow]]:
    rows: dict[tuple[tuple[tuple[str, object], ...], str], list[FrequencyRow]] = {}
    for row in table:
        rows.setdefault((row.by, row.item), []).append(row)
    return rows


def _item_rows(
    item: Item,
    rows: Sequence[FrequencyRow],
    parts: ItemParts,
    *,
    boxes: dict[object, tuple[float, float]],
    view: Scoring,
    options: Options,
) -> Iterator[DivergingRow]:
    codes, (half, odd) = levels_in_order(item, view)
    by_code = {row.code: row for row in rows}
    shares = [by_code[code].proportion for code in codes]
    negative, positive = math.fsum(shares[:half]), math.fsum(shares[half + odd :])
    middle = shares[half] if odd else 0.0
    split = options.neutral == "split"
    first = rows[0]
    low, high = boxes.get((first.by, first.item), (math.nan, math.nan))
    figures = {"by": first.by, "item": item.name, "base": first.base, "n": first.n}
    figures |= {"n_missing": first.n_missing, "negative": negative, "middle": middle}
    figures |= {"positive": positive, "low": low, "high": high}
    end = -negative - (middle / 2 if split else 0)
    for place, (code, share) in enumerate(zip(codes, shares, strict=True)):
        row = by_code[code]
        side: Side = "negative" if place < half else "positive"
        if odd and place == half:
            side = "middle"
        where: Place = "bars" if side != "middle" or split else options.neutral  # type: ignore[assignment]
        start, stop = {"aside": (0.0, share), "out": (math.nan, math.nan)}.get(
            where, (end, end + share)
        )
        end = stop if where == "bars" else end
        yield DivergingRow(
            **figures,  # type: ignore[arg-type]
            code=code,
            label=level_label(item, int(code)),
            side=side,
            place=where,
            count=row.count,
            proportion=share,
            start=start,
            end=stop,
        )
    if options.missing:
        whole = math.fsum(weight for _, _, weight in parts.parts)
        counts = dict(parts.missing)
        for level, reason, weight in parts.parts:
            if level is None and whole > 0:
                yield DivergingRow(
                    **figures,  # type: ignore[arg-type]
                    code=None,
                    label=reason,
                    side="missing",
                    place="aside",
                    count=counts[reason],
                    proportion=weight / whole,
                    start=0.0,
                    end=weight / whole,
                )


def _intervals(tally: Tally, options: Options) -> dict[object, tuple[float, float]]:
    """Return the interval of the positive sum of each item in each group, where asked for."""
    if options.interval == "none":
        return {}
    check_directions(tally.instrument, "Intervals of the positive sum need")
    halves = {item.scale.n_levels // 2 for item in tally.instrument}
    if len(halves) > 1:
        raise ArgumentError(
            f"interval={options.interval!r} needs as many positive levels on each scale, and the "
            f"scales have {join_words([str(half) for half in sorted(halves)])}.",
            "draw the items of each scale by themselves: `lk.Responses(frame, "
            "instrument.select(...))`.",
        )
    half = halves.pop()
    boxes = box_scores(
        tally,
        by=options.names,
        boxes=(half, half),
        base=options.base,
        confidence_level=options.confidence_level,
    )
    return {(row.by, row.item): (row.top_low, row.top_high) for row in boxes}


def _key(rows: Sequence[DivergingRow], key: SortKey) -> tuple[bool, float | str]:
    """Return what puts items in order: large figures first, undefined last, names by alphabet."""
    row = rows[0]
    if key == "item":
        return False, row.item.casefold()
    value = row.positive - row.negative if key == "net" else float(getattr(row, key))
    return math.isnan(value), -value if not math.isnan(value) else 0.0


def _ordered(
    tally: Tally, found: dict[str, list[list[DivergingRow]]], options: Options
) -> list[Item]:
    """Return the items, those of one scale together, by the keys of their first group."""
    panels: dict[object, list[Item]] = {}
    for item in tally.instrument:
        panels.setdefault(panel_key(item, tally.view), []).append(item)
    return [
        item
        for items in panels.values()
        for item in sorted(
            items,
            key=lambda item: [_key(found[item.name][0], key) for key in options.sort],
        )
    ]


def panel_key(item: Item, view: Scoring) -> object:
    """Return what items of one panel share: their levels, the labels, and the direction."""
    return levels_in_order(item, view)[0], tuple(item.scale.labels.items())


_BASE_WORDS: dict[Base, str] = {
    "valid": "valid answers",
    "answered": "all who gave an answer, on the scale or not",
    "all": "all respondents",
}


def base_words(base: Base) -> str:
    """Return what percentages are of, for the title of the axis."""
    return f"Percentage of {_BASE_WORDS[base]}"


def _notes(table: FrequencyTable, tally: Tally, options: Options) -> Iterable[str]:
    """Return what must be known of the picture: the notes of the frequencies, and its own."""
    yield from (note for note in table.notes if not note.startswith("Intervals:"))
    has_middle = any(item.scale.n_levels % 2 for item in tally.instrument)
    if has_middle and options.neutral == "aside":
        yield "The middle level is drawn at the side; it is in the base."
    if has_middle and options.neutral == "out":
        yield "The middle level is not drawn; it is in the base."
    if options.interval != "none":
        yield (
            f"Lines: {100 * options.confidence_level:g} % intervals (Wilson) of the sum of the "
            "positive levels."
        )
    open_ends = [item for item in tally.instrument if item.scale.positive is None]
    if open_ends:
        codes, _ = levels_in_order(open_ends[0], tally.view)
        right = level_label(open_ends[0], codes[-1])
        which = "" if len(open_ends) == len(tally.instrument) else " of some scales"
        yield f"No positive end{which} is declared: codes ascend to the right, up to {right!r}."
