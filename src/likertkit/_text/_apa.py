"""Figures as the American Psychological Association (7th edition) prints them.

Every sentence and every printed table takes its p-values, statistics and intervals from here.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from likertkit._text._figures import (
    UNDEFINED,
    format_figure,
    format_level,
    format_percentage,
    format_pvalue,
    percentage_decimals,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_USUAL_LEVEL = 0.05


def apa_pvalue(
    value: float, name: str = "p", *, level: float = _USUAL_LEVEL, decimals: int = 3
) -> str:
    """Return a p-value: "p = .034", "p < .001"; without a *name* ".034", as in a table's cell.

    It has the decimals that are asked for, or as many more as show on which side of the
    significance *level* it lies; one that would round to 1 is "p > .999".
    """
    most = 1 - 10.0**-decimals
    almost_one = value >= most + 10.0**-decimals / 2
    text = f"> {most:.{decimals}f}".replace("0.", ".", 1) if almost_one else ""
    text = text or format_pvalue(value, level, decimals=decimals)
    if not name:
        return text
    return f"{name} {text}" if text[0] in "<>" else f"{name} = {text}"


def apa_number(value: float, decimals: int = 2, *, bounded: bool = False) -> str:
    """Return a number; a *bounded* one, which cannot exceed 1, has no zero before its point."""
    text = format_figure(float(value), f".{decimals}f")
    return text.replace("0.", ".", 1) if bounded and text.lstrip("-").startswith("0.") else text


def apa_statistic(name: str, value: float, df: float | Sequence[float] = ()) -> str:
    """Return a test statistic with its degrees of freedom: "t(37.2) = 2.31", "V = 40".

    Degrees of freedom have one decimal unless they are whole; those that are NaN are left out.
    A sum of ranks (U, V, W) is whole or has its half; a number of signs (S) is whole.
    """
    if math.isnan(value):
        return UNDEFINED
    given = [df] if isinstance(df, int | float) else df
    inside = ", ".join(_degrees(number) for number in given if not math.isnan(number))
    ranked = name in {"S", "U", "V", "W"} and float(2 * value).is_integer()
    figure = f"{value:.12g}" if ranked else apa_number(value)
    return f"{name}({inside}) = {figure}" if inside else f"{name} = {figure}"


def _degrees(number: float) -> str:
    return f"{number:.0f}" if float(number).is_integer() else f"{number:.1f}"


def apa_interval(
    low: float,
    high: float,
    level: float | None = None,
    *,
    decimals: int = 2,
    bounded: bool = False,
) -> str:
    """Return an interval: "[0.21, 0.83]", and with its confidence *level* "95% CI [0.21, 0.83]".

    One with an undefined end is a dash.
    """
    if math.isnan(low) or math.isnan(high):
        return UNDEFINED
    ends = ", ".join(apa_number(end, decimals, bounded=bounded) for end in (low, high))
    name = "" if level is None else f"{format_level(level).replace(' ', '')} CI "
    return f"{name}[{ends}]"


def apa_estimate(
    value: float, low: float, high: float, *, decimals: int = 2, bounded: bool = False
) -> str:
    """Return an estimate with its interval behind it: "0.52 [0.21, 0.83]"; alone without one."""
    number = apa_number(value, decimals, bounded=bounded)
    if math.isnan(low) or math.isnan(high):
        return number
    return f"{number} {apa_interval(low, high, decimals=decimals, bounded=bounded)}"


def apa_percentage(share: float, base: object) -> str:
    """Return a share of so many answers as a percentage without a space: "44%"."""
    return format_percentage(share, percentage_decimals(base)).replace(" ", "")


def apa_percentages(low: float, high: float, level: float, base: object, kind: str = "") -> str:
    """Return the interval of a share: "95% CI [21%, 83%]", with its *kind* before "CI".

    One with an undefined end is empty.
    """
    if math.isnan(low) or math.isnan(high):
        return ""
    ends = ", ".join(apa_percentage(end, base) for end in (low, high))
    return f"{format_level(level).replace(' ', '')} {kind}CI [{ends}]"
