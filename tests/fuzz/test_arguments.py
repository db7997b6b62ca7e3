"""Every argument of every public callable, made odd: a right result or a LikertkitError.

``FUZZ_VALUES`` says how many odd values each argument gets; without it a few, chosen by a fixed
seed, so that the run takes a minute. ``FUZZ_VALUES=all`` tries them all.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.fuzz import odd_values
from tests.fuzz.calls import Call, calls, own_objects

import likertkit as lk
from likertkit.results import Record, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

CALLS = calls()
ODD = {**odd_values.ODD, **own_objects()}
SEED = 20_260_101
FEW = 14
# Longer than the slowest right answer takes on a busy machine.
SECONDS = 20
# More than any right answer needs.
BYTES = 2 * 1024**3


def chosen(name: str, argument: str) -> list[str]:
    """Return the odd values that an argument gets in this run."""
    wanted = os.environ.get("FUZZ_VALUES", str(FEW))
    if wanted == "all":
        return list(ODD)
    drawn = random.Random(f"{SEED} {name} {argument}")  # noqa: S311 - no secret
    return drawn.sample(list(ODD), int(wanted))


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Raise a TimeoutError in what takes too long, where the system has alarms."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {SECONDS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


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


def outcome(call: Call, argument: str, value: str) -> str:
    """Return what was wrong, or nothing."""
    started = time.monotonic()
    try:
        with limited(), warnings.catch_warnings():
            warnings.simplefilter("ignore", lk.LikertkitWarning)
            use(call.run(**{argument: ODD[value]()}))
    except lk.LikertkitError as error:
        if not str(error).strip():
            return f"{argument}={value}: an error without a word"
    except Exception as error:  # noqa: BLE001 - any other exception is the finding
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{place.filename.rpartition('likertkit/')[2]}:{place.lineno}"
        took = f"{time.monotonic() - started:.0f} s"
        said = f"{type(error).__name__}: {str(error)[:90]}"
        return f"{argument}={value}: {said} at {where} ({took})"
    return ""


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
        for value in chosen(name, argument)
        if f"{argument}: {value}" not in call.left_out
        if (found := outcome(call, argument, value))
    ]
    assert not wrong, "\n".join(wrong)
