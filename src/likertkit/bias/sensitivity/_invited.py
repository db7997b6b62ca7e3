"""How many people were asked: in total, under each condition, or in each cohort."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np

from likertkit._checks import check_count
from likertkit._text import join_words
from likertkit.errors import ArgumentTypeError, PopulationError
from likertkit.tally._axes import plain_key, sorted_groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from likertkit.tally import Axis, Tally
    from likertkit.tally._axes import Group

_ROLES = ("condition", "stratum")
# Stands for the cohort if a number is for all cohorts, and for the condition if the data have none;
# None could be a name.
EVERYBODY: Hashable = object()

# A mapping is invariant in its keys, so only a type variable accepts keys of any type.
ConditionT = TypeVar("ConditionT", bound=Hashable)
CohortT = TypeVar("CohortT", bound=Hashable)
Invited: TypeAlias = int | Mapping[ConditionT, int] | Mapping[ConditionT, Mapping[CohortT, int]]
# Condition → cohort → people.
People: TypeAlias = dict[Hashable, dict[Hashable, int]]


def read_invited(
    invited: object, conditions: Sequence[Hashable], cohorts: Sequence[Hashable]
) -> People:
    """Return the number of people asked under each condition that the data have.

    Parameters
    ----------
    invited : object
        One number, or numbers by condition, by cohort, or by condition and cohort.
    conditions, cohorts : sequence
        The conditions and cohorts of the data; (EVERYBODY,) without conditions, empty without
        cohorts.

    Raises
    ------
    PopulationError
        If a condition has no number, or the data do not have the condition of a number.
    ArgumentTypeError, ArgumentError
        If a number is not a number of people.
    """
    if not isinstance(invited, Mapping):
        number = check_count(invited, "invited")
        return {condition: {EVERYBODY: number} for condition in conditions}
    given = {plain_key(key): value for key, value in invited.items()}
    nested = [isinstance(value, Mapping) for value in given.values()]
    if any(nested) and not all(nested):
        raise ArgumentTypeError(
            "invited contains both numbers and mappings; expected condition → people, or "
            "condition → cohort → people.",
            "give every condition its own mapping.",
        )
    if any(nested) or any(key in conditions for key in given) or not cohorts:
        _check_conditions(given, conditions)
        if any(nested) and not cohorts:
            raise PopulationError(
                "invited has numbers by cohort, but the data have no cohorts.",
                "declare the column of cohorts with `stratum=`, or pass the sum of the numbers.",
            )
        return {
            condition: _cohorts(given[condition], f"invited[{condition!r}]")
            for condition in conditions
        }
    people = _cohorts(given, "invited")
    return {condition: dict(people) for condition in conditions}


def _cohorts(value: object, name: str) -> dict[Hashable, int]:
    if not isinstance(value, Mapping):
        return {EVERYBODY: check_count(value, name)}
    return {plain_key(key): check_count(n, f"{name}[{key!r}]") for key, n in value.items()}


def _check_conditions(given: Mapping[Hashable, object], conditions: Sequence[Hashable]) -> None:
    """Raise unless the keys are the conditions."""
    if tuple(conditions) == (EVERYBODY,):
        raise PopulationError(
            "invited has numbers by condition, but the data have no condition.",
            "pass one number, or declare the column of conditions with `condition=`.",
        )
    known = join_words([repr(condition) for condition in conditions])
    for what, wrong in (
        ("no number for", [condition for condition in conditions if condition not in given]),
        ("a number for", [condition for condition in given if condition not in conditions]),
    ):
        if wrong:
            raise PopulationError(
                f"invited has {what} {join_words([repr(key) for key in wrong])}; the data have the "
                f"conditions {known}.",
                "give the number of people asked under each condition of the data.",
            )


def invited_groups(
    tally: Tally, names: Sequence[str], invited: object
) -> Iterator[tuple[tuple[tuple[str, object], ...], NDArray[np.int64], int]]:
    """Yield each group, its counts by item and cell, and how many of its people were invited.

    A cohort that was invited is a group, or part of a group, even if none of its people answered.

    Raises
    ------
    PopulationError
        If the number invited is unknown, or smaller than the number of people in the data.
    """
    roles = {axis.role: axis for axis in tally.axes if axis.role != "by"}
    kept = [roles[role] for role in _ROLES if role in roles]
    for name in names:
        if name not in [axis.name for axis in kept]:
            raise PopulationError(
                f"by={name!r} splits the answers, but `invited` has no number of people for each "
                f"part; expected the condition, the stratum or both.",
                "declare the column as `stratum=`, and give `invited` by cohort.",
            )
    tally = tally.marginal([axis.name for axis in kept])
    keys = [_key(kept, group) for group in tally.groups]
    conditions = tuple(dict.fromkeys(condition for condition, _ in keys))
    cohorts = tuple(dict.fromkeys(cohort for _, cohort in keys)) if "stratum" in roles else ()
    if "condition" in roles and roles["condition"].name not in names and len(conditions) > 1:
        raise PopulationError(
            "the conditions are pooled, so a person can count more than once; expected bounds for "
            "each condition.",
            "leave `by=` out, or add the condition to it.",
        )
    people = read_invited(invited, conditions, cohorts)
    if "stratum" in roles and roles["stratum"].name in names:
        _check_split(people, roles["stratum"].name)
    counts = _collected(tally, keys, people)
    _check_enough(tally.instrument.names, counts, people)
    merged: dict[Group, tuple[NDArray[np.int64], int]] = {}
    places = [[axis.name for axis in kept].index(name) for name in names]
    for (condition, cohort), cells in counts.items():
        full = [
            value for role, value in zip(_ROLES, (condition, cohort), strict=True) if role in roles
        ]
        group = tuple(full[place] for place in places)
        before, n = merged.get(group, (np.zeros_like(cells), 0))
        merged[group] = before + cells, n + people[condition][cohort]
    for group in sorted_groups([kept[place] for place in places], merged):
        yield tuple(zip(names, group, strict=True)), *merged[group]


def _key(kept: Sequence[Axis], group: Group) -> tuple[Hashable, Hashable]:
    """Return the condition and the cohort of a group."""
    of = {axis.role: value for axis, value in zip(kept, group, strict=True)}
    return of.get("condition", EVERYBODY), of.get("stratum", EVERYBODY)


def _check_split(people: People, name: str) -> None:
    for cohorts in people.values():
        if EVERYBODY in cohorts:
            raise PopulationError(
                f"by={name!r} asks for each cohort, but invited has one number for all cohorts.",
                "write invited={cohort: people}, or {condition: {cohort: people}}.",
            )


def _collected(
    tally: Tally, keys: Sequence[tuple[Hashable, Hashable]], people: People
) -> dict[tuple[Hashable, Hashable], NDArray[np.int64]]:
    """Return the counts of each condition and cohort for which the number invited is known."""
    counts = {
        (condition, cohort): np.zeros(tally.counts.shape[1:], dtype=np.int64)
        for condition, cohorts in people.items()
        for cohort in cohorts
    }
    for (condition, in_data), cells in zip(keys, tally.counts, strict=True):
        cohort = EVERYBODY if EVERYBODY in people[condition] else in_data
        if (condition, cohort) in counts:
            counts[condition, cohort] += cells
        elif cells.any():
            known = join_words([repr(name) for name in people[condition]]) or "none"
            raise PopulationError(
                f"invited{_under(condition)} has no number for the cohort {in_data!r} of the data; "
                f"it has {known}.",
                "give the number of people asked in each cohort of the data.",
            )
    return counts


def _check_enough(
    items: Sequence[str],
    counts: Mapping[tuple[Hashable, Hashable], NDArray[np.int64]],
    people: People,
) -> None:
    for (condition, cohort), cells in counts.items():
        number = people[condition][cohort]
        of = "" if cohort is EVERYBODY else f" of {cohort!r}"
        for item, n_rows in zip(items, cells.sum(axis=1).tolist(), strict=True):
            if n_rows > number:
                raise PopulationError(
                    f"item {item!r}: the data have {n_rows} respondents{of}{_under(condition)}, "
                    f"more than the {number} who were invited.",
                    "`invited` counts everybody who was asked, with or without an answer.",
                )


def _under(condition: Hashable) -> str:
    return "" if condition is EVERYBODY else f" under {condition!r}"
