# ruff: noqa: INP001 - a script beside the pages, part of no package
"""Draws the pictures of the documentation: ``python docs/_make_pictures.py``.

Every figure in them comes from the library, and a test draws them again and compares.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pandas as pd

import likertkit as lk
from likertkit import published

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from likertkit.estimate import MeanTable
    from likertkit.published import OverlapBoundsRow
    from likertkit.results import Table
    from likertkit.summary import Summary

FOLDER = Path(__file__).with_name("_static")

# Okabe and Ito's palette, which holds with every common form of colour blindness; dot and bar also
# differ in shape.  The paper is opaque, so that the picture reads on a dark page too.
PAPER, INK, FAINT, LINE = "#ffffff", "#1f2328", "#59636e", "#d1d9e0"
BAR, DOT = "#56b4e9", "#d55e00"
FONTS = "system-ui, Segoe UI, Helvetica, Arial, DejaVu Sans, sans-serif"


def bounds_table() -> Table[OverlapBoundsRow]:
    """Return the study's items under the reading that fewer people rated the second format."""
    people = lk.studies.balint().participants
    means = people.published.means
    eligible = people.design.eligible("face-to-face")
    fits = published.feasible_n(means["face-to-face"], range(1, 58))
    usual = min(fits, key=lambda row: row.chance)
    return published.overlap_bounds(
        means["virtual"],
        means["face-to-face"],
        n_first=51,
        n_second={
            item: eligible if item in usual.inconsistent else usual.n
            for item in people.instrument.names
        },
        n_respondents=people.design.responded,
        scale=people.instrument,
    )


def text(x: float, y: float, words: str, *, size: int = 13, more: str = "") -> str:
    """Return a line of text."""
    return f'<text x="{x}" y="{y}" font-size="{size}"{more}>{escape(words)}</text>'


def overlap_picture() -> Axes:
    """Draw the published differences and the bounds of those who rated both."""
    people = lk.studies.balint().participants
    first, second = people.published.conditions
    return bounds_table().plot(first=first, second=second, labels="name", width=7)


def paired_answers() -> lk.PairTally:
    """Return made-up answers of some people before and after something."""
    scale = lk.LikertScale(nonsubstantive={"N/A": None})
    levels = ((3, 1, 0, 0, 0), (0, 2, 3, 1, 0), (0, 1, 4, 3, 1), (0, 0, 1, 5, 2), (0, 0, 0, 1, 3))
    table: dict[object, dict[object, int]] = {
        before: dict(zip(scale.codes, row, strict=True))
        for before, row in zip(scale.codes, levels, strict=True)
    }
    table[2]["absent"], table[3]["absent"], table[4]["blank"] = 2, 1, 1
    table["blank"] = {4: 1}
    table["N/A"] = {"N/A": 1}
    table["absent"] = {4: 2, 5: 1}
    return lk.PairTally.from_table(table, scale, first="before", second="after")


def overview_picture() -> Axes:
    """Draw the example that the overview begins with."""
    scale = lk.LikertScale.preset("agreement", 5)
    names = ["clear", "useful", "tiring"]
    course = lk.Instrument("course", [lk.Item(i, scale) for i in names])
    counts = {
        "clear": {2: 3, 3: 5, 4: 18, 5: 14},
        "useful": {1: 1, 2: 4, 3: 9, 4: 16, 5: 9},
        "tiring": {1: 8, 2: 15, 3: 10, 4: 5, 5: 2},
    }
    return lk.means(lk.Tally.from_counts(counts, course)).plot(width=5)


def strata_rows() -> tuple[MeanTable, MeanTable]:
    """Return a made-up item of the study's cohorts: by their answers, and by their people."""
    sizes = {cohort.name: cohort.size for cohort in lk.studies.balint().participants.design.cohorts}
    answered = {"CT1": 12, "CT2": 3, "CT3": 3, "ST4-8": 5, "SAS": 5, "Consultant": 4}
    counts = {
        "CT1": {1: 6, 2: 5, 3: 1},
        "CT2": {1: 1, 2: 2},
        "CT3": {2: 1, 3: 2},
        "ST4-8": {3: 1, 4: 3, 5: 1},
        "SAS": {2: 4, 3: 1},
        "Consultant": {3: 2, 4: 2},
    }
    rows = [
        {"stratum": name, "item": "drained", "code": code, "count": n}
        for name in answered
        for code, n in counts[name].items()
    ]
    made_up = lk.Instrument("made up", [lk.Item("drained", lk.LikertScale())])
    tally = lk.Tally.from_counts(pd.DataFrame(rows), made_up)
    return lk.means(tally), lk.means(tally.sampled(population=sizes))


