"""Instruments in files: nothing is lost, and nothing wrong is passed over."""

from __future__ import annotations

import json
import tomllib

import pytest

from likertkit.errors import DefinitionError, FileFormatError
from likertkit.instrument import Instrument, Item, LikertScale

SHARED = LikertScale(
    (-1, 0, 2),
    {-1: "Schlecht", 2: 'Gut "😀"\n'},
    positive="low",
    nonsubstantive={"Don\u2019t know": None, "N/A": 9, "Refused": (97, 98)},
)
INSTRUMENT = Instrument(
    "demo",
    [
        Item("q1", SHARED, text="Wie geht\u2019s?", keyed="negative", subscale="Wohl"),
        Item("q2", LikertScale.preset("likelihood", 11)),
        Item("q3", SHARED, text=" \\ \x00\x7f\t"),
    ],
    title="Ein Fragebogen",
    citation="Niemand (2020)",
)
SUFFIXES = [".toml", ".json", ".TOML"]
GOOD = {
    "format": "likertkit-instrument",
    "version": 1,
    "name": "demo",
    "scales": {"s": {"codes": [1, 2], "labels": {"1": "No"}}},
    "items": [{"name": "q1", "scale": "s"}],
}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_round_trip(tmp_path, suffix):
    """What was saved is what is loaded, the order of the reasons included."""
    path = tmp_path / f"demo{suffix}"
    INSTRUMENT.save(path)
    loaded = Instrument.load(str(path))
    assert loaded == INSTRUMENT
    assert hash(loaded) == hash(INSTRUMENT)
    assert loaded["q1"].scale.reasons == ("blank", "Don\u2019t know", "N/A", "Refused")


def test_shared_scales_are_written_once(tmp_path):
    """Three items on two scales are two tables."""
    for path, read in ((tmp_path / "i.toml", tomllib.loads), (tmp_path / "i.json", json.loads)):
        INSTRUMENT.save(path)
        document = read(path.read_text(encoding="utf-8"))
        assert list(document["scales"]) == ["scale_1", "scale_2"]
        assert [item["scale"] for item in document["items"]] == ["scale_1", "scale_2", "scale_1"]
        assert document["version"] == 1


def load(tmp_path, document, suffix=".json"):
    """Load a document that was written by hand."""
    path = tmp_path / f"demo{suffix}"
    content = document if isinstance(document, str) else json.dumps(document)
    path.write_text(content, encoding="utf-8")
    return Instrument.load(path)


def test_written_by_hand(tmp_path):
    """Defaults may be left out, and a scale may stand in its item."""
    document = GOOD | {
        "items": [
            {"name": "q1", "scale": "s"},
            {"name": "q2", "scale": {"codes": [0, 1], "nonsubstantive": {"N/A": 9}}},
        ]
    }
    found = load(tmp_path, document)
    assert found["q1"].scale == LikertScale((1, 2), {1: "No"})
    assert found["q2"].scale == LikertScale((0, 1), nonsubstantive={"N/A": 9})
    assert (found.title, found.citation, found["q1"].keyed) == ("", "", "positive")


