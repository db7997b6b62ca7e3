"""Search a design and its data for every threat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

import attrs

from likertkit._checks import check_choice, check_confidence_level, is_number
from likertkit._text import join_words
from likertkit.bias.threats._context import NotJudged, ThreatContext
from likertkit.bias.threats._evidence import read_evidence
from likertkit.bias.threats._rules import REGISTRY
from likertkit.bias.threats._table import Push, Threat, ThreatName, ThreatTable
from likertkit.errors import ArgumentError, ArgumentTypeError

if TYPE_CHECKING:
    from typing import TypeAlias

    from likertkit.bias.design._declared_design import DeclaredDesign
    from likertkit.bias.threats._evidence import Data

    Assumed: TypeAlias = Mapping[ThreatName, Mapping[str, Push]]

    Thresholds: TypeAlias = Mapping[ThreatName, float]

_ValueT = TypeVar("_ValueT")


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
    context = ThreatContext(
        design=design,
        evidence=read_evidence(design, data),
        thresholds=limits,
        confidence_level=level,
    )
    results = [result for rule, search in REGISTRY.values() for result in search(context, rule)]
    rows = [result for result in results if isinstance(result, Threat)]
    rows = [attrs.evolve(row, direction=_direction(row, assumed)) for row in rows]
    what = join_words(context.names)
    comparison = f"the comparison of {what}" if len(context.names) > 1 else f"the figures of {what}"
    return ThreatTable(
        title=f"What threatens {comparison}" if rows else f"No threat found to {comparison}",
        names=tuple(field.name for field in attrs.fields(Threat))[:-2],
        rows=tuple(rows),
        options=(
            ("assume", tuple((name, *push) for name, pushes in assumed.items() for push in pushes)),
            ("thresholds", tuple(limits.items())),
            ("confidence_level", level),
        ),
        notes=(
            *_unused(rows, assumed),
            *_not_judged([result for result in results if isinstance(result, NotJudged)]),
            *(
                note
                for note in context.evidence.notes
                if not any(note in row.evidence for row in rows)
            ),
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
    """Say which assumptions are not used because their threat is not listed."""
    return [
        f"Not used: the assumption about {name} for {condition} ({push}), because it is not listed."
        for name, pushes in assumed.items()
        for condition, push in pushes
        if not any(row.threat == name and condition in row.conditions for row in rows)
    ]


def _not_judged(unjudged: list[NotJudged]) -> list[str]:
    """Say which threats could not be judged, and why."""
    reasons: dict[ThreatName, list[str]] = {}
    for threat in unjudged:
        reasons.setdefault(threat.threat, []).append(threat.why)
    return [f"Not judged: {name}, because {join_words(why)}." for name, why in reasons.items()]
