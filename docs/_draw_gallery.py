# ruff: noqa: INP001 - a script beside the pages, part of no package
"""Draws the pictures of the gallery while Sphinx builds the pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import likertkit as lk

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FOLDER = Path(__file__).with_name("_gallery")


def mixed() -> lk.Tally:
    """Return made-up counts on three kinds of scales."""
    agree = lk.LikertScale.preset("agreement", 5, nonsubstantive={"Don't know": 9})
    often = lk.LikertScale(range(1, 8), labels={1: "Never", 7: "Always"}, positive="high")
    items = [
        lk.Item("clear", agree, text="The aims of the course were clear to me"),
        lk.Item("pace", agree, text="The pace was right"),
        lk.Item("late", often, text="How often did a session start late?"),
        lk.Item(
            "recommend",
            lk.LikertScale.preset("likelihood", 11),
            text="How likely are you to recommend the course?",
        ),
    ]
    counts = {
        "clear": {1: 1, 2: 3, 3: 6, 4: 22, 5: 18, 9: 4},
        "pace": {1: 6, 2: 14, 3: 9, 4: 15, 5: 5, None: 5},
        "late": {1: 20, 2: 12, 3: 9, 4: 6, 5: 4, 6: 2, 7: 1},
        "recommend": {0: 1, 3: 2, 5: 6, 6: 5, 7: 9, 8: 14, 9: 8, 10: 9},
    }
    return lk.Tally.from_counts(counts, lk.Instrument("course", items))


def pictures() -> dict[str, Axes]:
    """Return every picture by its name."""
    made = lk.studies.balint().synthetic(7)
    return {
        "study": lk.plot.diverging(made.participants, width=7),
        "facilitators": lk.plot.diverging(made.facilitators, neutral="aside", sort="net", width=7),
        "mixed": lk.plot.diverging(mixed(), missing="aside", width=7),
        "intervals": lk.plot.diverging(
            made.facilitators, facet="format", interval="positive", width=7
        ),
    }


def draw_all() -> None:
    """Draw the gallery into its folder, which no version control holds."""
    import matplotlib as mpl

    FOLDER.mkdir(exist_ok=True)
    with mpl.rc_context({"backend": "Agg", "font.size": 9}):
        import matplotlib.pyplot as plt

        for name, ax in pictures().items():
            lk.plot.save(ax, FOLDER / f"{name}.svg")
            plt.close(ax.figure)  # type: ignore[arg-type]


if __name__ == "__main__":
    draw_all()
