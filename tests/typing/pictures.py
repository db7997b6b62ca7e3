"""What type checkers see of pictures; mypy and pyright read this file, nothing runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import likertkit as lk

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from likertkit.results import Table
    from likertkit.results._record import Record


def pictures(tally: lk.Tally) -> None:
    """Give a picture and its data the same options."""
    ax: Axes = lk.plot.diverging(tally, neutral="aside")
    lk.plot.save(ax, "answers.svg")
    table: Table[Record] = lk.plot.data_for(lk.plot.diverging, tally, sort=["net", "n"])
    table.to_frame()
    lk.plot.diverging(tally, neutral="left")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    lk.plot.data_for(lk.plot.diverging, tally, sort="width")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
