"""An instrument as a notebook shows it: its items, and each scale once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._text import Grid, escape_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.instrument._item import Item
    from likertkit.instrument._scale import LikertScale


def instrument_html(title: str, items: Sequence[Item], marks: Sequence[str]) -> str:
    """Return an instrument as a table of its items, and a table of each scale; all is escaped."""
    names = ("item", "text", "subscale", "keyed")
    rows = [(item.name, item.text, item.subscale or "", item.keyed) for item in items]
    kept = [name != "subscale" or any(row[2] for row in rows) for name in names]
    header, *cells = (
        tuple(cell for cell, is_kept in zip(row, kept, strict=True) if is_kept)
        for row in (names, *rows)
    )
    on_scale: dict[LikertScale, list[str]] = {}
    for item in items:
        on_scale.setdefault(item.scale, []).append(item.name)
    parts = [Grid(header, tuple(cells), (False,) * len(header)).to_html(title)]
    for scale, its in on_scale.items():
        parts.append(scale._shown(its))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    parts += [f"<p>To review: {escape_html(mark)}</p>" for mark in marks]
    return "\n".join(parts)
