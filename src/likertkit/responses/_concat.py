"""Files that are conditions, joined into one long frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs
import numpy as np

from likertkit._text import counted, join_words, spelled_alike
from likertkit.errors import (
    ArgumentError,
    ArgumentTypeError,
    BlankKeyError,
    DuplicateRespondentError,
    MismatchError,
    Sighting,
)
from likertkit.responses._countable import Countable
from likertkit.responses._declaration import WIDE_CONDITION, check_name
from likertkit.responses._keys import first_rows, has_plain_numbers, key_codes
from likertkit.responses._scored_frame import series_of_cells
from likertkit.responses._to_tally import warn
from likertkit.responses.memory._columns import checked_cells
from likertkit.responses.memory._eager import EagerSource
from likertkit.tally._axes import plain_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    import narwhals as nw

    from likertkit.instrument import Instrument, Scoring
    from likertkit.responses._declaration import Declaration

_MOST_SHOWN = 5
# Beyond this a double skips whole numbers.
_MOST_WHOLE = 2**53
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
        What the notes of the parts say, and who has no partner.
    view : {'as_answered', 'keyed', 'favourable'}
        How codes become scores, in all parts.
    """

    frame: Any
    instrument: Instrument
    columns: tuple[str | None, str | None, str | None]
    notes: tuple[str, ...]
    view: Scoring


class _Part(NamedTuple):
    """One file: its condition, its rows, and what its columns mean."""

    condition: Hashable
    source: EagerSource
    declared: Declaration
    view: Scoring
    notes: tuple[str, ...]


def join_parts(parts: object, respondent: str) -> LongFrame:
    """Return the frames of responses, one below the other, with a column of their condition.

    Raises
    ------
    ArgumentTypeError
        If the parts are not a mapping of condition to responses in memory.
    ArgumentError
        If there are fewer than two parts, or one has conditions, a domain, a design or new weights
        of its own.
    MismatchError
        If the parts have different instruments or views, or columns for strata, clusters or
        weights.
    BlankKeyError, DuplicateRespondentError
        If a part does not name each respondent once.
    """
    held = _check_parts(parts)
    if respondent is None:
        raise ArgumentTypeError("respondent=None; expected the name of a column.", _HINT)
    check_name(respondent, "respondent")
    first = held[0].declared
    for part in held:
        _check_alike(held[0], part)
    _check_names(first, respondent)
    for part in held:
        part.declared.check_columns(part.source.columns(), (respondent,))
        _check_respondents(part, respondent)
    others = _other_columns(held, respondent)
    frames = _of_one_type([_frame_of(part, respondent, others) for part in held])
    joined = _join(frames, [str(part.condition) for part in held])
    keys = [key_codes(frame[respondent])[1] for frame in frames]
    _warn_of_spellings(keys)
    columns = (first.stratum, first.cluster, first.weight)
    said = [note for part in held for note in part.notes]
    notes = tuple(dict.fromkeys((*said, *_partners(held, keys))))
    return LongFrame(joined.to_native(), first.instrument, columns, notes, held[0].view)


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
    if plain_key(condition) is None:
        raise BlankKeyError(
            f"parts has a condition without a name, {condition!r}; expected a name for each "
            f"condition.",
            "write the name that tables will show.",
        )
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
    for what, hint in _of_its_own(part):
        raise ArgumentError(f"the part {condition!r} has {what} of its own.", f"join first: {hint}")
    return _Part(condition, source, declared, part.view, part._notes)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room


def _of_its_own(part: Countable) -> Iterator[tuple[str, str]]:
    """Yield what a part has that the joined rows cannot have, and how the joined rows get it."""
    if part._domain is not None:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
        yield "a domain", "`.where()` narrows the joined responses."
    if part._weighting is not None or part._declared.trimmed:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
        yield "new weights", "`.weighted()` takes weights that are made of the joined responses."
    if part._design is not None:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - same room
        yield "a design", "`.sampled()` of the joined responses takes a population by condition."


