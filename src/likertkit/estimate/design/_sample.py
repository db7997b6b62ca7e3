"""A tally as a sample: its conditions, strata and clusters, and the population it is of."""

from __future__ import annotations

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
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from likertkit.responses import Responses
    from likertkit.tally import Axis, Clusters, Tally
    from likertkit.tally._axes import Group
    from likertkit.tally._clusters import Calibration
    from likertkit.tally._population import KnownSizes


@attrs.frozen(eq=False, kw_only=True)
class SurveySample:
    """Which condition and stratum each group of a tally lies in, and what is known of these.

    A group of the result is a domain: its strata have the size that they have in the whole
    sample of the same condition, so that its standard error knows that its own size is random.

    Attributes
    ----------
    tally : Tally
        The counts, strata already merged.
    names : tuple of str
        The axes that split the result.
    design : Design
        The sampling design that the data declare.
    standardize, variance : str
        What strata count by, and which variance a standardised mean has.
    groups : tuple of tuple
        The groups of the result.
    members : tuple of arrays of int
        The tally's groups in each of them.
    conditions, strata : tuple
        The conditions that are estimated apart, and the strata; (None,) where there are none.
    condition, stratum : arrays of shape (n_groups,)
        Where each of the tally's groups lies.
    rows, units : arrays of shape (n_conditions, n_strata, n_items)
        Sampled respondents, and sampled units: clusters where these were declared.
    population : array of shape (n_conditions, n_strata), or None
        People in the population.
    clusters : array of shape (n_conditions, n_strata), or None
        Clusters in the population.
    margins : tuple of arrays of int, shape (n_groups,)
        Which level of each margin of calibrated weights a group is at, each condition's apart,
        the levels of all margins numbered through; empty without.
    """

    tally: Tally
    names: tuple[str, ...]
    design: Design
    standardize: Standardize
    variance: StratifiedVariance
    groups: tuple[Group, ...]
    members: tuple[NDArray[np.intp], ...]
    conditions: tuple[Hashable, ...]
    strata: tuple[Hashable, ...]
    condition: NDArray[np.intp]
    stratum: NDArray[np.intp]
    rows: NDArray[np.int64]
    units: NDArray[np.int64]
    population: NDArray[np.float64] | None
    clusters: NDArray[np.float64] | None
    margins: tuple[NDArray[np.intp], ...]

    @classmethod
    def from_data(
        cls,
        data: Responses | Tally,
        by: str | Iterable[str] | None,
        standardize: Standardize,
        variance: StratifiedVariance = "conditional",
    ) -> SurveySample:
        """Make the tally of *data* and find its conditions, strata and population."""
        check_choice(standardize, "standardize", Standardize)
        check_choice(variance, "variance", StratifiedVariance)
        tally, names = as_tally(data, by)
        design = Design() if tally.design is None else tally.design
        # Groups outside a domain keep their place in the design, and are in no group of the result.
        tally = whole_sample(with_design(tally, None))
        design.check({axis.role for axis in tally.axes}, clustered=tally.clusters is not None)
        _check_standard(tally, design, standardize, variance)
        merged = dict(design.collapse)
        known = read_sizes(design.population, "population", tally.axes)
        frame = read_sizes(design.cluster_population, "cluster_population", tally.axes)
        if merged:
            tally = collapse_strata(tally, merged, () if known is None else known.strata())
        conditions, condition = _conditions(tally.axes, tally.groups, names)
        if conditions == (None,) and _has(tally, "condition") and (known or frame):
            raise ArgumentError(
                "the conditions are pooled, so a person of the population can count more than "
                "once; expected an estimate for each condition.",
                "leave `by=` out, or add the condition to it.",
            )
        strata, stratum = _strata(tally, known, merged)
        rows = _rows(tally, condition, stratum, (len(conditions), len(strata)))
        units = rows
        if tally.clusters is not None:
            units = _clusters(tally, tally.clusters, conditions, strata)
        members = _members(tally, names)
        sample = cls(
            tally=tally,
            names=names,
            design=design,
            standardize=standardize,
            variance=variance,
            groups=tuple(members),
            members=tuple(members.values()),
            conditions=conditions,
            strata=strata,
            condition=condition,
            stratum=stratum,
            rows=rows,
            units=units,
            population=None if known is None else sizes_table(known, conditions, strata, merged),
            clusters=None if frame is None else sizes_table(frame, conditions, strata, merged),
            margins=() if tally.calibration is None else _margins(tally, tally.calibration),
        )
        sample._check(known, frame)
        return sample

    def _check(self, known: KnownSizes | None, frame: KnownSizes | None) -> None:
        """Raise unless sample and population fit each other."""
        limited = self.design.finite_population
        for sizes, table, counts, what in (
            (known, self.population, self.rows, "respondent"),
            (frame, self.clusters, self.units, "cluster"),
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
                at_least_sampled=limited,
                what=what,
            )
            if self.standardized and sizes is known and self.strata != (None,):
                check_filled(sizes, table, sampled, self.conditions, self.strata)

    @property
    def standardized(self) -> bool:
        """Whether strata count by fixed proportions, and not by the answers that they gave."""
        if self.tally.weighted:
            return False
        return self.population is not None or self.standardize in {"sample", "equal"}

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
        return self.strata != (None,)

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
        sizes = self.population if self.tally.clusters is None else self.clusters
        return self.design.finite_population and sizes is not None

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


