"""Labels of the levels, and what a whole column proves of its numbers."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

# Mapped before NFKC, which would take an acute accent apart into a space and a mark.
_QUOTES = str.maketrans(
    dict.fromkeys("\u2019\u2018\u201b\u02bc\u2032\u0060\u00b4", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
)
_MINUS_SIGN = "\u2212"
_ASCII_CONTROLS = dict.fromkeys(code for code in (*range(32), 127) if not chr(code).isspace())
# Greek capitals are written without the accent that small letters have.
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
_GREEK_ACCENT = re.compile(r"([\u03b1-\u03c9]\u0308?)\u0301")
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)

_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_NUMBER = r"(?P<number>[+-]?\d+(?:\.\d+)?)"
# Forms of a code with its label, and whether the form alone leaves no doubt where the number is.
_ANCHORS = (
    (re.compile(rf"(?P<mark>[(\[])\s*{_NUMBER}\s*[)\]]\s*[:.=-]?\s*(?P<words>.+)"), True),
    (re.compile(rf"{_NUMBER}\s*(?P<mark>[(\[])(?P<words>[^()\[\]]+)[)\]]"), True),
    (re.compile(rf"{_NUMBER}\s*(?P<mark>[:.)\]=\u3001-]+)\s*(?P<words>.+)"), True),
    (re.compile(rf"(?P<words>.+?)\s*(?P<mark>[(\[])\s*{_NUMBER}\s*[)\]]"), True),
    (re.compile(rf"{_NUMBER}(?P<mark>\s+)(?P<words>.+)"), False),
    (re.compile(rf"(?P<words>.+?)\s*(?P<mark>[:=-])\s*{_NUMBER}"), False),
    (re.compile(rf"{_NUMBER}(?P<mark>)(?P<words>[^\W\d_].*)"), False),
)
_AROUND_SLASH = re.compile(r"\s*/\s*")
_BEFORE_PERCENT = re.compile(r"\s+%")


class Anchored(NamedTuple):
    """A number with words beside it, as in "2 - Minor" or "Strongly agree (5)".

    Attributes
    ----------
    number : Decimal
        The number.
    words : str
        The words, normalised.
    digits : str
        The number as it is written.
    style : str
        The form, alike for all answers that are written in one way.
    certain : bool
        Whether the text cannot well be anything else: "3 days" and "1-2 times" may be the
        words of a label rather than a code and its label, and then only a label that matches
        to the letter settles it.
    """

    number: Decimal
    words: str
    digits: str
    style: str
    certain: bool


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Pd" or character == _MINUS_SIGN:
        return "-"
    invisible = category in {"Cf", "Cc"} and not character.isspace()
    return "" if invisible or ord(character) in _VARIATION_SELECTORS else character


def _visible(text: str) -> str:
    """Return text without invisible characters, every dash as a hyphen."""
    odd = {character for character in {*text} if not character.isalnum()}
    changed = {ord(c): plain for c in odd if (plain := _plain_character(c)) != c}
    return text.translate(changed) if changed else text


def _compatible(text: str) -> str:
    """Return text in NFKC, in which no digit that is raised or circled joins the one beside it."""
    beyond_ascii = {character for character in {*text} if character > "\x7f"}
    if "No" not in map(unicodedata.category, beyond_ascii):
        return unicodedata.normalize("NFKC", text)
    pieces: list[str] = []
    for is_number, characters in groupby(
        text.replace("\0", ""), lambda character: unicodedata.category(character) == "No"
    ):
        run = "".join(characters)
        if not is_number:
            pieces.append(unicodedata.normalize("NFKC", run))
            continue
        # A raised digit is a power or a footnote: it stays as it is.
        plain = [
            character if _is_raised(character) else unicodedata.normalize("NFKC", character)
            for character in run
        ]
        joined = " ".join(plain)
        before = " " if pieces and pieces[-1][-1:].isdigit() else ""
        pieces.append(f"{before}{joined}\0")
    # The mark behind a run becomes a space only where a digit follows.
    return re.sub(r"\0(?=\d)", " ", "".join(pieces)).replace("\0", "")


def _is_raised(character: str) -> bool:
    return unicodedata.decomposition(character).startswith(("<super>", "<sub>"))


def _without_locale(text: str) -> str:
    """Return folded text in which capitals of Turkish and Greek meet their small letters."""
    plain = text.replace("\u0131", "i").replace("i\u0307", "i")
    if not _GREEK.search(plain):
        return plain
    apart = unicodedata.normalize("NFD", plain)
    return unicodedata.normalize("NFC", _GREEK_ACCENT.sub(r"\1", apart))


def normalize_label(text: str) -> str:
    r"""Return *text* in the one spelling in which labels are compared.

    Case, runs of white space, invisible characters (U+FEFF, zero-width and bidirectional marks),
    the kind of dash, quote or apostrophe, and full-width or ligature forms make no difference.

    Parameters
    ----------
    text : str
        A label or an answer.

    Returns
    -------
    str
        The text to compare; empty when nothing in it is visible.

    Examples
    --------
    >>> from likertkit.instrument._labels import normalize_label
    >>> normalize_label("  Don\u2019t\xa0KNOW ")
    "don't know"
    """
    if text.isascii():
        # Nothing to compose, to take apart or to fold: open text comes by the million.
        plain = " ".join(text.replace("`", "'").casefold().split())
        if plain.isprintable():
            return plain
        return " ".join(plain.translate(_ASCII_CONTROLS).split())
    compatible = _compatible(text.translate(_QUOTES))
    visible = _visible(compatible)
    # Case folding can leave a form that NFKC would compose once more, as in U+0345.
    folded = _compatible(visible.casefold())
    return " ".join(_without_locale(folded).split())


def read_number(text: str) -> Decimal | None:
    """Return the number that normalised *text* writes in digits, or None.

    Parameters
    ----------
    text : str
        Normalised text.

    Returns
    -------
    Decimal or None
        The exact number. Words such as "nan" or "inf", exponents and decimal commas are no
        numbers here.

    Examples
    --------
    >>> from likertkit.instrument._labels import read_number
    >>> read_number("4.0"), read_number("nan")
    (Decimal('4.0'), None)
    """
    return Decimal(text) if _PLAIN_NUMBER.fullmatch(text) else None


def read_anchored(text: str, wanted: Container[str] = ()) -> Anchored | None:
    """Return the number and the words of normalised *text* such as "2 - minor", or None.

    Parameters
    ----------
    text : str
        Normalised text.
    wanted : container of str, optional
        Words that settle where the number ends and the words begin, where several readings are
        possible.

    Returns
    -------
    Anchored or None
        The first reading whose words are wanted, else the first; and whether the text can hardly
        be meant otherwise.

    Examples
    --------
    >>> from likertkit.instrument._labels import read_anchored
    >>> found = read_anchored("(2) minor")
    >>> found.number, found.words, found.certain
    (Decimal('2'), 'minor', True)
    """
    first = None
    for k, (pattern, marked) in enumerate(_ANCHORS):
        if match := pattern.fullmatch(text):
            words, digits = match["words"].strip(), match["number"]
            certain = marked and not words[0].isdigit()
            style = f"{k} {match['mark'].strip()}"
            anchored = Anchored(Decimal(digits), words, digits, style, certain)
            if words in wanted:
                return anchored
            first = first or anchored
    return first


def loosen(text: str) -> str:
    """Return normalised *text* without what only typing adds: a full stop, spaces at "/" and "%".

    Examples
    --------
    >>> from likertkit.instrument._labels import loosen
    >>> loosen("teils / teils"), loosen("strongly agree."), loosen("50 %")
    ('teils/teils', 'strongly agree', '50%')
    """
    closed = _BEFORE_PERCENT.sub("%", _AROUND_SLASH.sub("/", text))
    return closed.rstrip(".\u3002 ") or text


_FRACTION = re.compile(r"(?P<number>\d+) ?/ ?(?P<whole>\d+)")
_PERCENTAGE = re.compile(r"(?P<number>\d+) ?%")
_WHOLE_PERCENT = 100
_MOST_WORDS = 6
_MOST_CHARACTERS = 60
# Signs of a sentence, a date, a time, a sum or an address.  A comma may stand in a label.
_NO_LABEL = re.compile(r"[\d:;?!/\\@#=+<>|.()\[\]{}]")

# Words that mean something else than a level, in languages that surveys are often held in.
_DATES = """
jan january januar janvier enero ene janeiro gennaio gen januari stycznia styczen ocak
feb february februar fevrier févr fév febrero fevereiro fev febbraio februari luty subat
mar march märz maerz mrz mars marzo março maart marca marzec mart
apr april avril avr abril abr aprile kwiecien nisan
may mai mayo maio maggio mag mei maj mayis
jun june juni juin junio junho giugno giu czerwiec haziran
jul july juli juillet juil julio julho luglio lug lipiec temmuz
aug august août aout agosto ago augustus augusti sierpien agustos
sep sept september septembre septiembre setembro set settembre wrzesien eylül
oct october okt oktober octobre octubre outubro out ottobre ott pazdziernik ekim
nov november novembre noviembre novembro listopad kasim
dec december dez dezember décembre decembre dic diciembre dezembro dicembre grudzien aralik
mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday sun sunday
montag dienstag mittwoch donnerstag freitag samstag sonntag
lundi mardi mercredi jeudi vendredi samedi dimanche
am pm uhr o'clock
"""
_NOTES = """
see siehe voir ver vgl cf because weil since parce porque comment kommentar remark note nota page
seite chapter question frage row item version room other others sonstiges andere anderes autre
autres otro otra outro outra altro anders annat inne diğer другое その他 其他
"""
_REASONS = (
    "don't know", "dont know", "do not know", "dk", "na", "n.a.", "none", "not applicable",
    "does not apply", "refused", "refusal", "no answer", "no response", "prefer not to say",
    "prefer not to answer", "rather not say", "missing", "not sure", "unsure", "no opinion",
    "can't say", "cannot say", "skipped", "unknown", "not asked", "blank", "left empty",
    "weiß nicht", "keine angabe", "ka", "entfällt", "nicht zutreffend", "keine meinung",
    "verweigert", "je ne sais pas", "ne sait pas", "nsp", "sans réponse", "sans opinion", "refus",
    "no sé", "no sabe", "no contesta", "ns", "nc", "no aplica", "no procede", "não sei",
    "não se aplica", "non so", "non applicabile", "weet niet", "geen antwoord", "geen mening",
    "niet van toepassing", "vet ej", "vet inte", "ej aktuellt", "nie wiem", "nie dotyczy",
    "bilmiyorum", "fikrim yok", "не знаю", "нет ответа", "わからない", "分からない", "無回答",
    "不知道", "不清楚", "不适用", "拒绝回答", "모름", "لا أعرف",
)  # fmt: skip
_TELLING = frozenset(map(normalize_label, (_DATES + _NOTES).split()))
_NO_ANSWER = frozenset(map(normalize_label, _REASONS))


def is_reason(text: str) -> bool:
    """Return whether normalised *text* is well known as the reason why an answer is missing.

    Examples
    --------
    >>> from likertkit.instrument._labels import is_reason
    >>> is_reason("don't know"), is_reason("none of these")
    (True, False)
    """
    return text in _NO_ANSWER - {"none"}


def _may_be_label(words: str) -> bool:
    """Return whether words beside a number may be the label of a level."""
    parts = words.split()
    return (
        len(parts) <= _MOST_WORDS
        and len(words) <= _MOST_CHARACTERS
        and not _NO_LABEL.search(words)
        and words not in _NO_ANSWER
        and _TELLING.isdisjoint(parts)
        and any(character.isalpha() for character in words)
    )


def _named(texts: Sequence[str], proved: Sequence[bool], codes: Sequence[int]) -> dict[str, int]:
    """Return the code of each text, if together they give every level a wording of its own."""
    words: dict[int, str] = {}
    styles: set[str] = set()
    named: dict[str, int] = {}
    for text, known in zip(texts, proved, strict=True):
        anchored = read_anchored(text)
        if anchored is None or not (known or (anchored.certain and _may_be_label(anchored.words))):
            return {}
        code = int(anchored.number)
        # A level whose label is declared may have several wordings, which the scale has checked.
        alike = words.setdefault(code, anchored.words) == anchored.words or known
        if anchored.digits != str(code) or not alike:
            return {}
        styles.add(anchored.style)
        named[text] = code
    different = len(set(words.values())) == len(words)
    return named if different and len(styles) == 1 and set(words) == set(codes) else {}


def _all_of(pattern: re.Pattern[str], texts: Sequence[str], below: int) -> dict[str, int]:
    """Return the number of each text, if every text has one form and ends in *below*."""
    numbers: dict[str, int] = {}
    for text in texts:
        match = pattern.fullmatch(text)
        if match is None or match["number"] != str(int(match["number"])):
            return {}
        if int(match.groupdict().get("whole", below)) != below:
            return {}
        numbers[text] = int(match["number"])
    return numbers


def proved_codes(
    texts: Sequence[str], proved: Sequence[bool], codes: Sequence[int]
) -> dict[str, int]:
    """Return the code of each text of a column that proves its own form, or nothing.

    Parameters
    ----------
    texts : sequence of str
        Every distinct answer of the column, normalised; blanks and nonsubstantive answers apart.
    proved : sequence of bool
        Whether the words of each are its level's label.
    codes : sequence of int
        The codes of the scale, ascending.

    Returns
    -------
    dict of str to int
        The code of each text where all of them have one style, each code of the scale has one
        wording and no two share it, and no wording is a reason, a date or a sentence; where all
        end in ``/K``, K the highest code; or where all end in "%" on a scale up to 100.
    """
    if placed := _named(texts, proved, codes):
        return placed
    for pattern, allowed in (
        (_FRACTION, codes[-1] > 0),
        (_PERCENTAGE, codes[-1] == _WHOLE_PERCENT),
    ):
        placed = _all_of(pattern, texts, codes[-1]) if allowed else {}
        if placed and set(placed.values()) <= set(codes):
            return placed
    return {}
