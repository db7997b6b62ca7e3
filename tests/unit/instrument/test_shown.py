"""Scales and instruments in a notebook: tables of HTML in which every text is escaped."""

from __future__ import annotations

from html.parser import HTMLParser

import likertkit as lk


class Page(HTMLParser):
    """The cells, captions and paragraphs of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Note a tag, and begin a text."""
        del attrs
        self.tags.add(tag)
        if tag in {"td", "th", "caption", "p"}:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        """Add to the text."""
        self.found[-1] += data.strip("\n")


SCALE = lk.LikertScale(
    (1, 2, 3),
    {1: ("<b>no</b>", "nein"), 3: "yes & more"},
    positive="low",
    nonsubstantive={"N/A": (8, 9), "Refused": None},
)


def test_a_scale_shows_its_levels_and_reasons() -> None:
    """With every wording and every code."""
    page = Page(SCALE._repr_html_())
    assert page.found == [
        "Scale; the low end is the positive end",
        "kind", "code", "label",
        "level", "1", "<b>no</b> / nein",
        "level", "2", "",
        "level", "3", "yes & more",
        "missing", "8, 9", "N/A",
        "missing", "", "Refused",
    ]  # fmt: skip
    assert page.tags == {"figure", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert Page(lk.LikertScale()._repr_html_()).found[0] == (
        "Scale; no end is declared as the positive end"
    )


def test_an_instrument_shows_its_items_and_each_scale_once() -> None:
    """Subscales where there are some; what is to be reviewed below."""
    other = lk.LikertScale(positive="high")
    items = [
        lk.Item("a", SCALE, text="<script>alert(1)</script>"),
        lk.Item("b", other, keyed="negative", subscale="strain"),
        *(lk.Item(f"c{k}", SCALE) for k in range(7)),
    ]
    trial = lk.Instrument("trial", items, title="A & B", to_review=["<i>look</i>"])
    page = Page(trial._repr_html_())
    assert page.found[:9] == [
        "A & B", "item", "text", "subscale", "keyed",
        "a", "<script>alert(1)</script>", "", "positive",
    ]  # fmt: skip
    captions = [text for text in page.found if text.startswith("Scale of")]
    assert captions == [
        "Scale of a, c0, c1, c2, c3, c4 and 2 more items; the low end is the positive end",
        "Scale of b; the high end is the positive end",
    ]
    assert page.found[-1] == "To review: <i>look</i>"
    assert not page.tags & {"script", "b", "i"}
    plain = Page(lk.Instrument("plain", [lk.Item("q", other)])._repr_html_())
    assert plain.found[:7] == ["plain", "item", "text", "keyed", "q", "", "positive"]
