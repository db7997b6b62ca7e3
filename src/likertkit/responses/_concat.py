"""Files that are conditions, joined into one long frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from likertkit._text import counted, join_words, spelled_alike
from likertkit.errors import ArgumentError, ArgumentTypeError, MismatchError
from likertkit.responses._countable import Countable
from likertkit.responses._declaration import WIDE_CONDITION
from likertkit.responses._keys import key_codes
from likertkit.responses._scored_frame import BLANK, FrameForm, frame_in_memory, reason_column
from likertkit.responses._to_tally import warn
from likertkit.responses.memory._eager import EagerSource
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import narwhals as nw

    from likertkit.instrument import Instrument

_MOST_SHOWN = 5
_SHARED = ("stratum", "cluster", "weight")
_HINT = "write lk.Responses.concat({'pre': pre, 'post': post}, respondent='code')."


@attrs.frozen(eq=False)
class LongFrame:
    """Several frames, one below the other.

    Attributes
    ----------
    frame : native data frame
        The rows of all parts, with a column ``condition``.
    instrument : Instrument
        The items, which all parts share.
    columns : dict of str to str or None
        The columns of strata, clusters and weights, which all parts share.
    notes : tuple of str
        Who has no partner.
    """

    frame: Any
    instrument: Instrument
    columns: dict[str, Any]
    notes: tuple[str, ...]


def join_parts(parts: object, respondent: str) -> LongFrame:
    """Return the frames of responses, one below the other, with a column of their condition.

    Raises
    ------
    ArgumentTypeError
        If the parts are not a mapping of condition to responses in memory.
    ArgumentError
        If there are fewer than two parts, or one has conditions of its own.
    MismatchError
        If the parts have different instruments, or columns for strata, clusters or weights.
    """
    held = _check_parts(parts)
    (_, first), *_ = held
    frames = []
    for condition, part in held:
        _check_alike(first, part, condition)
        frames.append(_one_part(part, condition, respondent))
    joined = _join(frames, [str(condition) for condition, _ in held])
    notes = _partners([(condition, part) for condition, part in held], respondent)
    columns = {purpose: getattr(first._declared, purpose) for purpose in _SHARED}  # noqa: SLF001
    return LongFrame(joined.to_native(), first.instrument, columns, notes)


def _check_parts(parts: object) -> list[tuple[Hashable, Countable]]:
    if not isinstance(parts, Mapping):
        raise ArgumentTypeError(
            f"parts is a {type(parts).__name__}; expected condition → responses.", _HINT
        )
    held: list[tuple[Hashable, Countable]] = []
    for condition, part in parts.items():
        if not isinstance(part, Countable):
            raise ArgumentTypeError(
                f"the part {condition!r} is a {type(part).__name__}; expected Responses.", _HINT
            )
        if not isinstance(part._source, EagerSource):  # noqa: SLF001 - same room
            raise ArgumentError(
                f"the part {condition!r} is held by an engine; expected frames in memory.",
                "join the tables in the engine, with a column of the condition.",
            )
        if part._declared.condition_name() is not None:  # noqa: SLF001 - same room
            raise ArgumentError(
                f"the part {condition!r} has conditions of its own.",
                "leave `condition=` out of the parts: the keys of the mapping are the conditions.",
            )
        held.append((condition, part))
    if len(held) < 2:
        raise ArgumentError(f"there is {counted(len(held), 'part')}; expected two or more.", _HINT)
    return held


def _check_alike(first: Countable, part: Countable, condition: Hashable) -> None:
    if part.instrument != first.instrument:
        raise MismatchError(
            f"the part {condition!r} has another instrument than the first part.",
            "bind all files to one instrument.",
        )
    for purpose in _SHARED:
        own, its = getattr(part._declared, purpose), getattr(first._declared, purpose)  # noqa: SLF001
        if own != its:
            raise MismatchError(
                f"the part {condition!r} has {purpose}={own!r}, the first part {purpose}={its!r}.",
                "give the columns the same name in all files.",
            )


def _one_part(part: Countable, condition: Hashable, respondent: str) -> nw.DataFrame[Any]:
    """Return the columns that are declared, the items under their own names, as labels.

    One file may hold labels and the other codes: each was checked by itself.
    """
    import narwhals as nw

    source, declared = part._source, part._declared  # noqa: SLF001 - same room
    declared.check_columns(source.columns(), (respondent,))
    form = FrameForm("as_answered", "labels", "reason")
    frame = frame_in_memory(source, declared, form, None)  # type: ignore[arg-type]
    names = [respondent, declared.stratum, declared.cluster, declared.weight]
    kept = [nw.col(name) for name in dict.fromkeys(names) if name is not None]
    answers = []
    for item, column in declared.blocks[0].columns:
        reason = nw.col(reason_column(column))
        said = nw.when(reason != BLANK).then(reason)
        answers.append(nw.coalesce(nw.col(column), said).alias(item))
    return frame.select(*kept, *answers, nw.lit(str(condition)).alias(WIDE_CONDITION))


def _join(frames: Sequence[nw.DataFrame[Any]], conditions: Sequence[str]) -> nw.DataFrame[Any]:
    import narwhals as nw

    backends = list(dict.fromkeys(frame.implementation for frame in frames))
    if len(backends) > 1:
        raise MismatchError(
            f"the parts are frames of {join_words([one.value for one in backends])}.",
            "read all files with one library.",
        )
    for name in frames[0].columns:
        if len({frame.schema[name] for frame in frames}) > 1:
            # Numbers in one file and text in the other: text holds both.
            frames = [frame.with_columns(nw.col(name).cast(nw.String)) for frame in frames]
    joined = nw.concat(frames, how="vertical")
    if joined.implementation.is_pyarrow():
        # Arrow has no type that puts values in an order.
        return joined
    return joined.with_columns(nw.col(WIDE_CONDITION).cast(nw.Enum(conditions)))


def _partners(parts: Sequence[tuple[Hashable, Countable]], respondent: str) -> tuple[str, ...]:
    """Warn of codes that differ in spelling only; return who is in one part only."""
    people: list[list[Hashable]] = []
    for _, part in parts:
        keys = key_codes(part._source.frame[respondent])[1]  # type: ignore[union-attr] # noqa: SLF001
        people.append([plain_key(key) for key in keys])
    alike = spelled_alike(
        sorted({key for keys in people for key in keys if key is not None}, key=str)
    )
    if alike:
        shown = join_words([" and ".join(map(repr, some)) for some in alike[:_MOST_SHOWN]])
        warn(
            f"{counted(len(alike), 'respondent')} may be written in two ways: {shown}. A code is "
            "matched as it is written.\nHint: correct the codes in one of the files."
        )
    notes = []
    for (condition, _), keys in zip(parts, people, strict=True):
        others = {key for some in people if some is not keys for key in some}
        lone = [str(key) for key in keys if key not in others]
        if lone:
            rest = len(lone) - _MOST_SHOWN
            shown = ", ".join(lone[:_MOST_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
            notes.append(
                f"{counted(len(lone), 'respondent')} of {str(condition)!r} "
                f"{'is' if len(lone) == 1 else 'are'} in no other file: {shown}."
            )
    return tuple(notes)
