"""The order of the levels of a scale, by what their words say."""

from __future__ import annotations

import itertools
import random

import pytest

from likertkit.instrument._labels import normalize_label
from likertkit.io._order import are_levels, order_options
from likertkit.io._words import rank_words, whole_scale

ORDERS = """
strongly disagree | disagree | neither agree nor disagree | agree | strongly agree
very dissatisfied | dissatisfied | neutral | satisfied | very satisfied
very dissatisfied | dissatisfied | neither/nor | satisfied | very satisfied
completely unacceptable | somewhat unacceptable | neutral | acceptable | highly acceptable
disagree strongly | disagree somewhat | neither | agree somewhat | agree strongly
not at all important | slightly important | moderately important | very important | critical
not at all | a little | moderately | quite a bit | extremely
never | rarely | sometimes | often | always
nie | selten | manchmal | häufig | immer
jamais | rarement | parfois | souvent | toujours
nunca | rara vez | a veces | a menudo | siempre
none | mild | moderate | strong | very strong
very poor | poor | fair | good | excellent
horrible | bad | ok | good | outstanding
stimme überhaupt nicht zu | stimme eher nicht zu | teils / teils | stimme eher zu | stimme voll zu
trifft gar nicht zu | trifft eher nicht zu | trifft eher zu | trifft voll und ganz zu
pas du tout d'accord | pas d'accord | ni d'accord ni pas d'accord | d'accord | tout à fait d'accord
muy en desacuerdo | en desacuerdo | neutral | de acuerdo | muy de acuerdo
discordo totalmente | discordo | não concordo nem discordo | concordo | concordo totalmente
del tutto in disaccordo | in disaccordo | indeciso | d'accordo | del tutto d'accordo
helemaal mee oneens | mee oneens | neutraal | mee eens | helemaal mee eens
sehr unzufrieden | eher unzufrieden | teils/teils | eher zufrieden | sehr zufrieden
très insatisfait | plutôt insatisfait | neutre | plutôt satisfait | très satisfait
muy insatisfecho | insatisfecho | neutral | satisfecho | muy satisfecho
muito insatisfeito | insatisfeito | neutro | satisfeito | muito satisfeito
zeer ontevreden | ontevreden | neutraal | tevreden | zeer tevreden
überhaupt nicht wichtig | etwas wichtig | wichtig | sehr wichtig | äußerst wichtig
never | yearly | monthly | weekly | daily
no | probably not | maybe | probably | yes, definitely!
very unlikely | unlikely | likely | very likely
strongly negative | negative | neutral | positive | strongly positive
much worse | slightly worse | about the same | slightly better | much better
far too little | slightly too little | about right | slightly too much | far too much
far below average | somewhat below average | average | somewhat above average | far above average
very difficult | somewhat difficult | neither easy nor difficult | somewhat easy | very easy
definitely false | mostly false | mostly true | definitely true
dislike a great deal | dislike somewhat | neither like nor dislike | like somewhat | like very much
decreased a lot | decreased a little | stayed the same | increased a little | increased a lot
strongly oppose | oppose | neutral | favor | strongly favor
not well at all | slightly well | moderately well | very well | extremely well
not at all like me | not much like me | somewhat like me | mostly like me | very much like me
not like me at all | not like me | a little like me | somewhat like me | like me | very much like me
never true of me | rarely true of me | sometimes true of me | often true of me | always true of me
very untrue of me | untrue of me | neutral | true of me | very true of me
not important | not very important | somewhat important | important | very important
not at all | several days | more than half the days | nearly every day
none of the time | a little of the time | some of the time | most of the time | all of the time
at no time | some of the time | more than half of the time | most of the time | all of the time
never | almost never | sometimes | fairly often | very often
never | sometimes | about half the time | most of the time | always
not at all | not much | some | a lot
none at all | a little | a moderate amount | a lot | a great deal
definitely would not | probably would not | might or might not | probably would | definitely would
far short of expectations | short of expectations | equals expectations | exceeds expectations
strongly_disagree | disagree | neither_agree_nor_disagree | agree | strongly_agree
did not meet | met | exceeded | far exceeded
never | rarely | some days | most days | every day
not a problem | minor problem | moderate problem | serious problem
none | some | most | all
ungenügend | mangelhaft | ausreichend | befriedigend | gut | sehr gut
unacceptable | needs improvement | satisfactory | good | outstanding
never or almost never | sometimes | often | always or almost always
nie | seltener | monatlich | wöchentlich | täglich
jamais | une fois par mois | une fois par semaine | une fois par jour | plusieurs fois par jour
nunca | mensual | semanal | diario
gar nicht | wenig | mittelmäßig | überwiegend | völlig
stimmt nicht | stimmt kaum | stimmt eher | stimmt genau
trifft nicht zu | trifft kaum zu | trifft teilweise zu | trifft eher zu | trifft voll zu
überhaupt nicht | an einzelnen tagen | an mehr als der hälfte der tage | beinahe jeden tag
pas du tout d'accord | plutôt pas d'accord | plutôt d'accord | tout à fait d'accord
pas du tout important | peu important | assez important | très important
jamais | rarement | de temps en temps | souvent | très souvent | toujours
totalmente en desacuerdo | muy en desacuerdo | en desacuerdo | de acuerdo | muy de acuerdo
nada importante | poco importante | algo importante | muy importante
nada | poco | algo | bastante | mucho
nunca | casi nunca | a veces | casi siempre | siempre
discordo totalmente | discordo parcialmente | neutro | concordo parcialmente | concordo totalmente
nada importante | pouco importante | moderadamente importante | muito importante
nunca | raramente | às vezes | frequentemente | sempre
per niente d'accordo | poco d'accordo | abbastanza d'accordo | molto d'accordo
mai | raramente | qualche volta | spesso | sempre
molto insoddisfatto | insoddisfatto | neutrale | soddisfatto | molto soddisfatto
helemaal niet mee eens | niet mee eens | neutraal | mee eens | helemaal mee eens
nooit | zelden | soms | regelmatig | vaak | altijd
niet belangrijk | weinig belangrijk | tamelijk belangrijk | zeer belangrijk
zdecydowanie się nie zgadzam | raczej się nie zgadzam | raczej się zgadzam | zgadzam się
zdecydowanie nie | raczej nie | raczej tak | zdecydowanie tak
nigdy | rzadko | czasami | często | zawsze
bardzo niezadowolony | niezadowolony | zadowolony | bardzo zadowolony
полностью не согласен | скорее не согласен | скорее согласен | согласен | полностью согласен
никогда | редко | иногда | часто | всегда
очень плохо | плохо | удовлетворительно | хорошо | отлично
kesinlikle katılmıyorum | katılmıyorum | kararsızım | katılıyorum | kesinlikle katılıyorum
hiçbir zaman | nadiren | bazen | sık sık | her zaman
instämmer inte alls | instämmer inte | varken eller | instämmer | instämmer helt
aldrig | sällan | ibland | ofta | alltid
mycket missnöjd | missnöjd | nöjd | mycket nöjd
helt uenig | litt uenig | verken enig eller uenig | litt enig | helt enig
aldrig | sjældent | nogle gange | ofte | altid
meget utilfreds | utilfreds | hverken eller | tilfreds | meget tilfreds
täysin eri mieltä | jokseenkin eri mieltä | jokseenkin samaa mieltä | täysin samaa mieltä
ei koskaan | harvoin | joskus | usein | aina
非常不同意 | 不同意 | 一般 | 同意 | 非常同意
非常不满意 | 比较不满意 | 一般 | 比较满意 | 非常满意
完全不符合 | 比较不符合 | 不确定 | 比较符合 | 完全符合
从不 | 很少 | 有时 | 经常 | 总是
全くそう思わない | あまりそう思わない | どちらともいえない | ややそう思う | とてもそう思う
全くあてはまらない | あまりあてはまらない | ややあてはまる | とてもあてはまる
全くない | あまりない | ときどき | よくある | いつも
전혀 그렇지 않다 | 그렇지 않다 | 보통이다 | 그렇다 | 매우 그렇다
매우 불만족 | 불만족 | 보통 | 만족 | 매우 만족
لا أوافق بشدة | لا أوافق | محايد | أوافق | أوافق بشدة
أبدا | نادرا | أحيانا | غالبا | دائما
"""  # noqa: RUF001 - Turkish words
SCALES = [[label.strip() for label in line.split("|")] for line in ORDERS.strip().splitlines()]


