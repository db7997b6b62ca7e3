"""The options of every estimate that tell of the sampling design, checked in one place."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Literal, TypeAlias, TypeVar

import attrs

from likertkit._checks import check_choice
from likertkit.errors import ArgumentError, ArgumentTypeError

Standardize = Literal["population", "sample", "equal"]
LoneStratum = Literal["raise", "certainty", "adjust", "average"]
StratifiedVariance = Literal["conditional", "unconditional"]
Base = Literal["valid", "all"]

# A mapping is invariant in its keys, so that only a variable takes those of strata of any type.
StratumT = TypeVar("StratumT", bound=Hashable)
ConditionT = TypeVar("ConditionT", bound=Hashable)
Population: TypeAlias = (
    float | Mapping[StratumT, float] | Mapping[ConditionT, Mapping[StratumT, float]]
)


def _checked_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ArgumentTypeError(
            f"finite_population={value!r} is not True or False.",
            "pass the sizes as `population=`, and here whether they limit the inference.",
        )
    return value


def _checked_collapse(
    collapse: object,
) -> tuple[tuple[Hashable, Hashable], ...]:
    if collapse is None:
        return ()
    if not isinstance(collapse, Mapping):
        raise ArgumentTypeError(
            f"collapse={collapse!r} is not a mapping; expected stratum → stratum to merge it with.",
            'write collapse={"SAS": "Consultant"}.',
        )
    for stratum, target in collapse.items():
        if target in collapse:
            raise ArgumentError(
                f"collapse merges {stratum!r} with {target!r}, which is itself merged with "
                f"{collapse[target]!r}; expected each stratum to be merged once.",
                f"merge both with {collapse[target]!r}.",
            )
    return tuple(collapse.items())


@attrs.frozen(kw_only=True)
class DesignOptions:
    """What is known, or decided, about the sampling design.

    Attributes
    ----------
    population : object
        Sizes of the population; see ``read_population``.
    finite_population : bool
        Whether the inference is to these people only.
    standardize : {'population', 'sample', 'equal'}
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

    population: object = None
    finite_population: bool = True
    standardize: Standardize = "population"
    lone_stratum: LoneStratum = "raise"
    collapse: tuple[tuple[Hashable, Hashable], ...] = ()
    variance: StratifiedVariance = "conditional"
    cluster_population: object = None

    @classmethod
    def checked(
        cls,
        *,
        population: object,
        finite_population: object,
        standardize: Standardize,
        lone_stratum: LoneStratum,
        collapse: object,
        variance: StratifiedVariance,
        cluster_population: object,
    ) -> DesignOptions:
        """Return the options; raise if a word is not one of those allowed."""
        check_choice(standardize, "standardize", Standardize)
        check_choice(lone_stratum, "lone_stratum", LoneStratum)
        check_choice(variance, "variance", StratifiedVariance)
        return cls(
            population=population,
            finite_population=_checked_flag(finite_population),
            standardize=standardize,
            lone_stratum=lone_stratum,
            collapse=_checked_collapse(collapse),
            variance=variance,
            cluster_population=cluster_population,
        )

    def used(self) -> tuple[tuple[str, object], ...]:
        """Return the options by name, for a result to carry."""
        return (
            ("population", _frozen(self.population)),
            ("finite_population", self.finite_population),
            ("standardize", self.standardize),
            ("lone_stratum", self.lone_stratum),
            ("collapse", self.collapse),
            ("variance", self.variance),
            ("cluster_population", _frozen(self.cluster_population)),
        )


def _frozen(sizes: object) -> object:
    """Return mappings as tuples of pairs, so that a result compares and hashes."""
    if isinstance(sizes, Mapping):
        return tuple((key, _frozen(value)) for key, value in sizes.items())
    return sizes