@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_byte_order_mark(tmp_path, suffix):
    """Editors that put a mark before the text do no harm."""
    path = tmp_path / f"demo{suffix}"
    INSTRUMENT.save(path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert Instrument.load(path) == INSTRUMENT


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "x"}, "format is 'x'; expected 'likertkit-instrument'"),
        ({"version": 2}, "version is 2; this likertkit reads version 1"),
        ({"version": True}, "version is True; expected a whole number"),
        ({"name": 3}, "name is 3; expected text"),
        ({"name": ""}, "the instrument: name='' is empty"),
        ({"tittle": "x"}, "the key tittle is not known"),
        ({"title": None}, "title is None; expected text"),
        ({"items": {}}, "items is {}; expected a list"),
        ({"items": []}, "the instrument: items is empty"),
        ({"items": ["q1"]}, "items.0. is 'q1'; expected a table"),
        ({"items": [{"scale": "s"}]}, "the key items.0..name is missing"),
        ({"items": [{"name": "q1"}]}, "items.0..scale is None; expected one of 's', or a table"),
        ({"items": [{"name": "q1", "scale": "t"}]}, "items.0..scale is 't'; expected one of 's'"),
        ({"items": [{"name": "q1", "scale": "s", "key": "x"}]}, "items.0..key is not known"),
        (
            {"items": [{"name": "q1", "scale": "s", "keyed": "x"}]},
            "items.0.: keyed='x' is not an option",
        ),
        (
            {"items": [{"name": "q1", "scale": "s", "subscale": 1}]},
            "items.0..subscale is 1; expected text",
        ),
        ({"items": [{"name": "q1", "scale": {"codes": 1}}]}, "items.0..scale.codes is 1; expected"),
        ({"items": GOOD["items"] * 2}, "the instrument: 1 of the items' names"),
        ({"scales": []}, r"scales is \[\]; expected a table"),
        ({"scales": {}}, r"scale is 's'; expected one of \(none\)"),
        ({"scales": {"s": {}}}, "the key scales.s.codes is missing"),
        ({"scales": {"s": {"codes": [1]}}}, "scales.s: codes=.1,. has too few levels"),
        ({"scales": {"s": {"codes": [1, True]}}}, "scales.s: codes has True"),
        ({"scales": {"s": {"codes": [1, 2], "reverse": 1}}}, "key scales.s.reverse is not known"),
        ({"scales": {"s": {"codes": [1, 2], "positive": "up"}}}, "scales.s: positive='up'"),
        (
            {"scales": {"s": {"codes": [1, 2], "labels": {"01": "a"}}}},
            "scales.s.labels has the key '01'; expected a code",
        ),
        ({"scales": {"s": {"codes": [1, 2], "labels": {"1": 1}}}}, "scales.s: labels has 1"),
    ],
)
def test_wrong_content(tmp_path, change, message):
    """What is wrong is told with the file and the key."""
    with pytest.raises(FileFormatError, match=rf"(?s)demo\.json: .*{message}.*\nHint: "):
        load(tmp_path, GOOD | change)


def test_missing_key(tmp_path):
    """A key without a default must be there."""
    document = {key: value for key, value in GOOD.items() if key != "name"}
    with pytest.raises(FileFormatError, match="the key name is missing"):
        load(tmp_path, document)


@pytest.mark.parametrize(
    ("content", "suffix", "message"),
    [
        ("{", ".json", "not JSON"),
        ("[1]", ".json", r"the file is \[1\]; expected a table"),
        ('{"name": "a", "name": "b"}', ".json", "the key 'name' stands more than once"),
        ("name = ", ".toml", "not TOML"),
        ('name = "a"\nname = "b"', ".toml", "not TOML"),
        ("", ".toml", "the key format is missing"),
    ],
)
def test_other_content(tmp_path, content, suffix, message):
    """A file that is something else says so."""
    with pytest.raises(FileFormatError, match=rf"(?s)demo\{suffix}: .*{message}.*\nHint: "):
        load(tmp_path, content, suffix)


def test_wrong_encoding(tmp_path):
    """A file in another encoding is refused rather than misread."""
    path = tmp_path / "demo.toml"
    path.write_bytes('title = "ü"'.encode("latin-1"))
    with pytest.raises(FileFormatError, match="not TOML"):
        Instrument.load(path)


def test_other_endings(tmp_path):
    """The ending says the format, so it must be one of the two."""
    for act in (INSTRUMENT.save, Instrument.load):
        with pytest.raises(FileFormatError, match=r"(?s)ending '\.yaml'.*\nHint: "):
            act(tmp_path / "demo.yaml")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_broken_text_is_not_written(tmp_path, suffix):
    """Text that UTF-8 cannot hold leaves no half-written file."""
    broken = Instrument("demo", [Item("q1", SHARED, text="\ud800")])
    with pytest.raises(FileFormatError, match=r"(?s)not valid Unicode.*\nHint: "):
        broken.save(tmp_path / f"demo{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_cause_is_kept(tmp_path):
    """The error that a scale raised is the cause of the file's."""
    with pytest.raises(FileFormatError) as caught:
        load(tmp_path, GOOD | {"scales": {"s": {"codes": [1]}}})
    assert isinstance(caught.value.__cause__, DefinitionError)