def _check_alike(wanted: _Part, part: _Part) -> None:
    first = wanted.declared
    if part.view != wanted.view:
        raise MismatchError(
            f"the part {part.condition!r} has the view {part.view!r}; the first part has "
            f"{wanted.view!r}.",
            "join first: `.scored()` sets the view of the joined responses.",
        )
    if part.declared.instrument != first.instrument:
        raise MismatchError(
            f"the part {part.condition!r} has another instrument than the first part.",
            "bind all files to one instrument: draft it from one file, and give it to "
            "`.responses(instrument)` of each.",
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


def _check_respondents(part: _Part, respondent: str) -> None:
    """Raise unless a file names each respondent once; rows are counted in the file."""
    codes, keys = key_codes(part.source.frame[respondent])
    counts = np.bincount(codes, minlength=len(keys))
    sightings = [
        Sighting(f"{key!r} in {part.condition!r}", int(n), first_rows(codes == k))
        for k, (key, n) in enumerate(zip(keys, counts, strict=True))
        if n > (key is not None)
    ]
    for key, n in zip(keys, counts, strict=True):
        if key is None:
            where = Sighting("blank", int(n), first_rows(codes == keys.index(None)))
            raise BlankKeyError(
                f"the respondent column {respondent!r} of the part {part.condition!r} has {where}; "
                f"expected a value in every row.",
                "fill in the respondent, or remove these rows from the data.",
            )
    if sightings:
        raise DuplicateRespondentError(respondent, tuple(sightings), WIDE_CONDITION)


def _other_columns(parts: Sequence[_Part], respondent: str) -> list[str]:
    """Return the columns that all files have beside those that are declared."""
    declared = parts[0].declared
    used = {respondent, WIDE_CONDITION, *declared.instrument.names}
    used |= {column for part in parts for column in part.declared.used_columns()}
    return [
        name
        for name in parts[0].source.columns()
        if name not in used and all(name in part.source.columns() for part in parts)
    ]


def _frame_of(part: _Part, respondent: str, others: Sequence[str]) -> nw.DataFrame[Any]:
    """Return the columns that all files have, the items under their own names, as labels.

    One file may hold labels and the other codes: each was checked by itself.
    """
    import narwhals as nw

    frame, declared = part.source.frame.frame, part.declared
    names = [respondent, declared.stratum, declared.cluster, declared.weight, *others]
    kept = [nw.col(name) for name in dict.fromkeys(names) if name is not None]
    answers = []
    for _, item, column in part.source.blocks[0]:
        scale = item.scale
        labels = [scale.labels.get(code, str(code)) for code in scale.codes]
        cells = checked_cells(item, column)
        held = [*labels, None, *scale.nonsubstantive]
        answers.append(series_of_cells(item.name, held, cells, frame))
    made = frame.select(*kept).with_columns(*answers)
    return made.with_columns(nw.lit(str(part.condition)).alias(WIDE_CONDITION))


def _of_one_type(frames: Sequence[nw.DataFrame[Any]]) -> list[nw.DataFrame[Any]]:
    """Return frames whose columns have the same types, so that 7 and 7.0 are one respondent."""
    import narwhals as nw

    made = list(frames)
    for name in frames[0].columns:
        types = {frame.schema[name] for frame in frames}
        if len(types) == 1:
            continue
        if all(has_plain_numbers(frame[name]) for frame in frames):
            whole = all(_is_whole(frame[name]) for frame in frames)
            wanted = nw.Int64() if whole else nw.Float64()
            made = [frame.with_columns(nw.col(name).cast(wanted)) for frame in made]
        else:
            # Numbers in one file and text in the other: text holds both.
            made = [frame.with_columns(_as_text(frame[name])) for frame in made]
    return made


def _is_whole(numbers: nw.Series[Any]) -> bool:
    """Return whether a column holds whole numbers without blanks that 64 bits hold."""
    import narwhals as nw

    if numbers.dtype.is_integer() and not numbers.is_null().any():
        return numbers.dtype != nw.UInt64
    values = numbers.to_numpy()
    return bool(np.all((values == np.floor(values)) & (np.abs(values) <= _MOST_WHOLE)))


def _as_text(series: nw.Series[Any]) -> nw.Series[Any]:
    import narwhals as nw

    keys = [plain_key(value) for value in series.to_list()]
    texts = [None if key is None else str(key) for key in keys]
    return nw.new_series(series.name, texts, nw.String(), backend=series.implementation)


def _join(frames: Sequence[nw.DataFrame[Any]], conditions: Sequence[str]) -> nw.DataFrame[Any]:
    import narwhals as nw

    backends = list(dict.fromkeys(frame.implementation for frame in frames))
    if len(backends) > 1:
        raise MismatchError(
            f"the parts are frames of {join_words([one.value for one in backends])}.",
            "read all files with one library.",
        )
    # In pandas each file counts its rows from 0; joined, a label would stand for several rows.
    joined = nw.maybe_reset_index(nw.concat(frames, how="vertical"))
    if joined.implementation.is_pyarrow():
        # Arrow has no type that puts values in an order.
        return joined
    return joined.with_columns(nw.col(WIDE_CONDITION).cast(nw.Enum(conditions)))


def _warn_of_spellings(people: Sequence[Sequence[Hashable]]) -> None:
    """Warn of codes that differ in spelling only: in case, in spaces, in zeros before a number."""
    texts = sorted({str(key) for keys in people for key in keys})
    numbers: dict[int, list[str]] = {}
    for text in texts:
        if text.isdecimal() and text.isascii():
            numbers.setdefault(int(text), []).append(text)
    alike = (
        *spelled_alike(texts, spaces_count=False),
        *(some for some in numbers.values() if len(some) > 1),
    )
    if alike:
        shown = join_words([" and ".join(map(repr, some)) for some in alike[:_MOST_SHOWN]])
        warn(
            f"{counted(len(alike), 'respondent')} may be written in two ways: {shown}. A code is "
            "matched as it is written.\nHint: correct the codes in one of the files."
        )


def _partners(parts: Sequence[_Part], people: Sequence[Sequence[Hashable]]) -> list[str]:
    """Return who is in one part only."""
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
    return notes
