"""What can be counted in answers that are bound to an instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import attrs

from likertkit._checks import as_names
from likertkit._text import counted
from likertkit.errors import ArgumentError
from likertkit.responses._co_occurring import co_occurrences_of_engine, co_occurrences_of_frame
from likertkit.responses._declaration import PURPOSES
from likertkit.responses._domain import check_pair, narrowed_to, rows_at_hand
from likertkit.responses._linked import with_linked_rows
from likertkit.responses._pairing import Pairing
from likertkit.responses._to_tally import (
    ParticipationRow,
    check_nested,
    co_tally_of,
    pair_tally_of,
    participation_table,
    tally_of,
    warn_of_spellings,
)
from likertkit.responses._weighted import calibrated, reweighted, with_margins
from likertkit.responses.engines._engine import engine_errors
from likertkit.responses.engines._lazy_pairs import pairs_of_engine
from likertkit.responses.memory._eager import EagerSource, pairs_of_frame
from likertkit.tally._design import design_notes
from likertkit.tally._where import IN_DOMAIN, has_value

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
    from typing import Self

    from likertkit.instrument import Instrument, Scoring
    from likertkit.responses._declaration import Declaration
    from likertkit.responses.engines._lazy import LazySource
    from likertkit.results import Table, Weighting
    from likertkit.tally import CoTally, Design, PairTally, Tally
    from likertkit.tally._where import Selection


CountableT = TypeVar("CountableT", bound="Countable")

SYNTHETIC = "Synthetic answers, drawn to give published means: no person gave them."
"""The note of synthetic answers, by which pictures know them."""


@attrs.frozen(init=False, eq=False, repr=False)
class Countable:
    """The base of responses: a source of rows, and the tables that are made of it."""

    _source: EagerSource | LazySource
    _declared: Declaration
    _view: Scoring = "as_answered"
    _notes: tuple[str, ...] = ()
    _weighting: Weighting | None = None
    _design: Design | None = None
    _domain: Selection | None = None

    def _evolved(self, **changes: object) -> Self:
        """Return responses that differ in some fields."""
        made = type(self).__new__(type(self))
        for field in attrs.fields(type(self)):
            value = changes.get(field.name, getattr(self, field.name))
            object.__setattr__(made, field.name, value)
        return made

    @property
    def instrument(self) -> Instrument:
        """The items."""
        return self._declared.instrument

    @property
    def view(self) -> Scoring:
        """How codes become scores."""
        return self._view

    def tally(self, *, by: str | Iterable[str] | None = None) -> Tally:
        """Count the answers in each group.

        Parameters
        ----------
        by : str or sequence of str, optional
            Columns to split by, besides the condition and the stratum, which are always kept.
            With ``()``, which pools the conditions in every result, a respondent's answers under
            several conditions are kept together as one sampled unit, where it is known which
            these are and no clusters were declared.

        Returns
        -------
        Tally
            Counts for every item, with the weights where there are any.

        Raises
        ------
        MissingColumnError
            If the frame has no such column.
        StratumError
            If a cluster lies in several strata, or a respondent whose answers are kept together.
        LikertkitError
            For a lazy frame, whatever is wrong with its answers.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
        >>> answers = lk.Responses(pd.DataFrame({"clear": [4, 4, 5], "ward": [1, 2, 2]}), trial)
        >>> answers.tally(by="ward").groups
        ((1,), (2,))
        """
        asked = () if by is None else as_names(by, "by")
        return self._split_by(asked, pooled=by is not None and not asked)

    def _split_by(self, asked: tuple[str, ...], *, pooled: bool) -> Tally:
        """Return the tally, for results that pool the conditions or keep them apart."""
        declared = self._declared.pooled() if pooled else self._declared
        weighting, domain = self._weighting, self._domain
        names = asked if weighting is None else with_margins(weighting, asked)
        tally = self._counted(names, declared)
        if weighting is not None:
            tally = calibrated(tally, weighting)
        if domain is not None:
            tally = narrowed_to(tally, domain, declared)
        warn_of_spellings(tally.axes, tally.groups)
        return attrs.evolve(tally, design=self._design)

    def _counted(self, names: tuple[str, ...], declared: Declaration) -> Tally:
        """Return the tally of the whole sample with the weights of the design."""
        source = self._source
        if isinstance(source, EagerSource) and self._domain is None:
            # Rows in memory are counted as they are.
            declared.check_columns(source.columns(), names)
            return self._tally_of(source, names, declared)
        with engine_errors():
            return self._tally_of(*rows_at_hand(source, declared, names, self._domain), declared)

    def _tally_of(
        self, source: EagerSource | LazySource, names: tuple[str, ...], declared: Declaration
    ) -> Tally:
        """Return the tally of the rows of a source."""
        axes = declared.axes(names, self._source.levels())
        counts = source.count(declared, declared.group_columns(names, clustered=True))
        tally = tally_of(declared, axes, counts, self._view, self._notes)
        return with_linked_rows(source, declared, names, tally) if declared.linked else tally

    def pairs(
        self,
        first: Hashable,
        second: Hashable,
        *,
        by: str | Iterable[str] = (),
        disjoint: bool = False,
    ) -> PairTally:
        """Count what each respondent answered under two conditions.

        Who has a row under one condition only is absent from the other, and counted so.  Rows
        under further conditions are left aside.

        Parameters
        ----------
        first, second : hashable
            The two conditions; a difference is the first minus the second.
        by : str or sequence of str, optional
            Columns to split by, besides the stratum, which is always kept; each has one value
            for a respondent.
        disjoint : bool, optional
            Declares that these are a part of the answers which shares no respondent with any
            other part.  No fingerprints of the respondents are kept then, which saves memory
            and, with an engine, a query; and a condition may have nobody.

        Returns
        -------
        PairTally
            Counts for every item, with the weights where there are any.

        Raises
        ------
        ArgumentError
            If the conditions or the respondents are not declared, or a condition is unknown.
        RespondentError
            If a respondent's rows differ in the stratum, a column of ``by`` or the weight.
        StratumError
            If a cluster lies in several strata.
        MissingColumnError
            If the frame has no such column.
        LikertkitError
            For a lazy frame, whatever is wrong with its answers.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
        >>> frame = pd.DataFrame(
        ...     {"who": [1, 1, 2, 3], "when": ["a", "b", "a", "b"], "clear": [4, 5, 2, 4]}
        ... )
        >>> answers = lk.Responses(frame, trial, respondent="who", condition="when")
        >>> answers.pairs("a", "b")
        Pairs of 'trial', 'a' and 'b': 1 item; scores as_answered
        item   both valid  some missing  first only  second only
        ─────  ──────────  ────────────  ──────────  ───────────
        clear           1             0           1            1
        """
        pairs = self._paired(first, second, as_names(by, "by"), disjoint=disjoint)
        cluster = self._declared.cluster
        if cluster in {None, self._declared.respondent}:
            return pairs
        lost = f"The clusters of {cluster!r} are not kept in these pairs"
        if any(axis.name == cluster for axis in pairs.axes):
            lost = f"These pairs are split by the clusters of {cluster!r}, and know no clusters"
        note = f"{lost}: standard errors treat respondents as sampled one by one."
        return attrs.evolve(pairs, notes=design_notes((*pairs.notes, note), pairs.design))

    def _paired(
        self, first: Hashable, second: Hashable, asked: tuple[str, ...], *, disjoint: bool = False
    ) -> PairTally:
        """Return the pairs, for whoever knows of their clusters."""
        names = with_margins(self._weighting, asked)
        declared = self._declared
        with engine_errors():
            source, names = rows_at_hand(self._source, declared, names, self._domain)
            pairing = Pairing.from_conditions(declared, first, second, names, disjoint=disjoint)
            check_pair(self._domain, declared, pairing.first, pairing.second)
            axes = declared.axes(names, self._source.levels())
            counts = (
                pairs_of_frame(source, pairing)
                if isinstance(source, EagerSource)
                else pairs_of_engine(source, pairing)
            )
            if declared.cluster is not None and declared.stratum is not None:
                places = source.groups((declared.cluster, declared.stratum))[1]
                check_nested(declared, [key[0] for key in places], [key[1:] for key in places])
        kept_axes = tuple(axis for axis in axes if axis.role != "condition")
        pairs = pair_tally_of(pairing, kept_axes, counts, self._view, self._notes)
        if self._weighting is not None:
            wanted = (*asked, IN_DOMAIN)
            kept = (axis.name for axis in kept_axes if axis.role != "by" or axis.name in wanted)
            pairs = reweighted(pairs, self._weighting, kept)
        pairs = narrowed_to(pairs, self._domain, declared)
        warn_of_spellings(pairs.axes, pairs.groups)
        return attrs.evolve(pairs, design=self._design)

    def cotally(
        self,
        *,
        subscale: str | None = None,
        items: str | Iterable[str] | None = None,
        by: str | Iterable[str] = (),
    ) -> CoTally:
        """Count how often every two items of a set got two answers in one row.

        Parameters
        ----------
        subscale : str, optional
            The set of items: those of a subscale.
        items : str or sequence of str, optional
            The set of items, by their names; all items where neither is given.
        by : str or sequence of str, optional
            Columns to split by, besides the condition and the stratum, which are always kept.

        Returns
        -------
        CoTally
            Counts over all rows, and over those with a valid answer to every item of the set,
            with the weights where there are any.

        Raises
        ------
        ArgumentError
            If both a subscale and items are given, or no item.
        UnknownItemError
            If there is no such subscale or item.
        MissingColumnError
            If the frame has no such column.
        LikertkitError
            For a lazy frame, whatever is wrong with its answers.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale), lk.Item("short", scale)])
        >>> frame = pd.DataFrame({"clear": [4, 5, None], "short": [4, 5, 5]})
        >>> lk.Responses(frame, trial).cotally()
        Co-occurrences of 'trial': 2 items; scores as_answered
        rows  complete
        ────  ────────
           3         2
        Items: clear, short
        """
        asked = () if by is None else as_names(by, "by")
        names = with_margins(self._weighting, asked)
        declared = self._declared.restricted(_stated_set(self.instrument, subscale, items))
        with engine_errors():
            source, names = rows_at_hand(self._source, declared, names, self._domain)
            axes = declared.axes(names, self._source.levels())
            columns = declared.group_columns(names)
            counts = (
                co_occurrences_of_frame(source, declared, columns)
                if isinstance(source, EagerSource)
                else co_occurrences_of_engine(source, declared, columns)
            )
        table = co_tally_of(declared, axes, counts, self._view, self._notes)
        if self._weighting is not None:
            wanted = (*asked, IN_DOMAIN)
            kept = (axis.name for axis in axes if axis.role != "by" or axis.name in wanted)
            table = reweighted(table, self._weighting, kept)
        table = narrowed_to(table, self._domain, declared)
        warn_of_spellings(table.axes, table.groups)
        return table

    def __repr__(self) -> str:
        """Return what the responses are, without reading a lazy frame."""
        declared = self._declared
        roles = [
            f"{purpose} {getattr(declared, purpose)!r}"
            for purpose in PURPOSES
            if getattr(declared, purpose) is not None
        ]
        if declared.wide:
            roles.append(f"conditions {', '.join(repr(b.condition) for b in declared.blocks)}")
        if self._weighting is not None:
            roles.append(f"weights {self._weighting.method}")
        what = (
            f"Responses to {self.instrument.name!r}: {self._source.describe()}, "
            f"{'; '.join((counted(len(self.instrument), 'item'), *roles))}; scores {self._view}"
        )
        return "\n".join((what, *self._notes))

    def participation(self) -> Table[ParticipationRow]:
        """Count who has a row under each condition, who left it empty, and who has none.

        A respondent without a row under a condition is not a blank answer: these are the people
        by whom the groups of two conditions differ.

        Returns
        -------
        Table of ParticipationRow
            A row a condition; one row where there is none.

        Raises
        ------
        LikertkitError
            For a lazy frame, whatever is wrong with its text.

        Examples
        --------
        >>> import likertkit as lk, pandas as pd
        >>> scale = lk.LikertScale.preset("agreement", 5)
        >>> trial = lk.Instrument("trial", [lk.Item("clear", scale)])
        >>> frame = pd.DataFrame({"who": [1, 2, 1], "when": ["a", "a", "b"], "clear": [4, 5, 5]})
        >>> answers = lk.Responses(frame, trial, respondent="who", condition="when")
        >>> [(row.n_rows, row.n_absent) for row in answers.participation()]
        [(2, 0), (1, 1)]
        """
        declared = self._declared
        with engine_errors():
            source, _ = rows_at_hand(self._source, declared, (), self._domain)
            presences, people = source.participation(declared)
        if self._domain is not None:
            wanted = self._domain.values(declared.condition_name())
            presences = [
                presence
                for presence in presences
                if wanted is None or has_value(wanted, presence.condition)
            ]
        axes = declared.axes((), self._source.levels())
        return participation_table(presences, people, declared, axes, self._notes)


def with_notes(responses: CountableT, *notes: str) -> CountableT:
    """Return the same answers with notes that stand wherever they, or counts of them, are shown."""
    return responses._evolved(_notes=(*responses._notes, *notes))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - own class


def _stated_set(
    instrument: Instrument, subscale: str | None, items: str | Iterable[str] | None
) -> Instrument:
    """Return the instrument with the stated items only."""
    if subscale is not None and items is not None:
        raise ArgumentError(
            f"subscale={subscale!r} and items={items!r} both select items; expected only one of "
            f"them.",
            "leave out `subscale=` or `items=`.",
        )
    if subscale is not None:
        return instrument.subscale(subscale)
    if items is None:
        return instrument
    names = as_names(items, "items")
    if not names:
        raise ArgumentError(
            "items is empty; expected at least one item.",
            "name the items, or leave `items=` out for all items.",
        )
    return instrument.select(names)
