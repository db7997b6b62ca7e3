"""The check that what should be an instrument is one."""

from __future__ import annotations

from likertkit.errors import ArgumentTypeError
from likertkit.instrument._instrument import Instrument

__all__ = ["check_instrument"]


def check_instrument(instrument: object) -> None:
    """Raise unless *instrument* is one.

    Raises
    ------
    ArgumentTypeError
        If it is anything else, such as a scale or a list of items.
    """
    if not isinstance(instrument, Instrument):
        raise ArgumentTypeError(
            f"instrument is of type {type(instrument).__name__}; expected an Instrument.",
            "put items into one: `lk.Instrument('name', [lk.Item('q1', scale)])`.",
        )
