"""A tally as a sample: its conditions, strata and clusters, and the population it is of."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs
import numpy as np

from likertkit._checks import as_nested_pairs, check_choice
from likertkit.errors import ArgumentError
from likertkit.estimate.design._options import Standardize, StratifiedVariance
from likertkit.responses._as_tables import as_tally
from likertkit.tally import Design
from likertkit.tally._axes import sorted_groups
from likertkit.tally._count_table import with_design
from likertkit.tally._domains import collapse_strata
from likertkit.tally._grouped import inside_domain, whole_sample
from likertkit.tally._population import check_filled, check_sizes, read_sizes, sizes_table

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

    from likertkit.responses import Responses
    from likertkit.tally import Tally
    from likertkit.tally._axes import Group
    from likertkit.tally._population import KnownSizes


# What data without a declared design are estimated by.
_NO_DESIGN = Design()


@attrs.frozen(eq=False, kw_only=True)
class SurveySample:
    """The answers that an estimate is made of, and what is known of how they were sampled.

    A group of the result is a domain: its strata have the size that they have in the whole
    sample of the same condition, so that its standard error knows that its own size is random.
    What only a design needs is found when it is asked for.

    Attributes
    ----------
    tally : Tally
        The counts, strata already merged.
    names : tuple of str
        The axes that split the result.
    groups : tuple of tuple
        The groups of the result.
    members : tuple of arrays of int
        The tally's groups in each of them.
    design : Design
        The sampling design that the data declare.
    standardize, variance : str
        What strata count by, and which variance a standardised mean has.
    known, known_clusters : KnownSizes or None
        The sizes of the population and the numbers of its clusters, where they are declared.
    """

    tally: Tally
    names: tuple[str, ...]
    groups: tuple[Group, ...]
    members: tuple[NDArray[np.intp], ...]
    design: Design
    standardize: Standardize
    variance: StratifiedVariance
    known: KnownSizes | None
    known_clusters: KnownSizes | None

    @classmethod
    def from_data(
        cls,
        data: Responses | Tally,
        by: str | Iterable[str] | None,
        standardize: Standardize,
        variance: StratifiedVariance = "conditional",
    ) -> SurveySample:
        """Make the tally of *data* and find the groups of the result."""
        check_choice(standardize, "standardize", Standardize)
        check_choice(variance, "variance", StratifiedVariance)
        tally, names = as_tally(data, by)
        if tally.domain is not None:
            # Groups outside it keep their place in the design, and are in no group of the result.
            tally = whole_sample(tally)
        design, known, known_clusters = tally.design or _NO_DESIGN, None, None
        if tally.design is not None:
            tally = with_design(tally, None)
            design.check({axis.role for axis in tally.axes}, clustered=tally.clusters is not None)
        if (standardize, variance) != ("population", "conditional"):
            _check_standard(tally, design, standardize, variance)
        if design is not _NO_DESIGN:
            known = read_sizes(design.population, "population", tally.axes)
            known_clusters = read_sizes(design.cluster_population, "cluster_population", tally.axes)
        if design.collapse:
            populated = () if known is None else known.strata()
            tally = collapse_strata(tally, dict(design.collapse), populated)
        members = _members(tally, names)
        sample = cls(
            tally=tally,
            names=names,
            groups=tuple(members),
            members=tuple(members.values()),
            design=design,
            standardize=standardize,
            variance=variance,
            known=known,
            known_clusters=known_clusters,
        )
        if known or known_clusters:
            sample._check_sizes()
        return sample

    def _check_sizes(self) -> None:
        """Raise unless sample and population fit each other."""
        if self.conditions == (None,) and _has(self.tally, "condition"):
            raise ArgumentError(
                "the conditions are pooled, so a person of the population can count more than "
                "once; expected an estimate for each condition.",
                "leave `by=` out, or add the condition to it.",
            )
        for sizes, table, counts, what in (
            (self.known, self.population, self.rows, "respondent"),
            (self.known_clusters, self.clusters, self.units, "cluster"),
        ):
            if sizes is None or table is None:
                continue
            sampled = counts.max(axis=2, initial=0)
            check_sizes(
                sizes,
                table,
                sampled,
                self.conditions,
                self.strata,
                at_least_sampled=self.design.finite_population,
                what=what,
            )
            if self.standardized and sizes is self.known and self.stratified:
                check_filled(sizes, table, sampled, self.conditions, self.strata)

    @cached_property
    def by_condition(self) -> tuple[tuple[Hashable, ...], NDArray[np.intp]]:
        """The conditions that are estimated apart, and the number of each of the tally's groups.

        Without any, the condition is None.
        """
        tally = self.tally
        for place, axis in enumerate(tally.axes):
            if axis.role != "condition":
                continue
            values = [group[place] for group in tally.groups]
            conditions = tuple(dict.fromkeys(values))
            if axis.name in self.names or len(conditions) == 1:
                number = {condition: c for c, condition in enumerate(conditions)}
                return conditions, np.array([number[value] for value in values], dtype=np.intp)
        return (None,), np.zeros(len(tally.groups), dtype=np.intp)

    @cached_property
    def by_stratum(self) -> tuple[tuple[Hashable, ...], NDArray[np.intp]]:
        """The strata of sample and population, and the number of each of the tally's groups.

        Without any, the stratum is None.
        """
        tally, merged = self.tally, dict(self.design.collapse)
        for place, axis in enumerate(tally.axes):
            if axis.role != "stratum":
                continue
            values = [group[place] for group in tally.groups]
            populated = () if self.known is None else self.known.strata()
            extra = (merged.get(stratum, stratum) for stratum in populated)
            strata = tuple(sorted(dict.fromkeys((*values, *extra)), key=axis.place))
            number = {stratum: h for h, stratum in enumerate(strata)}
            return strata, np.array([number[value] for value in values], dtype=np.intp)
        return (None,), np.zeros(len(tally.groups), dtype=np.intp)

    @property
    def conditions(self) -> tuple[Hashable, ...]:
        """The conditions that are estimated apart; (None,) without."""
        return self.by_condition[0]

    @property
    def condition(self) -> NDArray[np.intp]:
        """The number of the condition of each of the tally's groups."""
        return self.by_condition[1]

    @property
    def strata(self) -> tuple[Hashable, ...]:
        """The strata; (None,) without."""
        return self.by_stratum[0]

    @property
    def stratum(self) -> NDArray[np.intp]:
        """The number of the stratum of each of the tally's groups."""
        return self.by_stratum[1]

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """Sampled respondents, with or without an answer: conditions × strata × items."""
        shape = (len(self.conditions), len(self.strata), len(self.tally.instrument))
        rows = np.zeros(shape, dtype=np.int64)
        np.add.at(rows, (self.condition, self.stratum), self.tally.n_sampled)
        return rows

    @cached_property
    def units(self) -> NDArray[np.int64]:
        """Sampled units, of the same shape: clusters where these were declared."""
        clusters = self.tally.clusters
        if clusters is None:
            return self.rows
        units = np.zeros_like(self.rows)
        apart = self.conditions != (None,)
        sizes = dict(clusters.n_by_condition if apart else clusters.n_clusters)
        for c, condition in enumerate(self.conditions):
            for h, stratum in enumerate(self.strata):
                key = (*((condition,) if apart else ()), *((stratum,) if self.stratified else ()))
                units[c, h] = sizes.get(key, 0)
        return units

    @cached_property
    def population(self) -> NDArray[np.float64] | None:
        """People in the population, conditions × strata; None where these are not known."""
        return self._sizes(self.known)

    @cached_property
    def clusters(self) -> NDArray[np.float64] | None:
        """Clusters in the population, of the same shape; None where these are not known."""
        return self._sizes(self.known_clusters)

    def _sizes(self, known: KnownSizes | None) -> NDArray[np.float64] | None:
        if known is None:
            return None
        return sizes_table(known, self.conditions, self.strata, dict(self.design.collapse))

    @cached_property
    def margins(self) -> tuple[NDArray[np.intp], ...]:
        """Which level of each margin of calibrated weights each of the tally's groups is at.

        Each condition has its own, and the levels of all margins are numbered through; empty
        without calibration.
        """
        tally = self.tally
        if tally.calibration is None:
            return ()
        axes = {axis.name: place for place, axis in enumerate(tally.axes)}
        conditions = [place for place, axis in enumerate(tally.axes) if axis.role == "condition"]
        margins = []
        n_levels = 0
        for margin in tally.calibration.margins:
            places = [*conditions, *(axes[name] for name in margin)]
            levels = [tuple(group[place] for place in places) for group in tally.groups]
            number = {level: n_levels + k for k, level in enumerate(dict.fromkeys(levels))}
            n_levels += len(number)
            margins.append(np.array([number[level] for level in levels], dtype=np.intp))
        return tuple(margins)

    @property
    def standardized(self) -> bool:
        """Whether strata count by fixed proportions, and not by the answers that they gave."""
        if self.tally.weighted:
            return False
        return self.known is not None or self.standardize in {"sample", "equal"}

    @property
    def by_own_share(self) -> bool:
        """Whether a group's stratum counts by the group's own proportion of its people."""
        return self.standardized and self.standardize == "population"

    @property
    def has_domains(self) -> bool:
        """Whether groups of the result are parts of a sample, and not samples of their own."""
        apart = ("condition", "stratum")
        split = any(axis.role not in apart for axis in self.tally.axes if axis.name in self.names)
        return split or not inside_domain(self.tally).all()

    @property
    def split_by_stratum(self) -> bool:
        """Whether each group of the result lies in one stratum."""
        return any(axis.role == "stratum" and axis.name in self.names for axis in self.tally.axes)

    @property
    def stratified(self) -> bool:
        """Whether there are strata."""
        return any(axis.role == "stratum" for axis in self.tally.axes)

    @property
    def unit(self) -> str:
        """What was sampled, as a word."""
        return "respondent" if self.tally.clusters is None else self.tally.clusters.unit

    @property
    def plain(self) -> bool:
        """Whether the answers are taken as a simple random sample, of whatever size."""
        return not (self.tally.weighted or self.tally.clusters or self.standardized)

    @property
    def limited(self) -> bool:
        """Whether a finite population correction is made."""
        known = self.known if self.tally.clusters is None else self.known_clusters
        return self.design.finite_population and known is not None

    def factors(self, condition: int, sampled: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return 1 - n/N of each stratum, *sampled* being n; 1 without a correction."""
        sizes = self.population if self.tally.clusters is None else self.clusters
        if not self.design.finite_population or sizes is None:
            return np.ones(len(self.strata))
        known = sizes[condition]
        left: NDArray[np.float64] = np.ones(len(self.strata))
        np.divide(known - sampled, known, out=left, where=known > 0)
        return left

    def used_options(self, *, variance: bool = True) -> tuple[tuple[str, object], ...]:
        """Return the design and the options by name, for a result to carry."""
        design = self.design
        return (
            ("population", as_nested_pairs(design.population)),
            ("finite_population", design.finite_population),
            ("standardize", self.standardize),
            ("lone_stratum", design.lone_stratum),
            ("collapse", design.collapse),
            *((("variance", self.variance),) if variance else ()),
            ("cluster_population", as_nested_pairs(design.cluster_population)),
        )

    def stratum_names(self, which: NDArray[np.bool_]) -> tuple[str, ...]:
        """Return the names of some strata as Python writes them."""
        return tuple(repr(self.strata[h]) for h in np.flatnonzero(which).tolist())


def _has(tally: Tally, role: str) -> bool:
    return any(axis.role == role for axis in tally.axes)


def _check_standard(
    tally: Tally, design: Design, standardize: Standardize, variance: StratifiedVariance
) -> None:
    """Raise if an option asks for what the data cannot give."""
    if standardize != "population":
        if tally.weighted:
            raise ArgumentError(
                f"standardize={standardize!r} would replace the sampling weights; "
                f"expected data without weights.",
                "to standardise weighted data, use `lk.poststratify(responses, ...)`.",
            )
        if not _has(tally, "stratum"):
            raise ArgumentError(
                f"standardize={standardize!r} needs strata, but the data have no strata.",
                "declare the column of strata with `stratum=` when you make the responses or the "
                "counts.",
            )
    if standardize == "direct" and design.population is None:
        raise ArgumentError(
            "standardize='direct' needs the population size of each stratum, and no sizes are "
            "given.",
            "declare the sizes by `sampled(population=...)`, or use standardize='equal'.",
        )
    if variance == "unconditional" and (
        tally.weighted
        or tally.clusters is not None
        or design.population is None
        or standardize not in {"population", "direct"}
    ):
        raise ArgumentError(
            "variance='unconditional' is only for unweighted respondents, sampled without "
            "clusters and standardised to a known population.",
            "declare the sizes by `sampled(population=...)`, or leave `variance=` out.",
        )


def _members(tally: Tally, names: tuple[str, ...]) -> dict[Group, NDArray[np.intp]]:
    """Return the groups of the result in order, each with the tally's groups in it."""
    if not names:
        # The whole is a group even when nobody is in it.
        return {(): np.flatnonzero(inside_domain(tally))}
    places = [[axis.name for axis in tally.axes].index(name) for name in names]
    members: dict[Group, list[int]] = {}
    for g in np.flatnonzero(inside_domain(tally)).tolist():
        members.setdefault(tuple(tally.groups[g][place] for place in places), []).append(g)
    ordered = sorted_groups([tally.axes[place] for place in places], members)
    return {group: np.array(members[group], dtype=np.intp) for group in ordered}
