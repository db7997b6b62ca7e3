"""Checks of the options that strategies share."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from likertkit._checks import as_names, is_in
from likertkit.errors import ArgumentError, ArgumentTypeError, OptionError
from likertkit.testing._extra import st

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import SearchStrategy

Engine = Literal["pandas", "polars", "polars-lazy", "pyarrow", "duckdb", "dask", "pyspark"]

_PACKAGES: dict[str, tuple[str, ...]] = {
    "pandas": ("pandas",),
    "polars": ("polars",),
    "polars-lazy": ("polars",),
    "pyarrow": ("pyarrow",),
    "duckdb": ("duckdb", "pyarrow"),
    "dask": ("dask",),
    "pyspark": ("pyspark",),
}

ThingT = TypeVar("ThingT")

# What text is made of: letters of several scripts, what case folding and normalisation change,
# white space, invisible and control characters, and what separates a code from its label.  A
# list rather than all of Unicode, whose tables take Hypothesis a second to build the first time.
_CHARACTERS = (
    "aB1\u00e9\u00df\u0130\u0131\u03c2\u0416\u05d0\u3042\u6f22\uff21\ufb01\u2460\u00bd\U0001f600"
    "\u0301\u0345\u200d\u200f\u00ad\ufe0f \t\n\r\x00\x1c\x85\xa0\u2028\u3000\ufeff"
    "-\u2013\u2212:.,;=()[]{}<>/\\|'\u2019\"\u201c`#%&*~^$@!?+_"
)


def texts(max_size: int) -> SearchStrategy[str]:
    """Return a strategy for text, empty at the simplest."""
    return st.lists(st.sampled_from(_CHARACTERS), max_size=max_size).map("".join)


def check_bounds(bounds: dict[str, object], *, least: int, most: int | None = None) -> None:
    """Raise unless the bounds, lowest first, are whole numbers in order between two limits."""
    limits = f"from {least}" if most is None else f"from {least} to {most}"
    below = least
    for name, value in bounds.items():
        if isinstance(value, bool) or not isinstance(value, int):
            raise ArgumentTypeError(
                f"{name}={value!r} is not a whole number.", f"pass `{name}` as an int {limits}."
            )
        if value < below or (most is not None and value > most):
            raise ArgumentError(
                f"{name}={value!r} is out of bounds; expected a number {limits}"
                + (f", and {' <= '.join(bounds)}." if len(bounds) > 1 else "."),
                f"choose {' and '.join(f'`{name}`' for name in bounds)} within these bounds.",
            )
        below = value


def check_switch(value: object, name: str) -> None:
    """Raise unless *value* is True, False or None for either."""
    if value is not None and not isinstance(value, bool):
        raise ArgumentTypeError(
            f"{name}={value!r} is neither True, False nor None.",
            f"pass {name}=True for always, False for never, None for either.",
        )


def check_optional_choice(value: object, name: str, choices: object) -> None:
    """Raise unless *value* is one of the words of the ``Literal`` *choices*, or None for any."""
    if value is not None and not is_in(value, allowed := get_args(choices)):
        raise OptionError(name, value, (*allowed, None))


def check_engines(engines: Engine | Iterable[Engine]) -> tuple[Engine, ...]:
    """Return the names of engines; raise unless each is known and installed."""
    names = as_names(engines, "engines")
    if not names:
        raise ArgumentError(
            "engines is empty.", "name at least one engine, for example engines=('pandas',)."
        )
    found: list[Engine] = []
    for engine in get_args(Engine):
        if engine in names and (missing := [p for p in _PACKAGES[engine] if find_spec(p) is None]):
            raise ArgumentError(
                f"the engine {engine!r} needs {' and '.join(missing)}, which is not installed.",
                f"install it with `pip install {' '.join(missing)}`.",
            )
        if engine in names:
            found.append(engine)
    for name in names:
        if name not in _PACKAGES:
            raise OptionError("engines", name, get_args(Engine))
    return tuple(found)


def as_strategy(
    value: ThingT | SearchStrategy[ThingT] | None,
    name: str,
    kind: type[ThingT],
    default: SearchStrategy[ThingT],
) -> SearchStrategy[ThingT]:
    """Return a strategy for a given object, a given strategy, or the default."""
    if value is None:
        return default
    if isinstance(value, kind):
        return st.just(value)
    if isinstance(value, st.SearchStrategy):
        return value
    raise ArgumentTypeError(
        f"{name}={value!r} is neither {kind.__name__} nor a strategy for it.",
        f"pass `{name}` as a {kind.__name__}, as a strategy that makes them, or leave it out.",
    )


def switched(value: bool | None) -> SearchStrategy[bool]:  # noqa: FBT001 - the option's own value
    """Return a strategy for an option that None leaves to chance."""
    return st.booleans() if value is None else st.just(value)
