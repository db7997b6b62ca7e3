"""Responses: a data frame bound to an instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._text import counted
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.instrument._instrument import check_instrument
from likertkit.instrument._views import check_view
from likertkit.responses._countable import Countable
from likertkit.responses._declaration import PURPOSES, Declaration, long_block, wide_blocks
from likertkit.responses._frames import HeldFrame, open_frame
from likertkit.responses.engines._engine import engine_errors
from likertkit.responses.engines._lazy import LazySource
from likertkit.responses.memory._eager import EagerSource
from likertkit.results import Weighting
from likertkit.tally import Design
from likertkit.tally._design import design_notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from likertkit._kernels.design import LoneStratum
    from likertkit.instrument import Instrument, Scoring
    from likertkit.tally import Population
    from likertkit.tally._design import ConditionT, StratumT


def _open(frame: object, declared: Declaration) -> tuple[EagerSource | LazySource, Declaration]:
    """Return the frame, checked, and the declaration that knows which names it has twice."""
    opened, repeated = open_frame(frame, declared.used_columns())
    if repeated:
        declared = attrs.evolve(declared, repeated=repeated)
    if isinstance(opened, HeldFrame):
        return EagerSource.open(opened, declared), declared
    with engine_errors():
        return LazySource.open(opened, declared), declared


@attrs.frozen(init=False, eq=False, repr=False)
class Responses(Countable):
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
        If the frame is none.
    MissingColumnError
        If a column is missing.
    OffScaleError, UnknownLabelError, LabelConflictError, MixedCodingError
        If an answer is none that the item's scale has, or cannot be told.
    BlankKeyError, DuplicateRespondentError
        If respondents, conditions or clusters cannot be told apart.
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
        self._fill(*_open(frame, declared), "as_answered")

    def _fill(
        self,
        source: EagerSource | LazySource,
        declared: Declaration,
        view: Scoring,
        notes: tuple[str, ...] = (),
        design: Design | None = None,
    ) -> None:
        values = {
            "_source": source,
            "_declared": declared,
            "_view": view,
            "_notes": notes,
            "_weighting": None,
            "_design": design,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def _with_view(self, view: Scoring, notes: tuple[str, ...]) -> Responses:
        made = type(self).__new__(type(self))
        made._fill(self._source, self._declared, view, notes, self._design)  # noqa: SLF001 - own class
        object.__setattr__(made, "_weighting", self._weighting)
        return made

    @classmethod
    def from_wide(
        cls,
        frame: object,
        instrument: Instrument,
        *,
        columns: Mapping[str, Mapping[str, str]],
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
        columns : mapping of str to mapping
            Condition → item → column.  An item that a condition leaves out was not asked in it.
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
        made._fill(*_open(frame, declared), "as_answered")  # noqa: SLF001 - own class
        return made

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
            If the view is none of these.
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
        return self._with_view(view, self._notes)

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

        Estimates read it.  Comparisons of pairs and of groups read it where there are weights or
        clusters: their errors are those of a finite population then.  What does not read it says
        so.

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
        made = self._with_view(self._view, design_notes(self._notes, design))
        object.__setattr__(made, "_design", design)
        return made

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
        if not isinstance(weighting, Weighting):
            raise ArgumentTypeError(
                f"weighting of type {type(weighting).__name__} is no Weighting.",
                "make one by `lk.poststratify` or `lk.rake`; a column of weights is declared with "
                "`weight=`.",
            )
        n_rows = self._source.n_rows()
        if n_rows is not None and n_rows != weighting.n_rows:
            raise ArgumentError(
                f"the weighting is of {weighting.n_rows} rows, and the responses have {n_rows}; "
                "expected the responses that it was made for.",
                "make the weighting of these responses.",
            )
        if self._declared.trimmed or weighting.design != self._declared.weight:
            found = "trimmed" if self._declared.trimmed else repr(self._declared.weight)
            raise ArgumentError(
                f"the weighting was made of the weights {weighting.design!r}, and the responses "
                f"have {found}; expected the responses that it was made for.",
                "keep the responses as they were, and weight these.",
            )
        made = self._with_view(self._view, self._notes)
        if weighting.cells:
            self._declared.check_columns(self._source.columns(), weighting.columns)
            object.__setattr__(made, "_weighting", weighting)
            return made
        if not isinstance(self._source, EagerSource):
            raise ArgumentError(
                "trimmed weights go by row, and the responses are in an engine, whose rows have "
                "no order.",
                "read the responses into memory, or use the weights untrimmed.",
            )
        source = attrs.evolve(self._source, weights=weighting.weights)
        declared = attrs.evolve(self._declared, weight=weighting.method, trimmed=True)
        notes = (*self._notes, *weighting.notes)
        made._fill(source, declared, self._view, notes, self._design)  # noqa: SLF001 - own class
        return made

    def __repr__(self) -> str:
        """Return what the responses are, without reading a lazy frame."""
        declared = self._declared
        said = [
            f"{purpose} {getattr(declared, purpose)!r}"
            for purpose in PURPOSES
            if getattr(declared, purpose) is not None
        ]
        if declared.wide:
            said.append(f"conditions {', '.join(repr(b.condition) for b in declared.blocks)}")
        if self._weighting is not None:
            said.append(f"weights {self._weighting.method}")
        what = (
            f"Responses to {self.instrument.name!r}: {self._source.describe()}, "
            f"{'; '.join((counted(len(self.instrument), 'item'), *said))}; scores {self._view}"
        )
        return "\n".join((what, *self._notes))


def with_notes(responses: Responses, *notes: str) -> Responses:
    """Return the same answers with notes that stand wherever they, or counts of them, are shown."""
    again, own = responses._with_view, responses._notes  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - own class
    return again(responses.view, (*own, *notes))
