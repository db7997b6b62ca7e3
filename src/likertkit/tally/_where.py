"""Which rows are in a domain: the part of a sample that results are of."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TYPE_CHECKING, TypeAlias

import attrs

from likertkit._checks import holds_values, is_in
from likertkit._text import join_words
from likertkit.errors import ArgumentError, ArgumentTypeError
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


# The last axis of the table of a whole sample: 1 for the groups of the domain, 0 for the others.
IN_DOMAIN = "\x00in the domain"
_MOST_SHOWN = 12

DomainValues: TypeAlias = "Hashable | Collection[Hashable]"


def among(values: Iterable[Hashable], known: Iterable[Hashable]) -> list[bool]:
    """Return whether each value is among the known ones; True is not 1."""
    kinds = {(isinstance(value, bool), value) for value in known}
    return [(isinstance(value, bool), value) in kinds for value in values]


def has_value(values: Iterable[Hashable], value: Hashable) -> bool:
    """Return whether a value is among others; True is not 1."""
    return among([value], values)[0]


def _without_order(
    columns: tuple[tuple[str, tuple[Hashable, ...]], ...],
) -> frozenset[tuple[str, frozenset[Hashable]]]:
    return frozenset((name, frozenset(values)) for name, values in columns)


@attrs.frozen
class Selection:
    """The columns and the values that make a domain: a row lies in it if it has one of each.

    Attributes
    ----------
    columns : tuple of (str, tuple)
        Each column with the values that the domain has in it.
    """

    columns: tuple[tuple[str, tuple[Hashable, ...]], ...] = attrs.field(eq=_without_order)

    @classmethod
    def from_arguments(cls, columns: Mapping[str, object]) -> Selection:
        """Read the arguments of ``where``.

        Raises
        ------
        ArgumentError
            If no column is named, or a column has no value.
        ArgumentTypeError
            If a value cannot be the value of a column.
        """
        if not columns:
            raise ArgumentError(
                "where() names no column; expected one or more.",
                'write where(sex="f"), or where(grade=["junior", "senior"]).',
            )
        return cls(tuple((name, _values(name, given)) for name, given in columns.items()))

    @property
    def names(self) -> tuple[str, ...]:
        """The columns."""
        return tuple(name for name, _ in self.columns)

    def values(self, name: str | None) -> tuple[Hashable, ...] | None:
        """Return the values of a column; None where every value is in the domain."""
        return dict(self.columns).get(name) if name is not None else None

    def without(self, name: str | None) -> tuple[tuple[str, tuple[Hashable, ...]], ...]:
        """Return the other columns with their values."""
        return tuple(pair for pair in self.columns if pair[0] != name)

    def check_known(self, name: str, known: Sequence[Hashable]) -> None:
        """Raise if the domain names a value that a column does not have.

        Raises
        ------
        ArgumentError
            With the values that the column has.
        """
        values = dict(self.columns)[name]
        there = among(values, known)
        unknown = [value for value, is_known in zip(values, there, strict=True) if not is_known]
        if unknown:
            more = len(known) - _MOST_SHOWN
            shown = [repr(value) for value in known[:_MOST_SHOWN]]
            shown += [f"{more} more"] if more > 0 else []
            raise ArgumentError(
                f"where({name}={unknown[0]!r}) names a value that {name!r} does not have; its "
                f"values are {join_words(shown) or 'none'}.",
                "write a value as the data have it; where one part of the data lacks it, add the "
                "tables of all parts first.",
            )

    def joined(self, other: Selection) -> Selection:
        """Return the domain of the rows that lie in both.

        Raises
        ------
        ArgumentError
            If the two have no value of a column in common.
        """
        columns = dict(self.columns)
        for name, values in other.columns:
            if name in columns:
                both = tuple(value for value in columns[name] if has_value(values, value))
                if not both:
                    raise ArgumentError(
                        f"where() leaves no value of {name!r}: first "
                        f"{join_words([repr(value) for value in columns[name]], 'or')}, then "
                        f"{join_words([repr(value) for value in values], 'or')}.",
                        "narrow the responses or the table as they were before.",
                    )
                columns[name] = both
            else:
                columns[name] = values
        return Selection(tuple(columns.items()))

    def __str__(self) -> str:
        """Return the condition that a row of the domain meets."""
        return " and ".join(
            f"{name} = {join_words([repr(value) for value in values], 'or')}"
            for name, values in self.columns
        )

    def with_note(self, notes: tuple[str, ...]) -> tuple[str, ...]:
        """Return notes that say once what the domain is."""
        others = tuple(note for note in notes if not note.startswith(_NOTE))
        note = f"{_NOTE}{self}. Only these answers are counted; standard errors take the rest of"
        return (f"{note} the sample into account.", *others)


_NOTE = "Domain: "


def _values(name: str, given: object) -> tuple[Hashable, ...]:
    values: list[Hashable] = [plain_key(given)]
    if holds_values(given) and not isinstance(given, str | bytes | bytearray | Mapping):
        values = [plain_key(value) for value in given]
    hint = f'write where({name}="a") for one value, or where({name}=["a", "b"]) for several.'
    if not values:
        raise ArgumentError(f"where({name}=...) has no value; expected one or more.", hint)
    for value in values:
        if not is_in(value, (value,)):
            raise ArgumentTypeError(
                f"where({name}=...) has a {type(value).__name__}; expected values of the column.",
                hint,
            )
    distinct: list[Hashable] = []
    for value in values:
        if not has_value(distinct, value):
            distinct.append(value)
    return tuple(distinct)
