"""Files that are conditions, joined into one long frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from likertkit._text import counted, join_words, spelled_alike
from likertkit.errors import ArgumentError, ArgumentTypeError, MismatchError
from likertkit.responses._countable import Countable
from likertkit.responses._declaration import WIDE_CONDITION, check_name
from likertkit.responses._keys import key_codes
from likertkit.responses._scored_frame import BLANK, FrameForm, frame_in_memory, reason_column
from likertkit.responses._to_tally import warn
from likertkit.responses.memory._eager import EagerSource
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    import narwhals as nw

    from likertkit.instrument import Instrument
    from likertkit.responses._declaration import Declaration

_MOST_SHOWN = 5
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
    columns : tuple of str or None
        The columns of strata, of clusters and of weights, which all parts share.
    notes : tuple of str
        Who has no partner.
    """

    frame: Any
    instrument: Instrument
    columns: tuple[str | None, str | None, str | None]
    notes: tuple[str, ...]


class _Part(NamedTuple):
    """One file: its condition, its rows, and what its columns mean."""

    condition: Hashable
    source: EagerSource
    declared: Declaration


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
    check_name(respondent, "respondent")
    first = held[0].declared
    for part in held:
        _check_alike(first, part)
    _check_names(first, respondent)
    frames = [_frame_of(part, respondent) for part in held]
    joined = _join(frames, [str(part.condition) for part in held])
    columns = (first.stratum, first.cluster, first.weight)
    return LongFrame(joined.to_native(), first.instrument, columns, _partners(held, respondent))


def _check_parts(parts: object) -> list[_Part]:
    if not isinstance(parts, Mapping):
        raise ArgumentTypeError(
            f"parts is a {type(parts).__name__}; expected condition → responses.", _HINT
        )
    held = [_check_part(condition, part) for condition, part in parts.items()]
    if len(held) < 2:
        raise ArgumentError(f"there is {counted(len(held), 'part')}; expected two or more.", _HINT)
    if alike := _repeated(str(part.condition) for part in held):
        raise ArgumentError(
            f"the condition {alike[0]!r} stands twice among the parts: a number and a text that "
            f"read alike are one condition.",
            _HINT,
        )
    return held


def _check_part(condition: Hashable, part: object) -> _Part:
    if not isinstance(part, Countable):
        raise ArgumentTypeError(
            f"the part {condition!r} is a {type(part).__name__}; expected Responses.", _HINT
        )
    source, declared = part._source, part._declared  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
    if not isinstance(source, EagerSource):
        raise ArgumentError(
            f"the part {condition!r} is held by an engine; expected frames in memory.",
            "join the tables in the engine, with a column of the condition.",
        )
    if declared.condition_name() is not None:
        raise ArgumentError(
            f"the part {condition!r} has conditions of its own.",
            "leave `condition=` out of the parts: the keys of the mapping are the conditions.",
        )
    return _Part(condition, source, declared)


def _check_alike(first: Declaration, part: _Part) -> None:
    if part.declared.instrument != first.instrument:
        raise MismatchError(
            f"the part {part.condition!r} has another instrument than the first part.",
            "bind all files to one instrument.",
        )
    for purpose in ("stratum", "cluster", "weight"):
        its, wanted = getattr(part.declared, purpose), getattr(first, purpose)
        if its != wanted:
            raise MismatchError(
                f"the part {part.condition!r} has {purpose}={its!r}; the first part has "
                f"{purpose}={wanted!r}.",
                "give the columns the same name in all files.",
            )


def _check_names(declared: Declaration, respondent: str) -> None:
    """Raise where two columns of the joined frame would have one name."""
    of_rows = (respondent, declared.stratum, declared.cluster, declared.weight)
    names = [name for name in dict.fromkeys(of_rows) if name is not None]
    if twice := _repeated([*names, *declared.instrument.names, WIDE_CONDITION]):
        raise ArgumentError(
            f"the joined frame would have two columns {twice[0]!r}: one of the items, the "
            f"conditions, and the columns {join_words([*map(repr, names)])} share a name.",
            "give the column another name in all files.",
        )


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, n in Counter(names).items() if n > 1]


def _frame_of(part: _Part, respondent: str) -> nw.DataFrame[Any]:
    """Return the columns that are declared, the items under their own names, as labels.

    One file may hold labels and the other codes: each was checked by itself.
    """
    import narwhals as nw

    _, source, declared = part
    declared.check_columns(source.columns(), (respondent,))
    frame = frame_in_memory(source, declared, FrameForm("as_answered", "labels", "reason"), None)
    names = [respondent, declared.stratum, declared.cluster, declared.weight]
    kept = [nw.col(name) for name in dict.fromkeys(names) if name is not None]
    answers = []
    for item, column in declared.blocks[0].columns:
        reason = nw.col(reason_column(column))
        answer = nw.when(reason != BLANK).then(reason)
        answers.append(nw.coalesce(nw.col(column), answer).alias(item))
    return frame.select(*kept, *answers, nw.lit(str(part.condition)).alias(WIDE_CONDITION))


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


def _partners(parts: Sequence[_Part], respondent: str) -> tuple[str, ...]:
    """Warn of codes that differ in spelling only; return who is in one part only."""
    people = [
        [plain_key(key) for key in key_codes(part.source.frame[respondent])[1]] for part in parts
    ]
    texts = {key for keys in people for key in keys if isinstance(key, str)}
    alike = spelled_alike(sorted(texts))
    if alike:
        shown = join_words([" and ".join(map(repr, some)) for some in alike[:_MOST_SHOWN]])
        warn(
            f"{counted(len(alike), 'respondent')} may be written in two ways: {shown}. A code is "
            "matched as it is written.\nHint: correct the codes in one of the files."
        )
    notes = []
    for part, keys in zip(parts, people, strict=True):
        others = {key for some in people if some is not keys for key in some}
        lone = [str(key) for key in keys if key not in others]
        if lone:
            rest = len(lone) - _MOST_SHOWN
            shown = ", ".join(lone[:_MOST_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
            notes.append(
                f"{counted(len(lone), 'respondent')} of {str(part.condition)!r} "
                f"{'is' if len(lone) == 1 else 'are'} in no other file: {shown}."
            )
    return tuple(notes)
