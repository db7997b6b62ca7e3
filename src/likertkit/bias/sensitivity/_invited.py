"""How many people were asked: in all, under each condition, or in each cohort of it."""

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
# Stands for the cohort where a number is that of all, and for the condition where the data have
# none; None is a name like any other.
EVERYBODY: Hashable = object()

# A mapping is invariant in its keys, so that only a variable takes those of any type.
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
        One number; or by condition, by cohort, or by condition and cohort.
    conditions, cohorts : sequence
        Those of the data; (EVERYBODY,) without conditions, empty without cohorts.

    Raises
    ------
    PopulationError
        If a condition has no number, or a number is of something that the data do not have.
    ArgumentTypeError, ArgumentError
        If a number is not one of people.
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
    known = join_words([repr(one) for one in conditions])
    for what, odd in (
        ("nothing on", [one for one in conditions if one not in given]),
        ("a number for", [one for one in given if one not in conditions]),
    ):
        if odd:
            raise PopulationError(
                f"invited has {what} {join_words([repr(one) for one in odd])}; the data have the "
                f"conditions {known}.",
                "give the number of people asked under each condition of the data.",
            )


def invited_groups(
    tally: Tally, names: Sequence[str], invited: object
) -> Iterator[tuple[tuple[tuple[str, object], ...], NDArray[np.int64], int]]:
    """Yield each group, its counts by item and cell, and how many of it were invited.

    A cohort that was invited is a group, or part of one, though nobody of it may have answered.

    Raises
    ------
    PopulationError
        If it is not known how many were invited, or they are fewer than those in the data.
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
    for (condition, cohort), found in counts.items():
        full = [one for role, one in zip(_ROLES, (condition, cohort), strict=True) if role in roles]
        group = tuple(full[place] for place in places)
        before, n = merged.get(group, (np.zeros_like(found), 0))
        merged[group] = before + found, n + people[condition][cohort]
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
    """Return the counts of each condition and cohort, as the invited are known by these."""
    counts = {
        (condition, cohort): np.zeros(tally.counts.shape[1:], dtype=np.int64)
        for condition, cohorts in people.items()
        for cohort in cohorts
    }
    for (condition, own), found in zip(keys, tally.counts, strict=True):
        cohort = EVERYBODY if EVERYBODY in people[condition] else own
        if (condition, cohort) in counts:
            counts[condition, cohort] += found
        elif found.any():
            known = join_words([repr(one) for one in people[condition]]) or "none"
            raise PopulationError(
                f"invited{_under(condition)} has no number for the cohort {own!r} of the data; it "
                f"has {known}.",
                "give the number of people asked in each cohort of the data.",
            )
    return counts


def _check_enough(
    items: Sequence[str],
    counts: Mapping[tuple[Hashable, Hashable], NDArray[np.int64]],
    people: People,
) -> None:
    for (condition, cohort), found in counts.items():
        number = people[condition][cohort]
        of = "" if cohort is EVERYBODY else f" of {cohort!r}"
        for item, n_rows in zip(items, found.sum(axis=1).tolist(), strict=True):
            if n_rows > number:
                raise PopulationError(
                    f"item {item!r}: the data have {n_rows} respondents{of}{_under(condition)}, "
                    f"more than the {number} who were invited.",
                    "`invited` counts everybody who was asked, with or without an answer.",
                )


def _under(condition: Hashable) -> str:
    return "" if condition is EVERYBODY else f" under {condition!r}"