@pytest.mark.parametrize("labels", SCALES, ids=lambda labels: labels[0])
def test_words(labels):
    """Whatever order they come in, and if some level was not chosen."""
    words = [normalize_label(label) for label in labels]
    for seed in range(5):
        mixed = random.Random(seed).sample(words, len(words))  # noqa: S311 - no secret
        assert order_options(mixed).options == tuple((word,) for word in words)
        assert order_options(mixed).by == "words"
    # Any three levels keep their order, or their words do not tell.
    for some in itertools.combinations(words, 3):
        found = order_options(sorted(some))
        assert found is None or found.labels == some


@pytest.mark.parametrize(
    "words",
    [
        ["red", "green", "blue"],
        ["bus", "car"],
        ["agree", "satisfied"],
        ["neutral", "neither", "agree", "disagree"],
        ["very good", "very", "good soup"],
        ["often", "frequently"],
        ["critical", "essential", "important"],
        ["agree"],
        [],
        ["no", "maybe not", "yes"],
        ["yes", "no", "maybe"],
        ["yes", "no", "sometimes"],
        ["freshman", "sophomore", "junior", "senior"],
        ["very conservative", "conservative", "moderate", "liberal", "very liberal"],
        ["high school", "bachelor", "master"],
        ["none", "one", "two", "three or more"],
        ["catholic", "muslim", "none"],
        ["single", "married", "divorced", "never married"],
        ["first year", "second year", "third year"],
        ["18-24", "25-34", "35-44"],
        ["$0 - $24,999", "$25,000 - $49,999", "$150,000+"],
        ["1-5 years", "5-10 years", "more than 10 years"],
        ["north", "south", "east", "west"],
        ["public", "private", "non public"],
        ["strongly agree", "d'accord", "agree", "tout à fait d'accord"],
        ["better", "worse", "easier"],
        ["male", "female", "prefer not to say"],
        ["full time", "part time", "not employed"],
        ["nicht wichtig", "eher unwichtig", "eher wichtig", "sehr wichtig"],
        ["quite satisfied", "satisfied", "dissatisfied"],
    ],
)
def test_no_order(words):
    """Words of no scale, two wordings of one level, and a single word."""
    assert order_options(words) is None
    assert not are_levels(words)


