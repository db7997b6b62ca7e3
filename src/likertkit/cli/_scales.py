"""Makes a scale of the options of the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from likertkit.cli._columns import split_names
from likertkit.instrument import LikertScale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from likertkit.instrument import Orientation

_MOST_LEVELS = 101
_CODED = re.compile(r"\s*(?P<code>[-+]?\d{1,9})\s*=(?P<label>.*)", re.DOTALL)


def read_reason(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return an answer without substance, written as "label" or "label=code,code"."""
    label, sign, listed = text.rpartition("=")
    try:
        codes = tuple(int(code) for code in listed.split(","))
    except ValueError:
        return text, None
    return (label, codes) if sign else (text, None)


def declare_scale(
    name: str | None,
    labels: Sequence[str],
    positive: Orientation | None,
    reasons: Sequence[str],
) -> LikertScale:
    """Return a preset, a preset with further wordings, or the scale of labels.

    Raises
    ------
    UsageError
        If neither is named, or labels without codes stand beside a preset.
    LikertkitError
        If there is no such preset, or the labels contradict each other.
    """
    nonsubstantive = [read_reason(text) for text in reasons]
    coded = _read_coded(labels)
    if name is None:
        if not labels:
            raise click.UsageError(
                "name the scale of the items, for example --scale agreement-5 (`likertkit scales` "
                "lists the names), its --labels, or an --instrument file."
            )
        if coded is None:
            return LikertScale.from_labels(
                _read_plain(labels), positive=positive, nonsubstantive=nonsubstantive
            )
        low, high = min(coded), max(coded)
        # The ends alone may have labels.
        codes = range(low, high + 1) if high - low < _MOST_LEVELS else sorted(coded)
        return LikertScale(codes, coded, positive=positive, nonsubstantive=nonsubstantive)
    full_name = name if positive is None else f"{name}-{positive}"
    scale = LikertScale.from_name(full_name, nonsubstantive=nonsubstantive)
    if coded is None:
        raise click.UsageError(
            "--labels beside --scale are further wordings of its levels, each with its code: "
            'write --labels "5=Totally agree", or leave --scale out.'
        )
    if not coded:
        return scale
    wordings: dict[int, tuple[str, ...]] = {code: (label,) for code, label in scale.labels.items()}
    for code, texts in coded.items():
        wordings[code] = (*wordings.get(code, ()), *texts)
    return LikertScale(
        scale.codes, wordings, positive=scale.positive, nonsubstantive=nonsubstantive
    )


def _read_plain(labels: Sequence[str]) -> tuple[str, ...]:
    """Return the labels from the lowest level to the highest: a list, or an option a label."""
    return tuple(labels) if len(labels) > 1 else split_names(labels[0])


def _read_coded(labels: Sequence[str]) -> dict[int, tuple[str, ...]] | None:
    """Return the wordings of each code, written as "1=Never" or "1=Never,5=Always".

    None where the labels have no codes.
    """
    coded: dict[int, tuple[str, ...]] = {}
    n_plain = 0
    for text in labels:
        whole = _CODED.fullmatch(text)
        if whole is None:
            n_plain += 1
            continue
        pieces = split_names(text)
        pairs = [pair for piece in pieces if (pair := _CODED.fullmatch(piece))]
        # A label may hold a comma itself: then not every piece begins with a code.
        for pair in pairs if len(pairs) == len(pieces) else [whole]:
            code = int(pair["code"])
            coded[code] = (*coded.get(code, ()), pair["label"].strip())
    if n_plain and coded:
        raise click.UsageError(
            '--labels have codes or have none: write all as "1=Never", or none of them.'
        )
    return None if n_plain else coded
