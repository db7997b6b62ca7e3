"""What tables of counts can be seen as: other scores, a part of the sample, a sampling design."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit.instrument._views import check_view
from likertkit.tally._count_table import CountTable, with_design
from likertkit.tally._design import Design
from likertkit.tally._grouped import narrowed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from likertkit._kernels.design import LoneStratum
    from likertkit.instrument import Scoring
    from likertkit.tally._design import ConditionT, Population, StratumT
    from likertkit.tally._where import DomainValues


@attrs.frozen(eq=False, repr=False, kw_only=True)
class ViewedTable(CountTable):
    """A table of counts whose scores and groups can be chosen."""

    def scored(self, view: Scoring) -> Self:
        """Return the same counts under another view of the scores.

        Parameters
        ----------
        view : {'as_answered', 'keyed', 'favourable'}
            The declared codes; negatively keyed items reversed; or also reversed where the
            scale's low end is the positive one, so that higher is better.

        Returns
        -------
        table of this kind
            The same counts.

        Raises
        ------
        OptionError
            If the view is not one of these.
        DirectionError
            If it is ``'favourable'`` and some scale does not say which end is the positive one.

        Examples
        --------
        >>> import likertkit as lk
        >>> scale = lk.LikertScale.preset("agreement", 5, positive="low")
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
        >>> tally = lk.Tally.from_counts({"clear": {1: 3, 2: 1}}, trial)
        >>> lk.means(tally.scored("favourable"))["clear"].mean
        4.75
        """
        check_view(view, self.instrument)
        return attrs.evolve(self, view=view)

    def where(self, /, **columns: DomainValues) -> Self:
        """Return the counts of a part of the sample, such as one grade.

        The part is a domain of the sample: the rest of the sample keeps its place in the design,
        so that means, standard errors and degrees of freedom equal the rows of a result that is
        split by these axes.  A condition is a sample of its own, of which no rest is kept.

        Parameters
        ----------
        **columns : value, or collection of values
            Axis → the value or the values of the domain.  Blank is None.  Several axes, and
            several calls, must all hold.

        Returns
        -------
        table of this kind
            The counts of the domain.

        Raises
        ------
        AxisError
            If a name is not an axis: a column must be counted, by ``by=``, to be an axis.
        ArgumentError
            If no axis is named, or an axis does not have a value.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
        >>> frame = pd.DataFrame({"clear": [1, 2, 4, 5], "ward": ["e", "e", "w", "w"]})
        >>> tally = lk.Responses(frame, trial).tally(by="ward")
        >>> lk.means(tally.where(ward="w"))["clear"].mean
        4.5
        """
        return narrowed(self, columns)


@attrs.frozen(eq=False, repr=False, kw_only=True)
class SampledTable(ViewedTable):
    """A table of counts that can carry a sampling design."""

    def sampled(
        self,
        *,
        population: Population[StratumT, ConditionT] | None = None,
        cluster_population: Population[StratumT, ConditionT] | None = None,
        finite_population: bool = True,
        lone_stratum: LoneStratum = "raise",
        collapse: Mapping[StratumT, StratumT] | None = None,
    ) -> Self:
        """Return the same counts with the sampling design that results are to know.

        Estimates, summaries and :func:`cohort_influence` read it.  :func:`tipping_point` and the
        comparisons of pairs and of groups read it where there are weights or clusters.  Of sizes
        of a population alone the t test reads it, and in groups the tests of ranks and of
        proportions.  What does not read it says so.

        Parameters
        ----------
        population : number or mapping, optional
            People in the population: stratum → number, or condition → stratum → number, for
            strata that a condition never had; one number without strata.  In :func:`means`
            without weights each stratum counts by its number; with weights the population only
            corrects the standard error.
        cluster_population : number or mapping, optional
            Clusters in the population, likewise: for the finite population correction of clusters
            that were sampled whole; a table of pairs has none.
        finite_population : bool, optional
            Whether the inference is to these people only: a stratum of which all answered has no
            error.  False takes them as a sample of a wider population.
        lone_stratum : {'raise', 'certainty', 'adjust', 'average'}, optional
            What to do with the variance of a stratum of one unit: refuse; take it as 0; take its
            deviation from the whole; take the average of the others.
        collapse : mapping, optional
            Strata that are merged with another stratum: stratum → stratum.

        Returns
        -------
        table of this kind
            The same counts; a design that was declared before is replaced.

        Raises
        ------
        ArgumentError, OptionError
            If an option has no effect for these data, or is not one of its allowed values.

        Examples
        --------
        >>> import likertkit as lk
        >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
        >>> tally = lk.Tally.from_counts({"clear": {3: 2, 4: 5, 5: 3}}, trial)
        >>> of_twenty = tally.sampled(population=20)
        >>> of_twenty.design.population, tally.design
        (20, None)
        >>> round(lk.means(tally)["clear"].se / lk.means(of_twenty)["clear"].se, 3)
        1.414
        """
        design = Design(
            population=population,
            cluster_population=cluster_population,
            finite_population=finite_population,
            lone_stratum=lone_stratum,
            collapse=collapse,
        )
        design.check_axes(self.axes, clustered=self._is_clustered())
        return with_design(self, design)

    def _is_clustered(self) -> bool:
        """Return whether the table holds clusters that were sampled whole."""
        return False
