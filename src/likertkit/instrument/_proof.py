"""Whether a column itself proves that the numbers in its texts are codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from likertkit.instrument._labels import normalize_label, read_anchored

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["proved_codes"]

_FRACTION = re.compile(r"(?P<number>\d+) ?/ ?(?P<whole>\d+)")
_PERCENTAGE = re.compile(r"(?P<number>\d+) ?%")
_WHOLE_PERCENT = 100
_MOST_WORDS = 6
_MOST_CHARACTERS = 60
# Signs of a sentence, a date, a time, a sum or an address.  A comma may stand in a label.
_NO_LABEL = re.compile(r"[\d:;?!/\\@#=+<>|.()\[\]{}]")

# Words that tell of something else than a level, in languages that surveys are often held in.
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
    found: dict[str, int] = {}
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
        found[text] = code
    different = len(set(words.values())) == len(words)
    return found if different and len(styles) == 1 and set(words) == set(codes) else {}


def _all_of(pattern: re.Pattern[str], texts: Sequence[str], below: int) -> dict[str, int]:
    """Return the number of each text, if every text has one form and ends in *below*."""
    numbers: dict[str, int] = {}
    for text in texts:
        found = pattern.fullmatch(text)
        if found is None or found["number"] != str(int(found["number"])):
            return {}
        if int(found.groupdict().get("whole", below)) != below:
            return {}
        numbers[text] = int(found["number"])
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
    if found := _named(texts, proved, codes):
        return found
    for pattern, allowed in (
        (_FRACTION, codes[-1] > 0),
        (_PERCENTAGE, codes[-1] == _WHOLE_PERCENT),
    ):
        found = _all_of(pattern, texts, codes[-1]) if allowed else {}
        if found and set(found.values()) <= set(codes):
            return found
    return {}