def strata_picture(tables: tuple[MeanTable, MeanTable]) -> str:
    """Return the picture of what strata give: as wide as their share, as high as their mean."""
    width, left, plot, high, top = 720, 56, 640, 150, 84
    step = 236
    height = top + 2 * step - 28
    middle, faint = ' text-anchor="middle"', f' fill="{FAINT}"'
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        f'  width="{width}" height="{height}" role="img" fill="{INK}" font-family="{FONTS}">',
        "<title>A mean by who answered, and by who there is</title>",
        f'<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>',
        text(16, 28, "One item, two means", size=16, more=' font-weight="600"'),
        text(
            16,
            50,
            "Made-up answers. A grade is as wide as its share, and as high as its mean.",
            more=faint,
        ),
    ]
    for number, (table, words) in enumerate(
        zip(tables, ("By who answered", "By how many there are"), strict=True)
    ):
        base = top + number * step + high + 24
        mean = table["drained"].mean
        drawn.append(text(left, base - high - 8, f"{words}: {mean:.2f}", more=' font-weight="600"'))
        x = float(left)
        for row in table.strata:
            wide, tall = plot * row.proportion, high * (row.mean - 1) / 4
            tip = f"{row.stratum}: {100 * row.proportion:.1f} % with a mean of {row.mean:.2f}"
            drawn += [
                f'<rect x="{x:.1f}" y="{base - tall:.1f}" width="{wide - 2:.1f}"',
                f'  height="{tall:.1f}" rx="2" fill="{BAR}"><title>{tip}</title></rect>',
                text(round(x + wide / 2, 1), base + 17, str(row.stratum), size=12, more=middle),
                text(
                    round(x + wide / 2, 1), base + 33, f"{100 * row.proportion:.0f} %", size=12,
                    more=middle + faint,
                ),
            ]  # fmt: skip
            x += wide
        at = round(base - high * (mean - 1) / 4, 1)
        drawn.append(
            f'<line x1="{left}" x2="{left + plot}" y1="{at}" y2="{at}" stroke="{DOT}"'
            ' stroke-width="2"/>'
        )
        for code in (1, 3, 5):
            y = base - high * (code - 1) / 4
            drawn.append(text(left - 12, y + 4.5, str(code), more=' text-anchor="end"' + faint))
    drawn.append("</svg>")
    return "\n".join(drawn) + "\n"


def leavers_and_newcomers() -> lk.PairTally:
    """Return the answers of the guide on conditions that not everybody answered under."""
    before = [2, 3, 3, 2, 4, 3, 2, 3, 4, 3, 2, 4, 4, 5, 4, 5, 4, 4, 5, 4]
    after = [3, 4, 3, 4, 4, 4, 3, 4, 5, 3, 4, 4, 3, 4, 3, 3, 4, 3, 4, 3]
    table: dict[object, dict[object, int]] = {}
    pairs = [
        *zip(before[:12], after[:12], strict=True),
        *((code, "absent") for code in before[12:]),
        *(("absent", code) for code in after[12:]),
    ]
    for one, other in pairs:
        row = table.setdefault(other, {})
        row[one] = row.get(one, 0) + 1
    scale = lk.LikertScale.preset("agreement", 5)
    return lk.PairTally.from_table(table, scale, first="after", second="before")


