"""What type checkers see of tables for print; mypy and pyright read this file, nothing runs it."""

from __future__ import annotations

from typing import assert_type

import likertkit as lk
from likertkit.tables import BannerTable, CellRow


def banners(responses: lk.Responses, tally: lk.Tally, pairs: lk.PairTally) -> None:
    """Spans are names, or tuples of names."""
    assert_type(lk.banner(responses, "sex"), BannerTable)
    table = lk.banner(
        tally,
        ["sex", ("sex", "region")],
        rows="levels",
        confidence_levels=(0.95, 0.9),
        compare="previous",
        correction="benjamini-hochberg",
        minimum_base=50,
    )
    assert_type(table["clear", "Top box", "sex", "f"], CellRow)
    assert_type(table.filter(span="sex"), BannerTable)
    assert_type(table.column_letters, tuple[tuple[str, object, str], ...])
    assert_type([cell.letters for cell in table], list[str])
    lk.banner(tally, "sex", rows="nets")  # type: ignore[arg-type]
    lk.banner(tally, "sex", compare="rows")  # type: ignore[arg-type]
    lk.banner(tally, "sex", confidence_levels=0.95)  # type: ignore[arg-type]
    lk.banner(pairs, "sex")  # type: ignore[arg-type]
