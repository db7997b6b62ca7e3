"""Instruments as TOML and JSON files, without loss either way."""

from __future__ import annotations

import json
import re
import tomllib
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar, cast

from likertkit._checks import as_path, read_bytes, write_bytes
from likertkit.errors import FileFormatError, LikertkitError
from likertkit.instrument._item import Item
from likertkit.instrument._scale import LikertScale

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path

    from likertkit.instrument._definition import Wordings
    from likertkit.instrument._item import Keying
    from likertkit.instrument._presets import Orientation

__all__ = ["read_instrument", "write_instrument"]

_FORMAT = "likertkit-instrument"
_VERSION = 1
# Longer codes than a scale can have are not codes, and Python reads none of thousands of digits.
_CODE = re.compile(r"0|-?[1-9][0-9]{0,18}")
_KINDS: dict[type, str] = {str: "text", int: "a whole number", dict: "a table", list: "a list"}

T = TypeVar("T")


def _wrong(path: Path, problem: str) -> FileFormatError:
    return FileFormatError(
        f"{path}: {problem}", "compare the file with a file that Instrument.save() wrote."
    )


@contextmanager
def _told_as(path: Path, key: str) -> Generator[None, None, None]:
    """Tell what a scale, an item or an instrument refuses as a fault of the file."""
    try:
        yield
    except LikertkitError as error:
        raise FileFormatError(f"{path}: {key}: {error.problem()}", error.remedy()) from error


class _Table:
    """One table of a file, which must be read to its last key."""

    def __init__(self, content: object, path: Path, key: str) -> None:
        self.path = path
        self.key = key
        self.left: dict[str, object] = dict(self.typed(content, dict, key or "the file"))

    def typed(self, value: object, kind: type[T], key: str) -> T:
        """Return *value* if it is of *kind*; a bool is not a whole number."""
        if isinstance(value, bool) or not isinstance(value, kind):
            raise _wrong(self.path, f"{key} is {value!r}; expected {_KINDS[kind]}.")
        return value

    def name_of(self, key: str) -> str:
        """Return the full name of a key of this table."""
        return f"{self.key}.{key}" if self.key else key

    def take(self, key: str, kind: type[T], default: T | None = None) -> T:
        """Strike a key off and return its value."""
        if key in self.left:
            return self.typed(self.left.pop(key), kind, self.name_of(key))
        if default is None:
            raise _wrong(self.path, f"the key {self.name_of(key)} is missing.")
        return default

    def close(self) -> None:
        """Raise if a key was not asked for: an unknown key is more likely a slip than a spare."""
        for key in self.left:
            raise _wrong(self.path, f"the key {self.name_of(key)} is not known.")


def _read_scale(table: _Table) -> LikertScale:
    labels: dict[int, Wordings] = {}
    for code, label in table.take("labels", dict, {}).items():
        if not _CODE.fullmatch(code):
            raise _wrong(
                table.path, f"{table.name_of('labels')} has the key {code!r}; expected a code."
            )
        labels[int(code)] = label
    codes = table.take("codes", list)
    nonsubstantive = table.take("nonsubstantive", dict, {})
    # A file that does not say which end is the positive one leaves it open.
    stated = table.take("positive", str) if "positive" in table.left else None
    positive = cast("Orientation | None", stated)
    table.close()
    with _told_as(table.path, table.key):
        return LikertScale(codes, labels, positive=positive, nonsubstantive=nonsubstantive)


