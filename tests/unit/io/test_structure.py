"""Files that describe a survey: which kind a file is, and files that are refused."""

from __future__ import annotations

import builtins

import pytest
from tests.structure_files import DICTIONARY, OLD, QUEXML
from tests.survey_files import read

from likertkit.errors import FileFormatError, MissingExtraError
from likertkit.io.structures import _structure
from likertkit.io.structures._structure import read_structure, refuse_structure


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (OLD, "the structure of a LimeSurvey survey"),
        ("\ufeff" + QUEXML, "a questionnaire in XML"),
        (DICTIONARY, "a data dictionary of REDCap"),
    ],
)
def test_structures_hold_no_answers(tmp_path, data, what):
    """The sentence says what the file is, and where it goes."""
    with pytest.raises(FileFormatError, match=rf"s\.csv is {what}") as caught:
        read(tmp_path, data, "s.csv")
    assert "structure='s.csv'" in str(caught.value)


def test_headings_with_markup(tmp_path):
    """A heading may begin with a tag."""
    assert len(read(tmp_path, "<b>Good?</b>,b\n1,2\n2,3\n").frame) == 2
    refuse_structure(b"<b>Good?</b>,b\n1,2\n", "a.csv")


ENTITY = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
DEEP = "<document>" + "<questions>" * 50_000


@pytest.mark.parametrize(
    "text",
    [
        ENTITY + "<document><questions>&b;</questions></document>",
        '<!DOCTYPE d SYSTEM "file:///etc/passwd"><document/>',
        "<document><questions>",
        "<?xml version='1.0' encoding='nope'?><document/>",
        DEEP,
        "<document>\x01</document>",
    ],
    ids=["entities", "DTD", "cut", "encoding", "deep", "control"],
)
def test_xml_that_is_not_read(text):
    """No entities, no DTD, no half of a file."""
    with pytest.raises(FileFormatError, match=r"s\.lss is not XML that can be read"):
        read_structure(text.encode(), "s.lss")


def test_deep_nesting():
    """A thousand levels of nothing hold no question."""
    text = f"<document><questions>{'<a>' * 5000}{'</a>' * 5000}</questions></document>"
    assert read_structure(text.encode(), "s.lss") == {}


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "<other/>", "<document/>"])
def test_no_structure(text):
    """What describes nothing is refused as such."""
    with pytest.raises(FileFormatError, match=r"s\.x does not describe a survey"):
        read_structure(text.encode(), "s.x")


def test_large_xml(monkeypatch):
    """A structure of a survey has a few megabytes."""
    monkeypatch.setattr(_structure, "_MOST_BYTES", 100)
    with pytest.raises(FileFormatError, match=r"s\.lss has [\d,]+ bytes, more than"):
        read_structure(OLD.encode(), "s.lss")


def test_without_the_extra(monkeypatch):
    """The sentence says what to install."""
    plain = builtins.__import__

    def no_defusedxml(name: str, *rest: object) -> object:
        if name.startswith("defusedxml"):
            raise ImportError(name)
        return plain(name, *rest)

    monkeypatch.setattr(builtins, "__import__", no_defusedxml)
    with pytest.raises(MissingExtraError, match="defusedxml"):
        read_structure(OLD.encode(), "s.lss")