@pytest.mark.parametrize(
    ("options", "codes", "labels", "by"),
    [
        (["3", "1", "2.0"], (1, 2, 3), ("", "", ""), "numbers"),
        (["0", "10", "5", "7", "2", "9"], (0, 2, 5, 7, 9, 10), ("",) * 6, "numbers"),
        (["-2", "0", "2", "1"], (-2, 0, 1, 2), ("",) * 4, "numbers"),
        (["-2", "-1", "0", "2", "1"], (-2, -1, 0, 1, 2), ("",) * 5, "numbers"),
        (["-1", "1", "2", "3"], None, None, None),
        (["1 - never", "2", "3 - always"], (1, 2, 3), ("never", "", "always"), "numbers"),
        (["1: never", "1 - never", "2"], (1, 2), ("never", ""), "numbers"),
        (["1: never", "1 - seldom", "2"], None, None, None),
        (["(1) bad", "good (2)"], (1, 2), ("bad", "good"), "numbers"),
        (["2", "3", "4", "strongly disagree", "strongly agree"], (1, 2, 3, 4, 5),
         ("strongly disagree", "", "", "", "strongly agree"), "ends"),
        (["2", "3", "good", "soup"], None, None, None),
        (["2", "3", "agree"], None, None, None),
        (["1.5", "2"], None, None, None),
        (["1", "200"], None, None, None),
        (["1", "50"], None, None, None),
        (["1", "11", "12"], None, None, None),
        (["12", "13", "14"], None, None, None),
        (["3"], None, None, None),
        (["1", "1.0"], None, None, None),
    ],
)  # fmt: skip
def test_numbers(options, codes, labels, by):
    """Bare, beside words, and between two ends; dense enough to be steps."""
    found = order_options(options)
    if codes is None:
        assert found is None
    else:
        assert (found.codes, found.labels, found.by) == (codes, labels, by)


