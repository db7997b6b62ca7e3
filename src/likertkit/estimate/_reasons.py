"""Why a figure is undefined: the same words in every table."""

from __future__ import annotations

from likertkit._text import counted

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
