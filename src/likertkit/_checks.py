"""Checks of arguments, each in one place."""

from __future__ import annotations

import contextlib
import math
import operator
from collections.abc import Hashable, Iterable
from typing import Any, TypeGuard, get_args

import numpy as np

from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError

# The largest count that a table of whole numbers holds.
_MOST = 2**63 - 1
_SHOWN_BITS = 128


def check_choice(value: object, name: str, choices: Any) -> None:
    """Raise unless *value* is one of the words of the ``Literal`` *choices*."""
    allowed = get_args(choices)
    # An array would compare with each word by element.
    if not isinstance(value, Hashable) or value not in allowed:
        raise OptionError(name, value, allowed)


def is_number(value: object) -> TypeGuard[float]:
    """Return whether *value* is a number of Python or NumPy, and no truth value."""
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def check_confidence_level(value: object) -> float:
    """Return a confidence level strictly between 0 and 1 as a float."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ArgumentTypeError(
            f"confidence_level={value!r} is not a number; expected one between 0 and 1.",
            "write a 95 % interval as confidence_level=0.95.",
        )
    if not 0.0 < value < 1.0:
        raise ArgumentError(
            f"confidence_level={value!r} does not lie between 0 and 1.",
            "write a 95 % interval as confidence_level=0.95.",
        )
    return float(value)


def shown(value: object) -> str:
    """Return an argument as text for an error; of a very long number only how long it is."""
    if isinstance(value, int) and value.bit_length() > _SHOWN_BITS:
        digits = int(value.bit_length() * math.log10(2)) + 1
        return f"a {'negative ' if value < 0 else ''}number of about {digits} digits"
    return repr(value)


def as_float(value: float) -> float:
    """Return a number as a float: infinite where it is too large to be one."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def check_count(value: object, name: str, *, least: int = 0) -> int:
    """Return *value* as an int from *least* to 2⁶³ - 1; NumPy integers will do."""
    number = None
    if not isinstance(value, bool):
        with contextlib.suppress(TypeError):
            number = operator.index(value)  # type: ignore[arg-type]
    if number is None:
        raise ArgumentTypeError(
            f"{name}={value!r} is not a whole number.", f"pass `{name}` as an int."
        )
    if number < least:
        raise ArgumentError(
            f"{name}={shown(number)} is too small; expected at least {least}.",
            f"pass `{name}` as a whole number, {least} or more.",
        )
    if number > _MOST:
        raise ArgumentError(
            f"{name}={shown(number)} is too large; expected at most {_MOST}.",
            f"pass `{name}` as a whole number that can be counted.",
        )
    return number


def check_generator(rng: object) -> np.random.Generator:
    """Return a generator of random numbers, from a seed or the like; of its own from None."""
    if not isinstance(rng, bool):
        with contextlib.suppress(TypeError, ValueError):
            return np.random.default_rng(rng)  # type: ignore[arg-type]
    raise ArgumentTypeError(
        f"rng={rng!r} is neither a seed nor a generator.",
        "pass a whole number, 0 or more, or `numpy.random.default_rng(7)`.",
    )


def as_names(value: str | Iterable[str], name: str) -> tuple[str, ...]:
    """Return one name or several as a tuple of distinct strings."""
    if not isinstance(value, Iterable):
        raise ArgumentTypeError(
            f"{name}={value!r} is not a column name.",
            f"pass `{name}` as a name or a sequence of names.",
        )
    names = (value,) if isinstance(value, str) else tuple(value)
    for one in names:
        if not isinstance(one, str):
            raise ArgumentTypeError(
                f"{name} holds {one!r}, which is not a column name.",
                f"pass `{name}` as a name or a sequence of names.",
            )
    if len(set(names)) != len(names):
        raise ArgumentError(f"{name}={names!r} repeats a name.", f"name each of `{name}` once.")
    return names
