"""What strata count by and what proportions are of, and the words for what is undefined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from likertkit._text import counted
from likertkit.tally._domains import cells_of_kind

if TYPE_CHECKING:
    from likertkit.instrument import LikertScale

ONE_UNIT = "one sampled unit: no spread can be estimated"
NO_SPREAD = "no spread: the interval is undefined"
ONE_VALUE = "its ends are one value: the interval is undefined"
EVERYBODY = "everybody was asked: the interval is the point"
ALL_ALIKE = "no spread: the interval and the design effect are undefined"
CENSUS = "everybody was asked: no degrees of freedom are needed"


def no_df(n_units: int, unit: str, stratified: bool) -> str:  # noqa: FBT001 - one fact
    """Return why no degrees of freedom are left for units that hold an answer."""
    if not stratified or n_units < 2:
        return f"{counted(n_units, unit)} with an answer: no degrees of freedom are left"
    return (
        f"{counted(n_units, unit)} with an answer, in as many strata: no degrees of freedom "
        "are left"
    )


Standardize = Literal["population", "direct", "sample", "equal"]
StratifiedVariance = Literal["conditional", "unconditional"]
Base = Literal["valid", "answered", "all"]

BASE_NOTES: dict[Base, str] = {
    "valid": "Proportions are of the valid answers.",
    "answered": (
        "Proportions are of all who gave an answer, those that are not on the scale included; "
        "blanks are left out."
    ),
    "all": "Proportions are of all respondents, those without a valid answer included.",
}


def base_cells(base: Base, scale: LikertScale) -> tuple[int, ...]:
    """Return the cells of an item in the base: levels, then blank, then other reasons."""
    return tuple(np.flatnonzero(cells_of_kind(scale, base, scale.n_cells)).tolist())
