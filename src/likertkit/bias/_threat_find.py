"""Looks through a design and its data for every threat of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

import attrs

from likertkit._checks import check_choice, check_confidence_level, is_number
from likertkit._text import join_words
from likertkit.bias._threat import Push, Threat, ThreatName
from likertkit.bias._threat_case import Case, Unjudged
from likertkit.bias._threat_chance import find_many, find_small
from likertkit.bias._threat_cohorts import find_self_selection, find_unequal
from likertkit.bias._threat_evidence import read_evidence
from likertkit.bias._threat_memory import find_context, find_order, find_recall, find_recency
from likertkit.bias._threat_people import (
    find_conflict,
    find_ineligible,
    find_non_overlap,
    find_nonresponse,
)
from likertkit.bias._threat_table import ThreatTable
from likertkit.errors import ArgumentError, ArgumentTypeError

if TYPE_CHECKING:
    from typing import TypeAlias

    from likertkit.bias._declared_design import DeclaredDesign
    from likertkit.bias._threat_evidence import Data

    Assumed: TypeAlias = Mapping[ThreatName, Mapping[str, Push]]
    Thresholds: TypeAlias = Mapping[ThreatName, float]

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
            f"{name}={value!r} is no mapping; expected one by the names of threats.",
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
                f"assume[{name!r}] is {pushes!r}; expected conditions, each 'better' or 'worse'.",
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
                "leave out what is to stay as in `likertkit.bias.threat_rules()`.",
            )
        if not limit > 0:
            raise ArgumentError(
                f"thresholds[{name!r}] is {limit!r}; expected a number above 0.",
                "leave out what is to stay as in `likertkit.bias.threat_rules()`.",
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
