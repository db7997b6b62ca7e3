"""The letters of a banner by one call of `compare_groups` for every two columns."""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import likertkit as lk
from likertkit._kernels.pvalues import adjust_pvalues

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

SHARE = lk.LikertScale((0, 1), positive="high")
NET = lk.LikertScale((-1, 0, 1), positive="high")


def recoded(codes: pd.Series, *, inside: Iterable[int], below: Iterable[int] = ()) -> pd.Series:
    """Return 1 inside, -1 below and 0 elsewhere, blank where the answer is blank."""
    values = codes.isin(list(inside)).astype(float) - codes.isin(list(below)).astype(float)
    return values.where(codes.notna())


def letters(  # noqa: PLR0917 - a row, then its options
    frame: pd.DataFrame,
    declared: dict[str, Any],
    column: str,
    answers: pd.Series,
    scale: lk.LikertScale,
    test: str,
    *,
    levels: tuple[float, ...] = (0.95,),
    compare: str = "columns",
    correction: str = "none",
    minimum_base: int = 0,
    by: Any = None,
    part: tuple[object, ...] = (),
    design: dict[str, Any] | None = None,
) -> dict[object, str]:
    """Return the letters of each value of a column in one row of a banner.

    *answers* are the recoded answers, of which the row is the share or the mean; *part* is the
    condition that the row is of.
    """
    instrument = lk.Instrument("row", [lk.Item("answers", scale)])
    data = frame.assign(answers=answers)
    inside = data if not part else data[data[declared["condition"]] == part[0]]
    columns = sorted(data[column].dropna().unique())
    bases = {c: int(inside.loc[inside[column] == c, "answers"].notna().sum()) for c in columns}
    if "weight" in declared:
        heavy = inside[inside[declared["weight"]] > 0]
        bases = {c: int(heavy.loc[heavy[column] == c, "answers"].notna().sum()) for c in columns}
    if compare == "rest":
        pairs = [(c, "rest") for c in columns]
    else:
        pairs = list(combinations(columns, 2))
        if compare == "previous":
            pairs = list(pairwise(columns))
    pvalues, signs = [], []
    for first, second in pairs:
        sides, groups = data, column
        n_second = sum(bases.values()) - bases[first] if second == "rest" else bases[second]
        if second == "rest":
            groups = "side"
            beside = data[column].where(data[column] == first, "rest").where(data[column].notna())
            sides = data.assign(side=beside)
            # The rest of a condition is of several, which are pooled.
            by = () if column == declared.get("condition") else by
        pvalue, difference = math.nan, math.nan
        if min(bases[first], n_second) >= max(minimum_base, 1):
            responses = lk.Responses(sides, instrument, **declared)
            row = lk.compare_groups(
                responses.sampled(**design) if design else responses,
                groups,
                first=first,
                second=second,
                test=test,  # type: ignore[arg-type]
                correction="none",
                by=by,
            )[("answers", *part)]
            pvalue, difference = row.pvalue, row.mean_difference
        pvalues.append(pvalue)
        signs.append(difference)
    found: dict[object, list[str]] = {c: [] for c in columns}
    names = {c: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[k] for k, c in enumerate(columns)}
    adjusted = adjust_pvalues(pvalues, correction)
    for (first, second), pvalue, difference in zip(pairs, adjusted, signs, strict=True):
        at = next((k for k, level in enumerate(levels) if pvalue < 1 - level), None)
        if at is None or difference == 0:
            continue
        if second == "rest":
            sign = "+" if difference > 0 else "-"
            found[first].append(f"({sign})" if at else sign)
        else:
            higher, lower = (first, second) if difference > 0 else (second, first)
            found[higher].append(names[lower].lower() if at else names[lower])
    return {c: "".join(sorted(marks, key=str.upper)) for c, marks in found.items()}