def change_picture(pairs: lk.PairTally) -> str:
    """Return the picture of who changed, who left and who came, with the means of each."""
    parts = {row.part: row for row in lk.compare_overlapping(pairs, "after", "before").parts}
    width, height, top, high, left, right = 720, 408, 96, 240, 250, 470
    middle, end, faint = ' text-anchor="middle"', ' text-anchor="end"', f' fill="{FAINT}"'
    cells = pairs.counts[0, 0]
    n = pairs.instrument.items[0].scale.n_levels

    def level(code: float) -> float:
        return round(top + high * (n - code) / (n - 1), 1)

    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        f'  width="{width}" height="{height}" role="img" fill="{INK}" font-family="{FONTS}">',
        "<title>Who changed, who left and who came</title>",
        f'<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>',
        text(16, 28, "One item, two differences", size=16, more=' font-weight="600"'),
        text(16, 50, "Made-up answers. Lines are people who answered twice.", more=faint),
        text(left, top - 20, "before", more=middle),
        text(right, top - 20, "after", more=middle),
    ]
    for code in range(1, n + 1):
        drawn.append(
            f'<line x1="{left - 110}" x2="{right + 110}" y1="{level(code)}" y2="{level(code)}"'
            f' stroke="{LINE}"/>'
        )
        drawn.append(text(left - 126, level(code) + 4.5, str(code), more=end + faint))
    for a in range(n):
        for b in range(n):
            if count := int(cells[a, b]):
                tip = f"{count} from {b + 1} to {a + 1}"
                drawn.append(
                    f'<line x1="{left}" x2="{right}" y1="{level(b + 1)}" y2="{level(a + 1)}"'
                    f' stroke="{BAR}" stroke-width="{2 * count}"><title>{tip}</title></line>'
                )
    sides = (("left", left - 56, cells[-1, :n]), ("came", right + 56, cells[:n, -1]))
    for word, x, counts in sides:
        drawn.append(text(x, top - 20, word, more=middle + faint))
        for code, count in enumerate(counts.tolist(), start=1):
            if count:
                drawn.append(
                    f'<circle cx="{x}" cy="{level(code)}" r="{round(6 * count**0.5, 1)}"'
                    f' fill="{DOT}"><title>{count} at {code}</title></circle>'
                )
    said = (
        (BAR, "paired only", "who answered twice"),
        (DOT, "unpaired only", "who came, less who left"),
    )
    for k, (colour, part, words) in enumerate(said):
        y = top + high + 36 + 24 * k
        drawn += [
            f'<rect x="16" y="{y - 10}" width="14" height="10" rx="2" fill="{colour}"/>',
            text(
                38, y, f"{words}: {parts[part].mean_difference:+.2f} on average".replace("-", "−")
            ),
        ]
    drawn.append("</svg>")
    return "\n".join(drawn) + "\n"


def rota_summary() -> Summary:
    """Return the summary of the how-to guide's made-up item, from its pairs."""
    table: dict[object, dict[object, int]] = {
        2: {1: 0, 2: 0, "absent": 1},
        3: {2: 4, 3: 2},
        4: {3: 2, 4: 2},
        5: {4: 2},
        "absent": {1: 1, 3: 1, 4: 1},
    }
    scale = lk.LikertScale.preset("agreement", 5)
    pairs = lk.PairTally.from_table(table, scale, first="after", second="before", item="rested")
    return lk.summarize(pairs, invited=20)


