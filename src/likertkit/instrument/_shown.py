"""A scale as a notebook shows it: as a codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from likertkit._text import Grid, counted, join_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from likertkit.instrument._presets import Orientation

_MOST_ITEMS = 6
_ENDS = {
    "high": "the high end is the positive end",
    "low": "the low end is the positive end",
    None: "no end is declared as the positive end",
}


def scale_html(
    levels: Mapping[int, Sequence[str]],
    reasons: Mapping[str, Sequence[int]],
    positive: Orientation | None,
    items: Sequence[str] = (),
) -> str:
    """Return a scale as a table: a row a level, then a row a reason; every text is escaped.

    Parameters
    ----------
    levels : mapping of int to sequence of str
        The wordings of each level.
    reasons : mapping of str to sequence of int
        The codes of each nonsubstantive answer.
    positive : {'high', 'low'} or None
        The positive end.
    items : sequence of str, optional
        The items that are answered on the scale.
    """
    rows = [("level", str(code), " / ".join(wordings)) for code, wordings in levels.items()]
    rows += [("missing", ", ".join(map(str, codes)), label) for label, codes in reasons.items()]
    rest = len(items) - _MOST_ITEMS
    more = [counted(rest, "more item")] if rest > 0 else []
    title = f"Scale of {join_words([*items[:_MOST_ITEMS], *more])}" if items else "Scale"
    grid = Grid(("kind", "code", "label"), tuple(rows), (False, True, False))
    return grid.to_html(f"{title}; {_ENDS[positive]}")
