"""Scales and instruments as a notebook shows them: as a codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._text import Grid, counted, escape_html, join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from likertkit.instrument._item import Item
    from likertkit.instrument._parts import ScaleParts

_MOST_ITEMS = 6
_ENDS = {
    "high": "the high end is the positive end",
    "low": "the low end is the positive end",
    None: "no end is declared as the positive end",
}


def scale_html(scale: ScaleParts, items: Sequence[str] = ()) -> str:
    """Return a scale as a table: a row a level, then a row a reason; every text is escaped.

    Parameters
    ----------
    scale : LikertScale
        The scale.
    items : sequence of str, optional
        The items that are answered on it.
    """
    rows = [("level", str(code), " / ".join(scale.wordings.get(code, ()))) for code in scale.codes]
    rows += [
        ("missing", ", ".join(map(str, codes)), label)
        for label, codes in scale.nonsubstantive.items()
    ]
    named = join_words([*items[:_MOST_ITEMS], *_rest(items)])
    title = f"Scale of {named}" if items else "Scale"
    grid = Grid(("kind", "code", "label"), tuple(rows), (False, True, False))
    return grid.to_html(f"{title}; {_ENDS[scale.positive]}")


def _rest(items: Sequence[str]) -> list[str]:
    rest = len(items) - _MOST_ITEMS
    return [counted(rest, "more item")] if rest > 0 else []


def instrument_html(title: str, items: Iterable[Item], marks: Sequence[str]) -> str:
    """Return an instrument as a table of its items, and a table of each scale; all is escaped."""
    held = list(items)
    names = ("item", "text", "subscale", "keyed")
    rows = [(item.name, item.text, item.subscale or "", item.keyed) for item in held]
    kept = [name != "subscale" or any(row[2] for row in rows) for name in names]
    header, *cells = (
        tuple(cell for cell, is_kept in zip(row, kept, strict=True) if is_kept)
        for row in (names, *rows)
    )
    on_scale: dict[ScaleParts, list[str]] = {}
    for item in held:
        on_scale.setdefault(item.scale, []).append(item.name)
    parts = [Grid(header, tuple(cells), (False,) * len(header)).to_html(title)]
    parts += [scale_html(scale, its) for scale, its in on_scale.items()]
    parts += [f"<p>To review: {escape_html(mark)}</p>" for mark in marks]
    return "\n".join(parts)