def summary_picture(found: Summary) -> str:
    """Return the picture of an item's means, what they can be, and what undoes a difference."""
    row = found["rested"]
    width, height, left, right = 720, 438, 150, 40

    def at(value: float, low: float, high: float) -> float:
        return round(left + (value - low) / (high - low) * (width - left - right), 1)

    middle, end, faint = ' text-anchor="middle"', ' text-anchor="end"', f' fill="{FAINT}"'
    bold = ' font-weight="600"'
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        f'  width="{width}" height="{height}" role="img" fill="{INK}" font-family="{FONTS}">',
        "<title>One item: its means, what they can be, and what would undo the difference</title>",
        f'<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>',
        text(16, 28, "One item, and how far its figures carry", size=16, more=bold),
        text(16, 50, "Made-up answers: twenty people were asked, sixteen answered.", more=faint),
        text(16, 84, "Means", more=bold),
    ]
    for score in range(1, 6):
        x = at(score, 1, 5)
        drawn += [
            f'<line x1="{x}" x2="{x}" y1="92" y2="176" stroke="{LINE}"/>',
            text(x, 84, str(score), more=middle + faint),
        ]
    sides = (
        ("after", row.mean_first, row.low_first, row.high_first),
        ("before", row.mean_second, row.low_second, row.high_second),
    )
    for number, (name, mean, low, high) in enumerate(sides):
        y = 114 + 40 * number
        x = at(low, 1, 5)
        drawn += [
            text(left - 16, y + 4.5, name, more=end),
            f'<rect x="{x}" y="{y - 7}" width="{round(at(high, 1, 5) - x, 1)}" height="14" rx="2"',
            f'  fill="{BAR}"><title>{name}: {low:.2f} to {high:.2f}</title></rect>',
            f'<circle cx="{at(mean, 1, 5)}" cy="{y}" r="5" fill="{DOT}" stroke="{PAPER}"',
            f'  stroke-width="1.5"><title>{name}: {mean:.2f}</title></circle>',
        ]
    drawn.append(text(16, 214, "After less before, and how much bias would undo it", more=bold))
    for tenth in (-5, 0, 5, 10, 15):
        x = at(tenth / 10, -0.5, 1.5)
        colour = INK if tenth == 0 else LINE
        drawn += [
            f'<line x1="{x}" x2="{x}" y1="248" y2="346" stroke="{colour}"/>',
            text(x, 240, f"{tenth / 10:g}".replace("-", "−"), more=middle + faint),
        ]
    low, mean, high = (at(one, -0.5, 1.5) for one in (row.low, row.mean_difference, row.high))
    drawn += [
        text(left - 16, 268.5, f"{row.n_pairs} pairs", more=end),
        f'<line x1="{low}" x2="{high}" y1="264" y2="264" stroke="{DOT}" stroke-width="2.5">',
        f"  <title>{row.low:.2f} to {row.high:.2f}</title></line>",
        f'<circle cx="{mean}" cy="264" r="5" fill="{DOT}" stroke="{PAPER}" stroke-width="1.5">',
        f"  <title>{row.mean_difference:.2f}</title></circle>",
    ]
    arrows = (
        ("to p = 0.05", row.shift_to_nonsignificant, ""),
        ("to nothing", row.shift_to_zero, f", or {row.respondents_to_zero} people one category"),
    )
    for number, (words, shift, people) in enumerate(arrows):
        y, tip = 296 + 32 * number, at(row.mean_difference - shift, -0.5, 1.5)
        drawn += [
            text(left - 16, y + 4.5, words, more=end),
            f'<line x1="{mean}" x2="{tip + 8}" y1="{y}" y2="{y}" stroke="{INK}" stroke-width="2"/>',
            f'<path d="M {tip} {y} l 9 -5 v 10 z"/>',
            text(mean + 12, y + 4.5, f"{shift:.2f} points{people}", size=12, more=faint),
        ]
    drawn += [
        f'<circle cx="22" cy="382" r="5" fill="{DOT}"/>',
        text(36, 386.5, "mean of those who answered, or difference of the pairs"),
        f'<line x1="404" x2="432" y1="382" y2="382" stroke="{DOT}" stroke-width="2.5"/>',
        text(440, 386.5, "its 95 % interval"),
        f'<rect x="14" y="402" width="16" height="14" rx="2" fill="{BAR}"/>',
        text(
            36, 413.5, "where the mean of all twenty can lie, whatever the silent would have said"
        ),
        "</svg>",
    ]
    return "\n".join(drawn) + "\n"


def saved(ax: Axes) -> str:
    """Return a picture that matplotlib drew as the text of an SVG file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "picture.svg")
        lk.plot.save(ax, file)
        # Trailing spaces are matplotlib's.
        return "\n".join(line.rstrip() for line in file.read_text("utf-8").splitlines()) + "\n"


def pictures() -> dict[str, str]:
    """Return every picture by the name of its file."""
    return {
        "overview.svg": saved(overview_picture()),
        "changes.svg": change_picture(leavers_and_newcomers()),
        "summary.svg": summary_picture(rota_summary()),
        "strata.svg": strata_picture(strata_rows()),
        "overlap-bounds.svg": saved(overlap_picture()),
        "pair-table.svg": saved(lk.plot.paired(paired_answers(), "item", width=6)),
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, drawn in pictures().items():
        (FOLDER / name).write_text(drawn, encoding="utf-8")
