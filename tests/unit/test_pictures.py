"""The pictures of the documentation show what the library computes."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "docs" / "_make_pictures.py"


@pytest.fixture(scope="module")
def drawn():
    """Return the pictures drawn anew, by the name of their file."""
    spec = importlib.util.spec_from_file_location("make_pictures", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pictures()


def written(picture):
    """Return the texts of a picture, in order."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture)


def test_every_picture_is_up_to_date(drawn):
    """If this fails: `python docs/_make_pictures.py`, and look at what changed."""
    stored = {path.name: path.read_text("utf-8") for path in SCRIPT.parent.glob("_static/*.svg")}
    assert stored.keys() == drawn.keys()
    for name, picture in drawn.items():
        if "Matplotlib" in picture:
            # Coordinates hang on its version and on the fonts; what is written does not.
            assert written(stored[name]) == written(picture)
        else:
            assert stored[name] == picture


def test_every_picture_is_shown(drawn):
    """No picture lies there unused, and each has words for those who cannot see it."""
    pages = "\n".join(path.read_text("utf-8") for path in SCRIPT.parent.rglob("*.md"))
    shown = re.findall(r"!\[[^]]+\]\([^)]*_static/([^)]+)\)", pages)
    assert set(shown) == drawn.keys()


def test_the_bounds_are_those_of_the_methods_page(drawn):
    """Reading A: three intervals worked out by hand, as the picture prints them."""
    picture = drawn["overlap-bounds.svg"]
    texts = written(picture)
    for item, bounds in (
        ("understanding", "−0.45 to 0.40"),
        ("heard", "−0.49 to 0.49"),
        ("attend_again", "−0.76 to 0.22"),
    ):
        # Labels of rows are written first, then a row's n and its bounds.
        assert item in texts
        assert bounds in texts
    assert "Direction known for 0 of 14 items" in " ".join(texts)


def test_the_summary_is_that_of_the_guide(drawn):
    """The made-up item of the guide: sums and numbers of people by hand, from its file."""
    picture = drawn["summary.svg"]
    # After: thirteen with a sum of 46; before: fifteen with a sum of 44; twenty were asked.
    for mean, total, n in ((46 / 13, 46, 13), (44 / 15, 44, 15)):
        low, high = (total + 20 - n) / 20, (total + 5 * (20 - n)) / 20
        assert f"{mean:.2f}</title>" in picture
        assert f": {low:.2f} to {high:.2f}</title>" in picture
    # Eight of twelve pairs rose by one.
    assert "0.67 points, or 8 people one category" in picture
