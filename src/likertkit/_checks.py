"""Checks of arguments, each in one place."""

from __future__ import annotations

import contextlib
import math
import operator
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeGuard, TypeVar, cast, get_args

import numpy as np

from likertkit.errors import ArgumentError, ArgumentTypeError, FileAccessError, OptionError

if TYPE_CHECKING:
    from collections.abc import Generator, Hashable

# The least distance of a confidence level from 0 and from 1.
_LEAST_TAIL = 1e-12

# The largest count that a table of whole numbers holds.
_MOST = 2**63 - 1
_SHOWN_BITS = 128


T = TypeVar("T")


class _Default(Generic[T]):
    """The default of an option, which differs from the same value given by a caller."""

    def __init__(self, value: T) -> None:
        """Hold the value."""
        self.value = value

    def __repr__(self) -> str:
        return repr(self.value)


def default(value: T) -> T:
    """Return the default of an option that other options can make void.

    It prints as the value, so that a signature shows it.  :func:`settled` returns the value, and
    tells the default from the same value given by a caller.
    """
    return cast("T", _Default(value))


def settled(value: T, name: str, void: str = "") -> T:
    """Return the value of an option; raise if it was given, and another option makes it void.

    *void* names the other option that makes this one void; it is empty where the option counts.
    An option whose default is None counts as not given where it is None.
    """
    if isinstance(value, _Default):
        return cast("T", value.value)
    if void and value is not None:
        raise ArgumentError(f"{name}={value!r} has no effect {void}.", f"leave `{name}=` out.")
    return value


def check_choice(value: object, name: str, choices: Any) -> None:
    """Raise unless *value* is one of the words of the ``Literal`` *choices*."""
    allowed = get_args(choices)
    if not is_in(value, allowed):
        raise OptionError(name, value, allowed)


def is_in(value: object, known: Iterable[Hashable]) -> bool:
    """Return whether *value* equals one of *known*, for a value of any kind.

    The values are looked up by their hash: an array, a Series and pandas.NA have no truth when
    they are compared.
    """
    try:
        return value in (known if isinstance(known, dict) else dict.fromkeys(known))
    except TypeError:
        return False


def check_flag(value: object, name: str, hint: str) -> None:
    """Raise unless *value* is True or False."""
    if not isinstance(value, bool):
        raise ArgumentTypeError(f"{name}={value!r} is not True or False.", hint)


def as_list(value: object, name: str, hint: str) -> list[object]:
    """Return what *value* holds; raise if it holds nothing, as a number does."""
    try:
        return list(value)  # type: ignore[call-overload,no-any-return]
    except TypeError:
        raise ArgumentTypeError(
            f"{name}={value!r} is a {type(value).__name__}, which holds no values.", hint
        ) from None


def holds_values(value: object) -> TypeGuard[Iterable[Any]]:
    """Return whether *value* holds others, one after another; an array of no dimension does not."""
    return isinstance(value, Iterable) and getattr(value, "ndim", 1) != 0


def is_number(value: object) -> TypeGuard[float]:
    """Return whether *value* is a number of Python or NumPy, and no truth value."""
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def check_confidence_level(value: object) -> float:
    """Return a confidence level strictly between 0 and 1 as a float."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ArgumentTypeError(
            f"confidence_level={value!r} is not a number; expected a number between 0 and 1.",
            "write confidence_level=0.95 for a 95 % interval.",
        )
    # Beyond these the tails of an interval are lost in rounding.
    if not _LEAST_TAIL <= value <= 1 - _LEAST_TAIL:
        raise ArgumentError(
            f"confidence_level={value!r} is not between 0 and 1, at least {_LEAST_TAIL:g} away "
            f"from both.",
            "write confidence_level=0.95 for a 95 % interval.",
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
            f"pass a smaller whole number as `{name}`.",
        )
    return number


def check_generator(rng: object) -> np.random.Generator:
    """Return a generator of random numbers from a seed or the like; a new one from None."""
    # NumPy reads nested sequences down to their numbers; a list that holds itself crashes it.
    if rng is None or isinstance(
        rng, np.random.Generator | np.random.BitGenerator | np.random.SeedSequence
    ):
        return np.random.default_rng(rng)
    if isinstance(rng, int | np.integer) and not isinstance(rng, bool) and rng >= 0:
        return np.random.default_rng(int(rng))
    raise ArgumentTypeError(
        f"rng={rng!r} is not a seed and not a random generator.",
        "pass a whole number, 0 or more, or `numpy.random.default_rng(7)`.",
    )


def as_names(value: str | Iterable[str], name: str) -> tuple[str, ...]:
    """Return one name or several as a tuple of distinct strings."""
    hint = f"pass `{name}` as a name or a sequence of names."
    names: list[str] = []
    for column in (value,) if isinstance(value, str) else as_list(value, name, hint):
        if not isinstance(column, str):
            raise ArgumentTypeError(f"{name} holds {column!r}, which is not a column name.", hint)
        names.append(column)
    if len(set(names)) != len(names):
        raise ArgumentError(
            f"{name}={tuple(names)!r} repeats a name.", f"write each name in `{name}` once."
        )
    return tuple(names)


def as_path(path: object) -> Path:
    """Return the path of a file; raise if *path* is not a path."""
    try:
        return Path(path)  # type: ignore[arg-type]
    except TypeError:
        raise ArgumentTypeError(
            f"path={path!r} is not the path of a file.",
            'write a path as text, for example "survey.toml".',
        ) from None


def read_bytes(path: Path) -> bytes:
    """Return what a file holds; raise an error of the library if the system refuses."""
    with _as_access(path, "be read"):
        return path.read_bytes()


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file; raise an error of the library if the system refuses."""
    with _as_access(path, "be written"):
        path.write_bytes(content)


@contextlib.contextmanager
def _as_access(path: Path, what: str) -> Generator[None]:
    try:
        yield
    # The system takes no null character and no broken Unicode in a name: a ValueError.
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileAccessError(
            f"the file {str(path)!r} cannot {what}: {reason}.",
            "check the name, the folder and the permissions of the file.",
        ) from error


def as_mapping(sizes: object) -> object:
    """Return a pandas Series as the mapping of its index to its values, at both levels.

    Anything else is returned as it came; the caller checks it.
    """
    if not isinstance(sizes, Mapping):
        if not all(hasattr(sizes, name) for name in ("index", "items", "to_numpy")):
            return sizes
        sizes = dict(cast("Any", sizes).items())
    return {key: as_mapping(value) for key, value in sizes.items()}


def as_nested_pairs(value: object) -> object:
    """Return mappings as tuples of pairs, so that a result compares and hashes."""
    if isinstance(value, Mapping):
        return tuple((key, as_nested_pairs(inner)) for key, inner in value.items())
    return value