def _read_item(table: _Table, scales: dict[str, LikertScale]) -> Item:
    scale = table.left.pop("scale", None)
    if isinstance(scale, dict):
        its_scale = _read_scale(_Table(scale, table.path, table.name_of("scale")))
    elif isinstance(scale, str) and scale in scales:
        its_scale = scales[scale]
    else:
        known = ", ".join(map(repr, scales)) or "(none)"
        raise _wrong(
            table.path,
            f"{table.name_of('scale')} is {scale!r}; expected one of {known}, or a table.",
        )
    name, text = table.take("name", str), table.take("text", str, "")
    keyed = cast("Keying", table.take("keyed", str, "positive"))
    subscale = table.take("subscale", str) if "subscale" in table.left else None
    table.close()
    with _told_as(table.path, table.key):
        return Item(name, its_scale, text=text, keyed=keyed, subscale=subscale)


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # JSON keeps the last of two like keys and says nothing; TOML refuses them itself.
    table = dict(pairs)
    if len(table) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} stands more than once")
    return table


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in {".toml", ".json"}:
        raise FileFormatError(
            f"{path}: the ending {path.suffix!r} is not a format of instrument files; expected "
            f".toml or .json.",
            "rename the file, for example to 'survey.toml'.",
        )
    return suffix


def read_instrument(
    path: str | os.PathLike[str], make: Callable[[str, list[Item], str, str], T]
) -> T:
    """Return what *make* makes of a file's name, items, title and citation."""
    file = as_path(path)
    suffix = _suffix(file)
    content = read_bytes(file)
    try:
        text = content.decode("utf-8-sig")
        if suffix == ".toml":
            document = tomllib.loads(text)
        else:
            document = json.loads(text, object_pairs_hook=_no_key_twice)
    except ValueError as error:
        raise _wrong(file, f"this is not {suffix[1:].upper()}: {error}.") from error
    except RecursionError as error:
        raise _wrong(file, "its lists or tables are nested too deeply.") from error
    table = _Table(document, file, "")
    if (file_format := table.take("format", str)) != _FORMAT:
        raise _wrong(file, f"format is {file_format!r}; expected {_FORMAT!r}.")
    if (version := table.take("version", int)) != _VERSION:
        raise _wrong(file, f"version is {version}; this likertkit reads version {_VERSION}.")
    scales = {
        name: _read_scale(_Table(scale, file, f"scales.{name}"))
        for name, scale in table.take("scales", dict, {}).items()
    }
    items = [
        _read_item(_Table(item, file, f"items[{number}]"), scales)
        for number, item in enumerate(table.take("items", list))
    ]
    name = table.take("name", str)
    title, citation = table.take("title", str, ""), table.take("citation", str, "")
    table.close()
    with _told_as(file, "the instrument"):
        return make(name, items, title, citation)


def _written_scale(scale: LikertScale) -> dict[str, object]:
    direction = {} if scale.positive is None else {"positive": scale.positive}
    return {
        "codes": list(scale.codes),
        **direction,
        "labels": {
            str(code): list(wordings) if len(wordings) > 1 else scale.labels[code]
            for code, wordings in scale.wordings.items()
        },
        "nonsubstantive": {label: list(codes) for label, codes in scale.nonsubstantive.items()},
    }


def _written_item(item: Item, scale: str) -> dict[str, object]:
    written: dict[str, object] = {
        "name": item.name,
        "text": item.text,
        "scale": scale,
        "keyed": item.keyed,
    }
    if item.subscale is not None:
        written["subscale"] = item.subscale
    return written


def write_instrument(
    path: str | os.PathLike[str], *, name: str, items: Iterable[Item], title: str, citation: str
) -> None:
    """Write an instrument; scales that several items share are written once."""
    file = as_path(path)
    suffix = _suffix(file)
    items = tuple(items)
    distinct = dict.fromkeys(item.scale for item in items)
    names = {scale: f"scale_{number}" for number, scale in enumerate(distinct, start=1)}
    document = {
        "format": _FORMAT,
        "version": _VERSION,
        "name": name,
        "title": title,
        "citation": citation,
        "scales": {its_name: _written_scale(scale) for scale, its_name in names.items()},
        "items": [_written_item(item, names[item.scale]) for item in items],
    }
    if suffix == ".toml":
        import tomli_w

        text = tomli_w.dumps(document)
    else:
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FileFormatError(
            f"{file}: the instrument contains text that is not valid Unicode: {error}.",
            "replace the broken character; it usually comes from a file that was read in the "
            "wrong encoding.",
        ) from error
    write_bytes(file, content)
