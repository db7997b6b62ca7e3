"""Which conditions a summary is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from likertkit._checks import is_in
from likertkit._text import join_words
from likertkit.errors import ArgumentError
from likertkit.tally import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


def choose_conditions(
    known: Sequence[Hashable], first: Hashable | None, second: Hashable | None
) -> tuple[Hashable, ...]:
    """Return the one or two conditions that are summarised: those that are named, or all.

    Raises
    ------
    ArgumentError
        If a condition is none of the data's, or it is not clear which are meant.
    """
    listed = join_words([repr(one) for one in known]) or "none"
    stated = tuple(one for one in (first, second) if one is not None)
    for one in stated:
        if not is_in(one, known):
            raise ArgumentError(
                f"{one!r} is none of the conditions, which are {listed}.",
                "write a condition as the data do.",
            )
    if first is None and second is not None:
        raise ArgumentError(
            f"second={second!r} has no first; expected the condition that it is taken from.",
            "name both, or the one condition as `first=`.",
        )
    if len(stated) == 2 and first == second:
        raise ArgumentError(
            f"first and second are both {first!r}; expected two conditions.",
            "name two, or the one condition as `first=`.",
        )
    if not stated and not 1 <= len(known) <= 2:
        raise ArgumentError(
            f"the data have {len(known)} conditions, {listed}; expected to be told which are "
            "summarised.",
            "name them by `first=` and `second=`." if known else "check that rows were read.",
        )
    return stated or tuple(known)


def of_conditions(
    given: object, known: Sequence[Hashable], conditions: Sequence[Hashable]
) -> object:
    """Leave out what is said of conditions that are not summarised."""
    if not isinstance(given, Mapping):
        return given
    keys = {plain_key(key): key for key in given}
    # Else the keys are cohorts, which may be called as a condition is.
    if not all(one in keys for one in conditions):
        return given
    others = [one for one in known if one not in conditions]
    return {own: given[key] for own, key in keys.items() if own not in others}
