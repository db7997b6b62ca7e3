"""Looks through a design and its data for every threat, and the registry as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

import attrs

from likertkit._checks import check_choice, check_confidence_level, is_number
from likertkit._text import join_words
from likertkit.bias.threats._cohorts import find_many, find_self_selection, find_small, find_unequal
from likertkit.bias.threats._context import Case, Unjudged
from likertkit.bias.threats._evidence import read_evidence
from likertkit.bias.threats._rules import (
    RULES,
    Push,
    Threat,
    ThreatName,
    ThreatRule,
    ThreatTable,
    listed,
)
from likertkit.bias.threats._time_and_memory import (
    find_context,
    find_order,
    find_recall,
    find_recency,
)
from likertkit.bias.threats._who_answered import (
    find_conflict,
    find_ineligible,
    find_non_overlap,
    find_nonresponse,
)
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.results import Table

if TYPE_CHECKING:
    from typing import TypeAlias

    from likertkit.bias.design._declared_design import DeclaredDesign
    from likertkit.bias.threats._evidence import Data

    Assumed: TypeAlias = Mapping[ThreatName, Mapping[str, Push]]

    Thresholds: TypeAlias = Mapping[ThreatName, float]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ThreatRuleTable(Table[ThreatRule]):
    """The rules of all threats, a row each; it prints as a list.

    Examples
    --------
    >>> from likertkit.bias import threat_rules
    >>> print(threat_rules().filter(threat="order").to_text(72))
    Threats, and when each is listed
    <BLANKLINE>
    order: orders that occur, below 2
      Everybody had one condition behind them when they rated another, and
      nobody the other way round.
      Remedy: an order drawn by lot for each person. Source: Hogarth and
      Einhorn 1992.
    ...
    """

    def to_text(self, width: int | None = None) -> str:
        """Return the rules as text.

        Parameters
        ----------
        width : int, optional
            The most columns a line may take; by default the terminal's.

        Returns
        -------
        str
            The title, a paragraph for each threat, and the note.
        """
        parts = [
            (
                row.threat,
                f"{row.figure}, {row.side} {row.threshold:g}",
                row.trigger,
                f"Remedy: {row.remedy}. Source: {row.source}.",
            )
            for row in self.rows
        ]
        return listed(self.title, parts, self._footer(), width)


def threat_rules() -> ThreatRuleTable:
    """Return every threat that :meth:`StudyDesign.threats` knows, with trigger and threshold.

    Returns
    -------
    ThreatRuleTable
        A row a threat, in the order in which they are listed.

    Examples
    --------
    >>> from likertkit.bias import threat_rules
    >>> rule = threat_rules()["nonresponse"]
    >>> rule.figure, rule.side, rule.threshold
    ('share that answered', 'below', 0.95)
    """
    return ThreatRuleTable(
        title="Threats, and when each is listed",
        names=tuple(field.name for field in attrs.fields(ThreatRule)),
        shown=("threat", "trigger", "figure", "side", "threshold"),
        rows=RULES,
        notes=(
            "The threshold of small n is the least n with 2/2ⁿ ≤ 1 − confidence_level: 6 at 95 %.",
        ),
        key="threat",
    )


_ValueT = TypeVar("_ValueT")

# In the order of the registry.
_SEARCHES = (
    find_recall,
    find_recency,
    find_order,
    find_context,
    find_non_overlap,
    find_ineligible,
    find_nonresponse,
    find_self_selection,
    find_unequal,
    find_conflict,
    find_small,
    find_many,
)


def find_threats(
    design: DeclaredDesign,
    data: Data | None,
    *,
    assume: Assumed | None,
    thresholds: Thresholds | None,
    confidence_level: float,
) -> ThreatTable:
    """Make the table that :meth:`DeclaredDesign.threats` promises."""
    level = check_confidence_level(confidence_level)
    assumed = _read_assumed(design, assume)
    limits = _read_thresholds(thresholds)
    case = Case(design=design, seen=read_evidence(design, data), thresholds=limits, level=level)
    found = [one for search in _SEARCHES for one in search(case)]
    rows = [one for one in found if isinstance(one, Threat)]
    rows = [attrs.evolve(row, direction=_direction(row, assumed)) for row in rows]
    what = join_words(case.names)
    comparison = f"the comparison of {what}" if len(case.names) > 1 else f"the figures of {what}"
    return ThreatTable(
        title=f"What threatens {comparison}" if rows else f"No threat found to {comparison}",
        names=tuple(field.name for field in attrs.fields(Threat))[:-2],
        rows=tuple(rows),
        options=(
            ("assume", tuple((name, *one) for name, pushes in assumed.items() for one in pushes)),
            ("thresholds", tuple(limits.items())),
            ("confidence_level", level),
        ),
        notes=(
            *_unused(rows, assumed),
            *_not_judged([one for one in found if isinstance(one, Unjudged)]),
            *(note for note in case.seen.notes if not any(note in row.evidence for row in rows)),
        ),
        key="threat",
    )


def _items_of(value: Mapping[ThreatName, _ValueT], name: str) -> list[tuple[ThreatName, _ValueT]]:
    if not isinstance(value, Mapping):
        raise ArgumentTypeError(
            f"{name}={value!r} is not a mapping; expected a mapping with names of threats as keys.",
            f"write {name}={{'recall': ...}}; `likertkit.bias.threat_rules()` lists the names.",
        )
    for key in value:
        check_choice(key, name, ThreatName)
    return list(value.items())


def _read_assumed(
    design: DeclaredDesign, assume: Assumed | None
) -> dict[ThreatName, tuple[tuple[str, Push], ...]]:
    assumed: dict[ThreatName, tuple[tuple[str, Push], ...]] = {}
    for name, pushes in _items_of(assume or {}, "assume"):
        if not isinstance(pushes, Mapping):
            raise ArgumentTypeError(
                f"assume[{name!r}] is {pushes!r}; expected a mapping of each condition to "
                f"'better' or 'worse'.",
                f"write assume={{{name!r}: {{{design.conditions[0].name!r}: 'better'}}}}.",
            )
        for condition, push in pushes.items():
            design.condition(condition)
            check_choice(push, f"assume[{name!r}][{condition!r}]", Push)
        assumed[name] = tuple(pushes.items())
    return assumed


def _read_thresholds(thresholds: Thresholds | None) -> dict[ThreatName, float]:
    limits: dict[ThreatName, float] = {}
    for name, limit in _items_of(thresholds or {}, "thresholds"):
        if not is_number(limit):
            raise ArgumentTypeError(
                f"thresholds[{name!r}] is {limit!r}; expected a number.",
                "list only the thresholds that differ from `likertkit.bias.threat_rules()`.",
            )
        if not limit > 0:
            raise ArgumentError(
                f"thresholds[{name!r}] is {limit!r}; expected a number above 0.",
                "list only the thresholds that differ from `likertkit.bias.threat_rules()`.",
            )
        limits[name] = float(limit)
    return limits


def _direction(row: Threat, assumed: Mapping[ThreatName, tuple[tuple[str, Push], ...]]) -> str:
    pushes = [
        f"makes {condition} look {push} than it was"
        for condition, push in assumed.get(row.threat, ())
        if condition in row.conditions
    ]
    return join_words(pushes) if pushes else row.direction


def _unused(
    rows: list[Threat], assumed: Mapping[ThreatName, tuple[tuple[str, Push], ...]]
) -> list[str]:
    """Say which assumptions are about nothing that is listed."""
    return [
        f"Assumed of {name} for {condition}, which is not listed: {push}."
        for name, pushes in assumed.items()
        for condition, push in pushes
        if not any(row.threat == name and condition in row.conditions for row in rows)
    ]


def _not_judged(found: list[Unjudged]) -> list[str]:
    """Say what could not be judged, and why; the absence of a threat is no finding there."""
    reasons: dict[ThreatName, list[str]] = {}
    for one in found:
        reasons.setdefault(one.threat, []).append(one.why)
    return [f"Not judged: {name}, for {join_words(why)}." for name, why in reasons.items()]
