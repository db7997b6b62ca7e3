"""Every argument of every public callable, made odd: a right result or a LikertkitError.

Each argument gets every odd value once, the others being right; then several arguments are odd
together, by chance. ``FUZZ_DRAWS`` says how often for each callable, ``FUZZ_SEED`` with which seed.
"""

from __future__ import annotations

import os
import random
import time
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.fuzz import odd_values
from tests.fuzz.calls import Call, calls, own_objects
from tests.fuzz.limits import limited
from tests.public import PUBLIC

import likertkit as lk
from likertkit.results import Table
from likertkit.results._record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CALLS = calls()
ODD = {**odd_values.ODD, **own_objects()}
SEED = int(os.environ.get("FUZZ_SEED", "20260101"))
N_DRAWS = int(os.environ.get("FUZZ_DRAWS", "20"))
# More than any right answer needs.
BYTES = 2 * 1024**3


@pytest.fixture(autouse=True)
def little_memory() -> Iterator[None]:
    """Let what asks for too much memory fail, where the system can say no."""
    statistics = Path("/proc/self/statm")
    if not statistics.exists():
        yield
        return
    import resource

    used = int(statistics.read_text("ascii").split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + BYTES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def use(result: object) -> None:
    """Do with a result what a user does: print it, and make a frame of it."""
    repr(result)
    str(result)
    if isinstance(result, Record | Table):
        result.to_frame()
        result.to_markdown()


def outcome(call: Call, odd: Mapping[str, str]) -> str:
    """Return what was wrong with a call of some odd arguments, or nothing."""
    said = ", ".join(f"{argument}={value}" for argument, value in odd.items())
    started = time.monotonic()
    try:
        with limited(), warnings.catch_warnings():
            warnings.simplefilter("ignore", lk.LikertkitWarning)
            use(call.run(**{argument: ODD[value]() for argument, value in odd.items()}))
    except lk.LikertkitError as error:
        if not str(error).strip():
            return f"{said}: an error without a word"
    except Exception as error:  # noqa: BLE001 - any other exception is the finding
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{place.filename.rpartition('likertkit/')[2]}:{place.lineno}"
        took = f"{time.monotonic() - started:.0f} s"
        return f"{said}: {type(error).__name__}: {str(error)[:90]} at {where} ({took})"
    return ""


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Write elsewhere what an odd path may name."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_function_is_called(name: str) -> None:
    """A new function fails here, by its name."""
    assert PUBLIC[name] in {call.function for call in CALLS.values()}


@pytest.mark.parametrize("name", list(CALLS))
def test_the_call_itself_succeeds(name: str) -> None:
    """What is made odd below was right before."""
    use(CALLS[name].run())


@pytest.mark.parametrize("name", list(CALLS))
def test_an_odd_argument_is_answered_or_refused(name: str) -> None:
    """No foreign exception, no endless work, whatever is passed."""
    call = CALLS[name]
    wrong = [
        found
        for argument in call.arguments
        for value in ODD
        if f"{argument}: {value}" not in call.left_out
        if (found := outcome(call, {argument: value}))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", [name for name, call in CALLS.items() if len(call.arguments) > 1])
def test_several_odd_arguments_are_answered_or_refused(name: str) -> None:
    """What passes one check may fall at the next."""
    call = CALLS[name]
    drawn = random.Random(f"{SEED} {name}")  # noqa: S311 - no secret
    wrong = []
    for _ in range(N_DRAWS):
        several = drawn.sample(list(call.arguments), min(drawn.randint(2, 3), len(call.arguments)))
        odd = {argument: drawn.choice(list(ODD)) for argument in several}
        if any(f"{argument}: {value}" in call.left_out for argument, value in odd.items()):
            continue
        if found := outcome(call, odd):
            wrong.append(found)
    assert not wrong, "\n".join(wrong)