def test_minus_is_not_a_dash():
    """-1 is another number than 1."""
    assert order_options(["-1", "0", "1"]).options == (("-1",), ("0",), ("1",))


@pytest.mark.parametrize("words", [["no", "yes"], ["nein", "ja"], ["non", "oui"], ["nee", "ja"]])
def test_yes_and_no(words):
    """No comes first."""
    assert order_options(words[::-1]).labels == tuple(words)
    assert rank_words(words) == {words[0]: 0.0, words[1]: 1.0}


def test_too_many():
    """Twelve levels are the most."""
    assert order_options([str(k) for k in range(1, 14)]) is None


def test_whole_scale():
    """The preset of which some levels were chosen; nothing where the sides mirror each other."""
    four = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
    assert whole_scale(frozenset({"strongly disagree", "disagree", "agree"})) == four
    five = (*four[:2], "Neither agree nor disagree", *four[2:])
    assert whole_scale(frozenset({"neither agree nor disagree", "agree"})) == five
    assert whole_scale(frozenset({"disagree", "agree"})) == ()
    assert whole_scale(frozenset({"bus", "car", "tram"})) == ()
    assert whole_scale(frozenset({"strongly_agree", "disagree"})) == four


def test_the_other_side_is_put_in():
    """What one side of a middle lacks is written in the words of the other."""
    seen = {"somewhat difficult", "neither easy nor difficult", "somewhat easy", "very easy"}
    assert whole_scale(frozenset(seen)) == (
        "Very difficult", "somewhat difficult", "neither easy nor difficult", "somewhat easy",
        "very easy",
    )  # fmt: skip
    worse = {"slightly worse", "much worse", "about the same", "much better"}
    assert whole_scale(frozenset(worse))[3] == "Slightly better"


ENGLISH = ["strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"]
FRENCH = ["pas du tout d'accord", "pas d'accord", "neutre", "d'accord", "tout à fait d'accord"]
GERMAN = ["stimme gar nicht zu", "stimme eher nicht zu", "teils/teils", "stimme eher zu",
          "stimme voll zu"]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (FRENCH, ENGLISH, [*map(set, zip(FRENCH, ENGLISH, strict=True))]),
        (FRENCH, GERMAN, [*map(set, zip(FRENCH, GERMAN, strict=True))]),
        (FRENCH[:2] + FRENCH[3:], ENGLISH[:2] + ENGLISH[3:],
         [{FRENCH[k], ENGLISH[k]} for k in (0, 1, 3, 4)]),
        (FRENCH[:2] + FRENCH[3:], ENGLISH,
         [{FRENCH[k], ENGLISH[k]} - {"neutre"} for k in range(5)]),
        (FRENCH, ENGLISH[1:], None),
        (FRENCH[3:], ENGLISH, None),
        (FRENCH, ["bus", "car", "tram"], None),
    ],
)  # fmt: skip
def test_two_languages_in_one_column(first, second, expected):
    """Words of the same level are one level, if both sides of the middle have as many of each."""
    found = order_options([*first, *second][::-1])
    assert (found and [*map(set, found.options)]) == expected


def test_two_languages_in_one_label():
    """Both halves must tell the same order."""
    both = [f"{a} / {b}" for a, b in zip(ENGLISH, FRENCH, strict=True)]
    assert order_options(both[::-1]).labels == tuple(both)
    crossed = [f"{a} / {b}" for a, b in zip(ENGLISH, FRENCH[::-1], strict=True)]
    assert order_options(crossed) is None
    assert order_options([f"{a} / bus {k}" for k, a in enumerate(ENGLISH)]) is None
    assert order_options(["agree/yes", "bus", "car"]) is None


def test_more_texts_than_a_scale_has():
    """They are not looked at one by one."""
    assert not are_levels([f"text {k}" for k in range(1001)])
