"""What pairing needs to know before it begins, and the errors that it may end with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from likertkit._checks import check_flag, is_in
from likertkit._text import counted, join_words
from likertkit.errors import ArgumentError, RespondentError
from likertkit.responses._keys import FIRST_ROWS
from likertkit.tally._axes import plain_key
from likertkit.tally._pair_tally import check_conditions
from likertkit.tally._where import IN_DOMAIN

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from likertkit.responses._declaration import Block, Declaration


def place_of(name: object, values: Sequence[object]) -> int | None:
    """Return where a plain value stands among others, or None; a truth value is not a number."""
    for place, value in enumerate(values):
        if isinstance(value, bool) == isinstance(name, bool) and is_in(name, (value,)):
            return place
    return None


@attrs.frozen
class Pairing:
    """Two conditions of declared columns.

    Attributes
    ----------
    declared : Declaration
        The instrument and the columns.
    first, second : hashable
        The two conditions.
    groups : tuple of str
        The columns that split the pairs: the stratum, then those of ``by``.
    disjoint : bool
        Whether this part shares nobody with another, so that no names are kept and a condition
        may have nobody.
    """

    declared: Declaration
    first: Hashable
    second: Hashable
    groups: tuple[str, ...]
    disjoint: bool

    @classmethod
    def from_conditions(
        cls,
        declared: Declaration,
        first: object,
        second: object,
        by: tuple[str, ...],
        *,
        disjoint: bool,
    ) -> Pairing:
        """Check that the declaration tells conditions and respondents apart."""
        check_flag(disjoint, "disjoint", "pass True if no other part has the same respondents.")
        first_key, second_key = plain_key(first), plain_key(second)
        check_conditions(first_key, second_key)
        if not declared.wide:
            if declared.condition is None:
                raise ArgumentError(
                    "the responses have no condition; expected two conditions, to pair the "
                    "answers of each respondent.",
                    "declare the column of conditions with `condition=`, or use "
                    "`Responses.from_wide` if each condition has its own columns.",
                )
            if declared.respondent is None:
                raise ArgumentError(
                    "the responses have no respondents; expected a column that identifies the "
                    "respondents.",
                    "declare it with `respondent=`.",
                )
        if declared.axes(())[0].name in by:
            raise ArgumentError(
                f"by={by!r} contains the condition, which makes the pairs; expected other columns.",
                "leave it out.",
            )
        columns = declared.group_columns(by)
        groups = tuple(name for name in columns if name != declared.condition)
        pairing = cls(declared, first_key, second_key, groups, disjoint)
        if declared.wide:
            pairing.check_found([block.condition for block in declared.blocks])
        return pairing

    def blocks(self) -> tuple[Block, Block]:
        """Return the columns of the first and of the second condition."""
        if not self.declared.wide:
            return self.declared.blocks[0], self.declared.blocks[0]
        named = {block.condition: block for block in self.declared.blocks}
        return named[self.first], named[self.second]

    def check_found(self, conditions: Sequence[object]) -> None:
        """Raise unless both conditions are among those that there are."""
        for name in (self.first, self.second):
            if place_of(name, conditions) is None:
                known = join_words([repr(condition) for condition in conditions]) or "none"
                raise ArgumentError(
                    f"{name!r} is not one of the conditions, which are {known}.",
                    "write the condition as it is in the data; if this part of the data has only "
                    "one condition, declare the part with `disjoint=True`.",
                )

    def torn_error(self, people: Sequence[object]) -> RespondentError:
        """Return the error for respondents whose rows have different groups or weights."""
        weight = self.declared.weight
        names = [*self.groups, *([] if weight is None else [weight])]
        spoken = ["the domain of `where()`" if n == IN_DOMAIN else repr(n) for n in names]
        some = ", ".join(repr(plain_key(person)) for person in people[:FIRST_ROWS])
        more = f" and {len(people) - FIRST_ROWS} more" if len(people) > FIRST_ROWS else ""
        return RespondentError(
            f"{counted(len(people), 'respondent')} ({some}{more}) differ between the conditions in "
            f"{join_words(spoken)}; expected one value each for a "
            "respondent.",
            "split only by properties of the respondent, and give both rows the same weight.",
        )
