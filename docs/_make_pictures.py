# ruff: noqa: INP001 - a script beside the pages, part of no package
"""Draws the pictures of the documentation: ``python docs/_make_pictures.py``.

Every figure in them comes from the library, and a test draws them again and compares.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import likertkit as lk
from likertkit import published

if TYPE_CHECKING:
    from likertkit.published import OverlapRow

FOLDER = Path(__file__).with_name("_static")

# Okabe and Ito's palette, which holds with every common form of colour blindness; dot and bar also
# differ in shape.  The paper is opaque, so that the picture reads on a dark page too.
PAPER, INK, FAINT, LINE = "#ffffff", "#1f2328", "#59636e", "#d1d9e0"
BAR, DOT = "#56b4e9", "#d55e00"
FONTS = "system-ui, Segoe UI, Helvetica, Arial, DejaVu Sans, sans-serif"

WIDTH, LEFT, RIGHT = 720, 176, 24
TOP, STEP, BOTTOM = 104, 24, 76
LOWEST, HIGHEST = -1.0, 1.0


def bounds() -> tuple[OverlapRow, ...]:
    """Return the study's items under the reading that fewer people rated the second format."""
    people = lk.studies.balint().participants
    means = people.published.means
    eligible = people.design.eligible("face-to-face")
    fits = published.feasible_n(means["face-to-face"], range(1, 58))
    usual = min(fits, key=lambda row: row.chance)
    table = published.overlap_bounds(
        means["virtual"],
        means["face-to-face"],
        n_first=51,
        n_second={
            item: eligible if item in usual.inconsistent else usual.n
            for item in people.instrument.names
        },
        respondents=people.design.responded,
        scale=people.instrument,
    )
    return table.rows


def place(difference: float) -> float:
    """Return how far from the left a difference stands."""
    share = (difference - LOWEST) / (HIGHEST - LOWEST)
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def text(x: float, y: float, words: str, *, size: int = 13, more: str = "") -> str:
    """Return a line of text."""
    return f'<text x="{x}" y="{y}" font-size="{size}"{more}>{escape(words)}</text>'


def overlap_picture(rows: tuple[OverlapRow, ...]) -> str:
    """Return the picture of the published differences and the bounds of those who rated both."""
    end = TOP + STEP * len(rows)
    height = end + BOTTOM
    known = sum(row.sign_identified for row in rows)
    middle, right, faint = ' text-anchor="middle"', ' text-anchor="end"', f' fill="{FAINT}"'
    size = f'width="{WIDTH}" height="{height}"'
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {size}',
        f'  role="img" fill="{INK}" font-family="{FONTS}">',
        "<title>Published differences and the bounds of those who rated both formats</title>",
        f'<rect {size} rx="8" fill="{PAPER}"/>',
        text(16, 28, "Virtual less face-to-face, mean answer", size=16, more=' font-weight="600"'),
        text(
            16,
            50,
            f"Reading A: 41 or 42 of 51 rated both. Direction known for {known} of {len(rows)} "
            "items.",
            more=faint,
        ),
    ]
    ticks = {-10: "−1", -5: "−0.5", 0: "0", 5: "+0.5", 10: "+1"}
    for tenth, tick in ticks.items():
        x = place(tenth / 10)
        colour = INK if tenth == 0 else LINE
        drawn += [
            f'<line x1="{x}" x2="{x}" y1="{TOP - 10}" y2="{end - 4}" stroke="{colour}"/>',
            text(x, TOP - 18, tick, more=middle + faint),
        ]
    for number, row in enumerate(rows):
        y = TOP + STEP * number + 7
        low, high = place(row.low), place(row.high)
        drawn += [
            text(LEFT - 12, y + 4.5, row.item.replace("_", " "), more=right),
            f'<rect x="{low}" y="{y - 5}" width="{round(high - low, 1)}" height="10" rx="2"',
            f'  fill="{BAR}"><title>{row.item}: {row.low:.2f} to {row.high:.2f}</title></rect>',
            f'<circle cx="{place(row.naive_difference)}" cy="{y}" r="4.5" fill="{DOT}"',
            f'  stroke="{PAPER}" stroke-width="1.5"/>',
        ]
    drawn += [
        text(place(-0.5), end + 16, "← agreed more with virtual", more=middle + faint),
        text(place(0.5), end + 16, "agreed more with face-to-face →", more=middle + faint),
        f'<circle cx="22" cy="{end + 46}" r="4.5" fill="{DOT}"/>',
        text(34, end + 50.5, "difference of the two published means"),
        f'<rect x="306" y="{end + 41}" width="28" height="10" rx="2" fill="{BAR}"/>',
        text(342, end + 50.5, "where the mean change of those who rated both can lie"),
        "</svg>",
    ]
    return "\n".join(drawn) + "\n"


def pictures() -> dict[str, str]:
    """Return every picture by the name of its file."""
    return {"overlap-bounds.svg": overlap_picture(bounds())}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, drawn in pictures().items():
        (FOLDER / name).write_text(drawn, encoding="utf-8")