def _conditions(
    axes: Sequence[Axis], groups: Sequence[Group], names: tuple[str, ...]
) -> tuple[tuple[Hashable, ...], NDArray[np.intp]]:
    """Return the conditions that are estimated apart, and the number of each group's."""
    for place, axis in enumerate(axes):
        if axis.role != "condition":
            continue
        found = tuple(dict.fromkeys(group[place] for group in groups))
        if axis.name in names or len(found) == 1:
            number = {condition: c for c, condition in enumerate(found)}
            return found, np.array([number[group[place]] for group in groups], dtype=np.intp)
    return (None,), np.zeros(len(groups), dtype=np.intp)


def _strata(
    tally: Tally, known: KnownSizes | None, merged: Mapping[Hashable, Hashable]
) -> tuple[tuple[Hashable, ...], NDArray[np.intp]]:
    """Return the strata of the sample and of the population, and the number of each group's."""
    for place, axis in enumerate(tally.axes):
        if axis.role != "stratum":
            continue
        extra = () if known is None else (merged.get(one, one) for one in known.strata())
        values = dict.fromkeys((*(group[place] for group in tally.groups), *extra))
        strata = tuple(sorted(values, key=axis.place))
        number = {stratum: h for h, stratum in enumerate(strata)}
        return strata, np.array([number[group[place]] for group in tally.groups], dtype=np.intp)
    return (None,), np.zeros(len(tally.groups), dtype=np.intp)


def _rows(
    tally: Tally,
    condition: NDArray[np.intp],
    stratum: NDArray[np.intp],
    shape: tuple[int, int],
) -> NDArray[np.int64]:
    """Return the respondents of each condition, stratum and item, with or without an answer."""
    rows = np.zeros((*shape, len(tally.instrument)), dtype=np.int64)
    np.add.at(rows, (condition, stratum), tally.n_sampled)
    return rows


def _clusters(
    tally: Tally,
    held: Clusters,
    conditions: tuple[Hashable, ...],
    strata: tuple[Hashable, ...],
) -> NDArray[np.int64]:
    """Return the clusters of each condition, stratum and item."""
    units = np.zeros((len(conditions), len(strata), len(tally.instrument)), dtype=np.int64)
    sizes = dict(held.n_clusters if conditions == (None,) else held.n_by_condition)
    for c, condition in enumerate(conditions):
        for h, stratum in enumerate(strata):
            key = (*(() if conditions == (None,) else (condition,)), stratum)
            units[c, h] = sizes.get(key if _has(tally, "stratum") else key[:-1], 0)
    return units


def _members(tally: Tally, names: tuple[str, ...]) -> dict[Group, NDArray[np.intp]]:
    """Return the groups of the result in order, each with the tally's groups in it."""
    places = [[axis.name for axis in tally.axes].index(name) for name in names]
    # The whole is a group even when nobody is in it.
    found: dict[Group, list[int]] = {} if names else {(): []}
    for g in np.flatnonzero(inside_domain(tally)).tolist():
        group = tally.groups[g]
        found.setdefault(tuple(group[place] for place in places), []).append(g)
    ordered = sorted_groups([tally.axes[place] for place in places], found)
    return {group: np.array(found[group], dtype=np.intp) for group in ordered}


def _margins(tally: Tally, calibration: Calibration) -> tuple[NDArray[np.intp], ...]:
    """Return the number of each group's level of each margin, under each condition by itself."""
    axes = {axis.name: place for place, axis in enumerate(tally.axes)}
    conditions = [place for place, axis in enumerate(tally.axes) if axis.role == "condition"]
    found = []
    n_levels = 0
    for margin in calibration.margins:
        places = [*conditions, *(axes[name] for name in margin)]
        levels = [tuple(group[place] for place in places) for group in tally.groups]
        number = {level: n_levels + k for k, level in enumerate(dict.fromkeys(levels))}
        n_levels += len(number)
        found.append(np.array([number[level] for level in levels], dtype=np.intp))
    return tuple(found)
