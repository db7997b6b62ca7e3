"""Checks of what a study declares, and of reasons that mean "does not apply"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from likertkit._checks import check_count, holds_values, is_number, shown
from likertkit.errors import ArgumentError, ArgumentTypeError, DefinitionError
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable

    import attrs

STRUCTURAL = ("Not applicable",)


def same_label(label: str) -> str:
    """Return a label without its case and spacing."""
    return " ".join(label.split()).casefold()


def is_structural(label: str, labels: tuple[str, ...] = STRUCTURAL) -> bool:
    """Return whether a label means that the question does not apply."""
    return same_label(label) in map(same_label, labels)


_ElementT = TypeVar("_ElementT")


def check_name(_: object, attribute: attrs.Attribute[str], value: object) -> None:
    """Raise unless a name is text that is not blank."""
    if isinstance(value, str) and value.strip():
        return
    hint = "give every condition and every cohort a name."
    if is_number(value):
        hint = f'write it as text: "{shown(value)}" matches the number {shown(value)} in the data.'
    raise DefinitionError(
        f"{attribute.name}={shown(value)} is not a name; expected a non-empty text.", hint
    )


def declared_name(key: Hashable) -> str | None:
    """Return the name of a value of the data in a design: 2021 is "2021"; None for a blank."""
    key = plain_key(key)
    return None if key is None else str(key)


def check_text(record: Any, attribute: attrs.Attribute[str], value: object) -> None:
    """Raise unless a description is text."""
    if not isinstance(value, str):
        raise ArgumentTypeError(
            f"{_whose(record)}{attribute.name}={shown(value)} is not text.",
            f'write it in quotation marks, {attribute.name}="…", or leave it out.',
        )


def as_truth(value: Any) -> Any:
    """Return a NumPy truth value as a Python bool, and anything else unchanged."""
    return bool(value) if isinstance(value, np.bool_) else value


def check_truth(record: Any, attribute: attrs.Attribute[Any], value: object) -> None:
    """Raise unless a field is True or False, or None if that is its default."""
    if isinstance(value, bool) or (value is None and attribute.default is None):
        return
    raise ArgumentTypeError(
        f"{_whose(record)}{attribute.name}={shown(value)} is not True or False.",
        f"write {attribute.name}=True or {attribute.name}=False, without quotation marks (in a "
        f"TOML file: true or false).",
    )


def _whose(record: Any) -> str:
    return f"{type(record).__name__.lower()} {record.name!r}: "


def as_people(value: object, name: str) -> int | None:
    """Return a number of people, or None."""
    return None if value is None else check_count(value, name)


def as_declared_names(value: object, name: str) -> tuple[str, ...]:
    """Return the names of conditions, one or several, as a tuple of different texts."""
    if isinstance(value, str):
        return (value,)
    hint = f'write {name}=("first", "second").'
    names = _as_tuple(
        value, str, name, expected="names of conditions", hint=hint, error=ArgumentTypeError
    )
    if len(set(names)) != len(names):
        raise ArgumentError(
            f"{name}={names!r} repeats a name.", f"write each name in `{name}` once."
        )
    return names


def as_records(value: object, kind: type[_ElementT], name: str) -> tuple[_ElementT, ...]:
    """Return declared records of one kind as a tuple."""
    hint = f"write {name}=({kind.__name__}(...), {kind.__name__}(...))."
    return _as_tuple(
        value, kind, name, expected=f"{kind.__name__} records", hint=hint, error=DefinitionError
    )


def _as_tuple(
    value: object,
    kind: type[_ElementT],
    name: str,
    *,
    expected: str,
    hint: str,
    error: type[ArgumentTypeError | DefinitionError],
) -> tuple[_ElementT, ...]:
    if not holds_values(value) or isinstance(value, str | Mapping):
        raise ArgumentTypeError(
            f"{name} is {shown(value)}; expected a sequence of {expected}.", hint
        )
    elements = tuple(value)
    for element in elements:
        if not isinstance(element, kind):
            raise error(f"{name} contains {shown(element)}; expected only {expected}.", hint)
    return elements


def as_pairs(value: object, name: str) -> tuple[tuple[str, object], ...]:
    """Return a mapping by name, or pairs that start with a name, as pairs."""
    hint = f"pass `{name}` as a dict."
    if not holds_values(value) or isinstance(value, str):
        raise ArgumentTypeError(
            f"{name} is {shown(value)}; expected a mapping whose keys are names.", hint
        )
    pairs = []
    for pair in value.items() if isinstance(value, Mapping) else value:
        if not isinstance(pair, tuple) or len(pair) != 2 or not isinstance(pair[0], str):
            raise DefinitionError(
                f"{name} contains {shown(pair)}; expected pairs of a name and a value.", hint
            )
        pairs.append((pair[0], pair[1]))
    return tuple(pairs)
