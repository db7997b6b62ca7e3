"""Responses: a data frame bound to an instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit.instrument._instrument import check_instrument
from likertkit.instrument._views import check_view
from likertkit.responses._concat import join_parts
from likertkit.responses._declaration import WIDE_CONDITION, Declaration, long_block, wide_blocks
from likertkit.responses._domain import narrowed_source
from likertkit.responses._scored_frame import Framed
from likertkit.responses._weighted import check_weighting, trimmed
from likertkit.responses.engines._at_hand import open_source
from likertkit.tally import Design
from likertkit.tally._design import design_notes
from likertkit.tally._where import Selection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from likertkit._kernels.design import LoneStratum
    from likertkit.instrument import Instrument, Scoring
    from likertkit.responses.engines._lazy import LazySource
    from likertkit.responses.memory._eager import EagerSource
    from likertkit.results import Weighting
    from likertkit.tally import Population
    from likertkit.tally._design import ConditionT, StratumT
    from likertkit.tally._where import DomainValues


@attrs.frozen(init=False, eq=False, repr=False)
class Responses(Framed):
    """Answers in a data frame, with the instrument that says what they mean.

    A long frame has a row for each respondent, or for each respondent and condition; where the
    conditions stand side by side in columns, see :meth:`from_wide`.  A frame in memory is
    checked here, a lazy one when the first table is made.

    Parameters
    ----------
    frame : data frame
        Of pandas, polars, pyarrow or Dask, a polars LazyFrame, a DuckDB relation of any
        connection, or a PySpark DataFrame.  The answers, as labels or codes; never changed.
    instrument : Instrument
        The items.
    columns : mapping of str to str, optional
        Item → column, for items whose column has another name.
    respondent : str, optional
        The column that tells respondents apart: each has one row (in each condition).
    condition : str, optional
        The column that says what was rated.
    stratum : str, optional
        The column of strata, such as grades.
    cluster : str, optional
        The column of clusters that were sampled whole, such as schools, each in one stratum.
    weight : str, optional
        The column of sampling weights, finite and not negative.

    Raises
    ------
    FrameError
        If it is not a data frame.
    MissingColumnError
        If a column is missing.
    OffScaleError, UnknownLabelError, LabelConflictError, MixedCodingError
        If an answer is not on the item's scale, or is ambiguous.
    BlankKeyError, DuplicateRespondentError
        If respondents, conditions or clusters cannot be distinguished.
    WeightError
        If weights are negative, missing, not finite or all 0.

    Examples
    --------
    >>> import likertkit as lk, pandas as pd
    >>> scale = lk.LikertScale.preset("agreement", 5)
    >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
    >>> frame = pd.DataFrame({"clear": ["Agree", "strongly agree", None]})
    >>> lk.means(lk.Responses(frame, trial))["clear"].mean
    4.5
    """

    def __init__(
        self,
        frame: object,
        instrument: Instrument,
        *,
        columns: Mapping[str, str] | None = None,
        respondent: str | None = None,
        condition: str | None = None,
        stratum: str | None = None,
        cluster: str | None = None,
        weight: str | None = None,
    ) -> None:
        check_instrument(instrument)
        declared = Declaration(
            instrument=instrument,
            blocks=(long_block(instrument, columns),),
            respondent=respondent,
            condition=condition,
            stratum=stratum,
            cluster=cluster,
            weight=weight,
        )
        self._fill(*open_source(frame, declared))

    def _fill(self, source: EagerSource | LazySource, declared: Declaration) -> None:
        for field in attrs.fields(Framed):
            value = {"_source": source, "_declared": declared}.get(field.name, field.default)
            object.__setattr__(self, field.name, value)

    @classmethod
    def from_wide(
        cls,
        frame: object,
        instrument: Instrument,
        *,
        columns: Mapping[str, Mapping[str, str] | str],
        respondent: str | None = None,
        stratum: str | None = None,
        cluster: str | None = None,
        weight: str | None = None,
    ) -> Responses:
        """Bind a frame in which each condition has columns of its own.

        Parameters
        ----------
        frame : data frame
            A row for each respondent.
        instrument : Instrument
            The items.
        columns : mapping of condition to mapping or str
            Condition → item → column.  An item that a condition leaves out was not asked in it.
            A text such as ``"pre_{item}"`` stands for the columns of all items.
        respondent, stratum, cluster, weight : str, optional
            As for :class:`Responses`.

        Returns
        -------
        Responses
            With ``condition`` as an axis, its values in the order given.

        Raises
        ------
        ArgumentError
            If no condition is given, or a column stands for two answers.
        LikertkitError
            As for :class:`Responses`.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
        >>> frame = pd.DataFrame({"clear_before": [2, 3], "clear_after": [4, 5]})
        >>> answers = lk.Responses.from_wide(
        ...     frame,
        ...     trial,
        ...     columns={"before": {"clear": "clear_before"}, "after": {"clear": "clear_after"}},
        ... )
        >>> [row.mean for row in lk.means(answers)]
        [2.5, 4.5]
        """
        check_instrument(instrument)
        declared = Declaration(
            instrument=instrument,
            blocks=wide_blocks(instrument, columns),
            wide=True,
            respondent=respondent,
            stratum=stratum,
            cluster=cluster,
            weight=weight,
        )
        made = cls.__new__(cls)
        made._fill(*open_source(frame, declared))  # noqa: SLF001 - own class
        return made

    @classmethod
    def concat(cls, parts: Mapping[ConditionT, Responses], *, respondent: str) -> Responses:
        """Join responses of several files, each of which is a condition.

        Parameters
        ----------
        parts : mapping of condition to Responses
            Responses in memory to one instrument, in the order of the conditions.
        respondent : str
            The column, in every file, that tells respondents apart.  A warning lists codes that
            differ only in case, spacing or leading zeros; a note says who is in one file only.

        Returns
        -------
        Responses
            One long frame of the columns that all files have, with ``condition`` as an axis.

        Raises
        ------
        ArgumentTypeError, ArgumentError
            If the parts are not two or more responses in memory; or if a part has conditions, a
            domain, a design or new weights of its own, which come after joining.
        MismatchError
            If their instruments, views, declared columns or kinds of frames differ.
        BlankKeyError, DuplicateRespondentError
            If a file does not name each respondent once.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
        >>> pre = lk.Responses(pd.DataFrame({"code": ["a", "b"], "clear": [2, 3]}), trial)
        >>> post = lk.Responses(pd.DataFrame({"code": ["a", "b"], "clear": [4, 5]}), trial)
        >>> both = lk.Responses.concat({"pre": pre, "post": post}, respondent="code")
        >>> lk.compare_paired(both, "post", "pre")["clear"].mean_difference
        2.0
        """
        joined = join_parts(parts, respondent)
        stratum, cluster, weight = joined.columns
        made = cls(
            joined.frame,
            joined.instrument,
            respondent=respondent,
            condition=WIDE_CONDITION,
            stratum=stratum,
            cluster=cluster,
            weight=weight,
        )
        return made._evolved(_notes=joined.notes, _view=joined.view)

    def scored(self, view: Scoring) -> Responses:
        """Return the same answers under another view of the scores.

        Parameters
        ----------
        view : {'as_answered', 'keyed', 'favourable'}
            The declared codes; negatively keyed items reversed; or also reversed where the
            scale's low end is the positive one, so that higher is better.

        Returns
        -------
        Responses
            The same answers.

        Raises
        ------
        OptionError
            If the view is not one of these.
        DirectionError
            If it is ``'favourable'`` and some scale does not say which end is the positive one.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> tired = lk.Instrument("trial", [lk.Item("tired", scale, keyed="negative")])
        >>> answers = lk.Responses(pd.DataFrame({"tired": [5, 4]}), tired)
        >>> lk.means(answers.scored("keyed"))["tired"].mean
        1.5
        """
        check_view(view, self.instrument)
        return self._evolved(_view=view)

    def where(self, /, **columns: DomainValues) -> Responses:
        """Return a part of the answers, such as those of one grade.

        The part is a domain of the sample: the rest of the sample keeps its place in the design,
        so that means, standard errors and degrees of freedom equal the rows of a result that is
        split by these columns, and R's ``subset`` of a survey design.  A condition is a sample of
        its own, of which no rest is kept.  What needs whole respondents leaves the rows outside
        the domain out, and counts them in a note.

        Parameters
        ----------
        **columns : value, or collection of values
            Column of the frame → the value or the values of the domain.  Blank is None.  Several
            columns, and several calls, must all hold.

        Returns
        -------
        Responses
            The answers of the domain.

        Raises
        ------
        MissingColumnError
            If the frame has no such column.
        ArgumentError
            If no column is named, or a column does not have a value; for a lazy frame when the
            first table is made.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
        >>> frame = pd.DataFrame({"clear": [1, 2, 4, 5], "ward": ["e", "e", "w", "w"]})
        >>> lk.means(lk.Responses(frame, trial).where(ward="w"))["clear"].mean
        4.5
        """
        selection = Selection.from_arguments(columns)
        source = narrowed_source(self._source, selection, self._declared)
        if self._domain is not None:
            selection = self._domain.joined(selection)
        notes = selection.with_note(self._notes)
        return self._evolved(_source=source, _domain=selection, _notes=notes)

    def sampled(
        self,
        *,
        population: Population[StratumT, ConditionT] | None = None,
        cluster_population: Population[StratumT, ConditionT] | None = None,
        finite_population: bool = True,
        lone_stratum: LoneStratum = "raise",
        collapse: Mapping[StratumT, StratumT] | None = None,
    ) -> Responses:
        """Return the same answers with the sampling design that results are to know.

        Estimates, summaries and :func:`cohort_influence` read it.  :func:`tipping_point` and the
        comparisons of pairs and of groups read it where there are weights or clusters.  Of sizes
        of a population alone the t test reads it, and in groups the tests of ranks and of
        proportions.  What does not read it says so.

        Parameters
        ----------
        population, cluster_population, finite_population, lone_stratum, collapse
            As for :meth:`Tally.sampled`.

        Returns
        -------
        Responses
            The same answers; a design that was declared before is replaced.

        Raises
        ------
        ArgumentError, OptionError
            If an option has no effect for these data, or is not one of its allowed values.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
        >>> answers = lk.Responses(pd.DataFrame({"clear": [1, 2, 4, 5, 5]}), trial)
        >>> round(lk.means(answers)["clear"].se, 3)
        0.812
        >>> round(lk.means(answers.sampled(population=10))["clear"].se, 3)
        0.574
        """
        design = Design(
            population=population,
            cluster_population=cluster_population,
            finite_population=finite_population,
            lone_stratum=lone_stratum,
            collapse=collapse,
        )
        declared = self._declared
        axes = declared.axes((), self._source.levels())
        design.check_axes(axes, clustered=declared.cluster is not None)
        return self._evolved(_design=design, _notes=design_notes(self._notes, design))

    def weighted(self, weighting: Weighting) -> Responses:
        """Return the same answers with weights that were made for them.

        Parameters
        ----------
        weighting : Weighting
            Of :func:`poststratify`, :func:`rake` or :func:`trim`.

        Returns
        -------
        Responses
            Their tables are also split by the margins of calibrated weights, so that standard
            errors know of these.

        Raises
        ------
        ArgumentError
            If the weighting was made for other responses.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> trial = lk.Instrument("trial", [lk.Item("clear", lk.LikertScale())])
        >>> frame = pd.DataFrame({"clear": [1, 2, 3, 5, 4], "ward": list("eeeww")})
        >>> answers = lk.Responses(frame, trial)
        >>> weighting = lk.poststratify(answers, {"e": 30, "w": 30}, by="ward")
        >>> lk.means(answers.weighted(weighting))["clear"].mean
        3.25
        """
        check_weighting(weighting, self._source, self._declared)
        if weighting.cells:
            return self._evolved(_weighting=weighting)
        source, declared = trimmed(self._source, self._declared, weighting)
        notes = (*self._notes, *weighting.notes)
        return self._evolved(_source=source, _declared=declared, _notes=notes, _weighting=None)
