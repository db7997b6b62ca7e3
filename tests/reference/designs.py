"""Design-based means, respondent by respondent: slow, plain, and without the library's code."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Person(NamedTuple):
    """A sampled respondent; the answer is None where there is none."""

    answer: int | None
    weight: float
    stratum: str
    cluster: str
    ward: str


def mean_and_error(
    people: Sequence[Person],
    *,
    ward: str | None,
    unit: Callable[[int, Person], object],
    lone: str,
    fractions: dict[str, float],
) -> tuple[float, float]:
    """Return the weighted mean of a ward (or of all) and its linearised standard error."""
    inside = [
        p.answer is not None and p.weight > 0 and (ward is None or p.ward == ward) for p in people
    ]
    total = math.fsum(p.weight for p, one in zip(people, inside, strict=True) if one)
    if not total:
        return math.nan, math.nan
    mean = (
        math.fsum(p.weight * p.answer for p, one in zip(people, inside, strict=True) if one) / total
    )
    parts: dict[str, dict[object, float]] = {}
    for k, (p, one) in enumerate(zip(people, inside, strict=True)):
        own = parts.setdefault(p.stratum, {})
        z = p.weight * (p.answer - mean) / total if one else 0.0
        own[unit(k, p)] = own.get(unit(k, p), 0.0) + z
    touched = {p.stratum for p in people if p.answer is not None and ward in {None, p.ward}}
    variances: list[float] = []
    n_lone = 0
    for stratum in sorted(touched):
        z = list(parts[stratum].values())
        left = 1 - fractions.get(stratum, 0.0)
        if len(z) == 1:
            n_lone += 1
            variances.append(left * z[0] ** 2 if lone == "adjust" else 0.0)
            continue
        centre = math.fsum(z) / len(z)
        spread = math.fsum((one - centre) ** 2 for one in z)
        variances.append(left * len(z) / (len(z) - 1) * spread)
    variance = math.fsum(variances)
    if lone == "average":
        variance = variance * len(touched) / (len(touched) - n_lone) if n_lone < len(touched) else 0
    return mean, math.sqrt(variance)
