"""The sampling design that a table of counts or responses can carry, declared once."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import attrs
import numpy as np

from likertkit._checks import as_mapping, check_choice, check_flag, is_in, settled
from likertkit._kernels.design import LoneStratum
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.tally._population import check_sizes, read_sizes, sizes_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from likertkit.tally._axes import Axis

    SizeSeries: TypeAlias = pd.Series[float] | pd.Series[int]

# A mapping is invariant in its keys, so that only a variable takes those of strata of any type.
StratumT = TypeVar("StratumT", bound=Hashable)
ConditionT = TypeVar("ConditionT", bound=Hashable)
Population: TypeAlias = (
    "float | Mapping[StratumT, float] | Mapping[ConditionT, Mapping[StratumT, float]] | SizeSeries"
)

# It stands wherever the counts are shown, but where the design is used and told of.
DESIGN_NOTE = (
    "A sampling design was declared by `sampled()`. Estimates, summaries and `cohort_influence` "
    "use it, and so do comparisons of pairs and of groups that have weights or clusters, or, with "
    "test='t', sizes of a population; no other result does."
)


def word_of(choices: object) -> Callable[[object, attrs.Attribute[Any], object], None]:
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
class Design:
    """What is known, or decided, about how the respondents were sampled.

    Attributes
    ----------
    population : object
        Sizes of the population; see :func:`read_sizes`.
    cluster_population : object
        Numbers of clusters in the population.
    finite_population : bool
        Whether the inference is to these people only.
    lone_stratum : {'raise', 'certainty', 'adjust', 'average'}
        The rule for strata of one unit.
    collapse : tuple of (stratum, stratum)
        Strata that are merged with another.
    """

    population: object = attrs.field(default=None, converter=as_mapping)
    cluster_population: object = attrs.field(default=None, converter=as_mapping)
    finite_population: bool = attrs.field(default=True, validator=_check_flag)
    lone_stratum: LoneStratum = attrs.field(default="raise", validator=word_of(LoneStratum))
    collapse: tuple[tuple[Hashable, Hashable], ...] = attrs.field(default=None, converter=_pairs)

    def check(self, roles: Collection[str], *, clustered: bool) -> None:
        """Raise if something is declared that has no meaning for data with these axes.

        Raises
        ------
        ArgumentError
            *roles* are those of the axes, such as 'stratum'.
        """
        if self.cluster_population is not None and not clustered:
            raise ArgumentError(
                "cluster_population is given, but the data have no clusters.",
                "declare the column of clusters with `cluster=`, or pass `population=`.",
            )
        sizes = (self.population, self.cluster_population)
        if not self.finite_population and sizes == (None, None):
            settled(False, "finite_population", "without `population=` or `cluster_population=`")
        if self.lone_stratum != "raise" and "stratum" not in roles:
            settled(self.lone_stratum, "lone_stratum", "without strata")
        if self.collapse and "stratum" not in roles:
            raise ArgumentError(
                f"collapse={dict(self.collapse)!r} merges strata, but the data have no strata.",
                "declare the column of strata with `stratum=`.",
            )

    def check_axes(self, axes: Sequence[Axis], *, clustered: bool) -> None:
        """Raise if the design has no meaning for data with these axes.

        Raises
        ------
        ArgumentError, PopulationError
            As :meth:`check`; or if sizes are not numbers of people by what the data are split by.
        """
        self.check({axis.role for axis in axes}, clustered=clustered)
        read_sizes(self.population, "population", axes)
        read_sizes(self.cluster_population, "cluster_population", axes)

    def finite_factors(
        self,
        axes: Sequence[Axis],
        *,
        condition: Hashable,
        strata: Sequence[Hashable],
        sampled: NDArray[np.int64],
        clustered: bool,
    ) -> NDArray[np.float64]:
        """Return 1 - n/N of each stratum, n being those sampled; 1 without a correction.

        Parameters
        ----------
        axes : sequence of Axis
            Those of the table of counts.
        condition : hashable
            The condition; None without.
        strata : sequence of hashable
            The strata, those that the design merges already merged; (None,) without.
        sampled : array of int, shape (n_strata,)
            Sampled units of each.
        clustered : bool
            Whether units are clusters.

        Raises
        ------
        PopulationError
            If a stratum has no size, or a size below its sample.
        """
        name = "cluster_population" if clustered else "population"
        known = read_sizes(getattr(self, name), name, axes)
        factors = np.ones(len(strata))
        if known is None:
            return factors
        sizes = sizes_table(known, (condition,), strata, dict(self.collapse))
        limited = self.finite_population
        check_sizes(
            known,
            sizes,
            sampled[None],
            (condition,),
            strata,
            at_least_sampled=limited,
            what="cluster" if clustered else "respondent",
        )
        if limited:
            np.divide(sizes[0] - sampled, sizes[0], out=factors, where=sizes[0] > 0)
        return factors

    def merge_notes(self) -> list[str]:
        """Return which strata are merged, a sentence each."""
        return [f"Stratum {stratum!r} is merged with {into!r}." for stratum, into in self.collapse]

    def without_errors(self) -> Design:
        """Return the design for estimates alone: a lone stratum has no error to refuse."""
        return self._changed(lone_stratum="certainty")

    def without_sizes(self) -> Design:
        """Return the design without the sizes of the population."""
        return self._changed(population=None, cluster_population=None, finite_population=True)

    def _changed(self, **changes: Any) -> Design:
        merged = dict(self.collapse) or None
        return attrs.evolve(self, **{"collapse": merged, **changes})


def design_notes(notes: tuple[str, ...], design: Design | None) -> tuple[str, ...]:
    """Return notes with that of the design last, or without it."""
    others = tuple(note for note in notes if note != DESIGN_NOTE)
    return others if design is None else (*others, DESIGN_NOTE)
