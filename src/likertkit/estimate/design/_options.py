"""The options that tell of the sampling design, and the words for what is undefined."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import attrs
import numpy as np

from likertkit._checks import as_mapping, as_nested_pairs, check_choice, check_flag, is_in
from likertkit._kernels.design import LoneStratum
from likertkit._text import counted
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.tally import held_cells

if TYPE_CHECKING:
    from collections.abc import Callable

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
    "valid": "Shares are of the valid answers.",
    "answered": (
        "Shares are of all who gave an answer, those that are not on the scale included; blanks "
        "are left out."
    ),
    "all": "Shares are of all respondents, those without a valid answer included.",
}

# A mapping is invariant in its keys, so that only a variable takes those of strata of any type.
StratumT = TypeVar("StratumT", bound=Hashable)
ConditionT = TypeVar("ConditionT", bound=Hashable)
Population: TypeAlias = (
    "float | Mapping[StratumT, float] | Mapping[ConditionT, Mapping[StratumT, float]] | SizeSeries"
)


def base_cells(base: Base, scale: LikertScale) -> tuple[int, ...]:
    """Return the cells of an item that shares are of: levels, then blank, then other reasons."""
    return tuple(np.flatnonzero(held_cells(scale, base, scale.n_cells)).tolist())


def _word_of(choices: object) -> Callable[[object, attrs.Attribute[Any], object], None]:
    """Return a validator of one of the words of a ``Literal``."""

    def check(_: object, field: attrs.Attribute[Any], value: object) -> None:
        check_choice(value, field.name, choices)

    return check


def _check_flag(_: object, __: attrs.Attribute[Any], value: Any) -> None:
    hint = "pass the sizes as `population=`; finite_population is True or False."
    check_flag(value, "finite_population", hint)


def _pairs(collapse: object) -> tuple[tuple[Hashable, Hashable], ...]:
    if collapse is None:
        return ()
    if not isinstance(collapse, Mapping):
        raise ArgumentTypeError(
            f"collapse={collapse!r} is not a mapping; expected a mapping from each stratum to the "
            f"stratum that takes it in.",
            'write collapse={"SAS": "Consultant"}.',
        )
    for stratum, target in collapse.items():
        if not is_in(target, (target,)):
            raise ArgumentTypeError(
                f"collapse merges {stratum!r} with a {type(target).__name__}; expected the name "
                f"of a stratum.",
                'write collapse={"SAS": "Consultant"}.',
            )
        if target in collapse:
            raise ArgumentError(
                f"collapse merges {stratum!r} with {target!r}, which is itself merged with "
                f"{collapse[target]!r}; expected a stratum that is not merged.",
                f"merge both with {collapse[target]!r}.",
            )
    return tuple(collapse.items())


@attrs.frozen(kw_only=True)
class DesignOptions:
    """What is known, or decided, about the sampling design.

    Attributes
    ----------
    population : object
        Sizes of the population; see :func:`read_sizes`.
    finite_population : bool
        Whether the inference is to these people only.
    standardize : {'population', 'direct', 'sample', 'equal'}
        What each stratum counts by.
    lone_stratum : {'raise', 'certainty', 'adjust', 'average'}
        The rule for strata of one unit.
    collapse : tuple of (stratum, stratum)
        Strata that are merged with another.
    variance : {'conditional', 'unconditional'}
        The variance of a mean that is standardised to known sizes.
    cluster_population : object
        Numbers of clusters in the population.
    """

    population: object = attrs.field(converter=as_mapping)
    finite_population: bool = attrs.field(validator=_check_flag)
    standardize: Standardize = attrs.field(validator=_word_of(Standardize))
    lone_stratum: LoneStratum = attrs.field(validator=_word_of(LoneStratum))
    collapse: tuple[tuple[Hashable, Hashable], ...] = attrs.field(converter=_pairs)
    variance: StratifiedVariance = attrs.field(validator=_word_of(StratifiedVariance))
    cluster_population: object = attrs.field(converter=as_mapping)

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
