"""A picture as a list of what is drawn and where, beside the list that was looked at.

A list and not an image: it says which label moved, takes a few kilobytes and is the same with every
renderer.  If the test fails: look at the picture, then ``python tests/unit/plot/test_baseline.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib as mpl
from matplotlib.colors import to_hex

import likertkit as lk

STORED = Path(__file__).with_name("baseline.json")
# Points: FreeType's versions set a text so much wider or narrower; a label in another lane, on
# another level or in another row is further away.
TOLERANCE = 1.5


def tally():
    """Return counts with a label in every kind of place."""
    agree = lk.LikertScale.preset("agreement", 5, nonsubstantive={"Don't know": 9})
    often = lk.LikertScale(range(1, 8), labels={1: "Never", 7: "Always"}, positive="high")
    items = [
        lk.Item("clear", agree, text="The aims of the course were clear to me"),
        lk.Item("dead", agree),
        lk.Item("late", often),
    ]
    counts = {
        "clear": {1: 1, 2: 3, 3: 6, 4: 22, 5: 180, 9: 4, None: 2},
        "late": {1: 20, 2: 12, 3: 9, 4: 6, 5: 4, 6: 2, 7: 1},
    }
    return lk.Tally.from_counts(counts, lk.Instrument("course", items))


def described():
    """Return texts with their middles, and bars with their ends, in points of the figure."""
    with mpl.rc_context({**mpl.rcParamsDefault, "backend": "Agg", "font.size": 8}):
        import matplotlib.pyplot as plt

        ax = lk.plot.diverging(tally(), neutral="aside", missing="aside", title="Course", width=6)
        scale = 72 / ax.figure.dpi
        texts = []
        for text in ax.texts:
            x, y = text.get_transform().transform(text.get_position()) * scale
            align = f"{text.get_ha()}, {to_hex(text.get_color())}"
            texts.append([text.get_text(), align, round(float(x), 1), round(float(y), 1)])
        bars = []
        for container in ax.containers:
            for bar in container:
                box = bar.get_window_extent().extents * scale
                color = to_hex(bar.get_facecolor())
                bars.append([container.get_label(), color, *(round(float(x), 1) for x in box)])
        plt.close(ax.figure)
    return {"texts": texts, "bars": bars}


def test_the_picture_is_the_one_that_was_looked_at():
    """The same texts and bars, in the same order and colours, within the tolerance."""
    stored = json.loads(STORED.read_text("utf-8"))
    for kind, found in described().items():
        assert [row[:2] for row in found] == [row[:2] for row in stored[kind]]
        for row, old in zip(found, stored[kind], strict=True):
            assert max(abs(a - b) for a, b in zip(row[2:], old[2:], strict=True)) <= TOLERANCE, row


if __name__ == "__main__":
    lines = {
        kind: "[\n  " + ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n ]"
        for kind, rows in described().items()
    }
    text = ",\n ".join(f'"{kind}": {rows}' for kind, rows in lines.items())
    STORED.write_text(f"{{{text}}}\n", encoding="utf-8")
