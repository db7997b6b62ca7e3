"""The options that tell of the sampling design, and the words for what is undefined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs
import numpy as np

from likertkit._checks import as_nested_pairs
from likertkit._text import counted
from likertkit.tally import Design
from likertkit.tally._design import word_of
from likertkit.tally._domains import held_cells

if TYPE_CHECKING:
    import pandas as pd

    from likertkit.instrument import LikertScale

    SizeSeries: TypeAlias = pd.Series[float] | pd.Series[int]

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
    return tuple(np.flatnonzero(held_cells(scale, base, scale.n_cells)).tolist())


@attrs.frozen(kw_only=True)
class DesignOptions(Design):
    """What is known, or decided, about the sampling design, and what strata count by.

    Attributes
    ----------
    standardize : {'population', 'direct', 'sample', 'equal'}
        What each stratum counts by.
    variance : {'conditional', 'unconditional'}
        The variance of a mean that is standardised to known sizes.
    """

    standardize: Standardize = attrs.field(validator=word_of(Standardize))
    variance: StratifiedVariance = attrs.field(validator=word_of(StratifiedVariance))

    def within(self, declared: Design | None) -> DesignOptions:
        """Return the options with what the data declare; raise if both say something."""
        if declared is None:
            return self
        declared.check_alone(self)
        return DesignOptions(
            population=declared.population,
            cluster_population=declared.cluster_population,
            finite_population=declared.finite_population,
            lone_stratum=declared.lone_stratum,
            collapse=dict(declared.collapse),
            standardize=self.standardize,
            variance=self.variance,
        )

    def used(self) -> tuple[tuple[str, object], ...]:
        """Return the options by name, for a result to carry."""
        return (
            ("population", as_nested_pairs(self.population)),
            ("finite_population", self.finite_population),
            ("standardize", self.standardize),
            ("lone_stratum", self.lone_stratum),
            ("collapse", self.collapse),
            ("variance", self.variance),
            ("cluster_population", as_nested_pairs(self.cluster_population)),
        )
