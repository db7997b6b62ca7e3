"""The forms of a summary's sentences, as patterns that name their parts."""

from __future__ import annotations

NUMBER = r"[-+]?\d+(?:\.\d+)?"
P_VALUE = r"(?:adjusted )?p (?:= \.?\d[\d.]*|< \.001)"
_WHO = r"(?:\d+ to )?\d+ (?:people|person)"
_NAMES = r"(?:'\w+'(?:, '\w+')*(?: and '\w+')?|\d+ items \('\w+'(?:, '\w+')*, …\))"
_OVER = (
    rf"superiority of '\w+' over '\w+' (?P<share>{NUMBER}), (?P<ci>[\d.]+) % interval "
    rf"(?P<share_low>{NUMBER}) to (?P<share_high>{NUMBER})"
)
_MINUS = (
    rf"'\w+' minus '\w+': (?P<ci>[\d.]+) % interval (?:not defined|(?P<low>{NUMBER}) to "
    rf"(?P<high>{NUMBER}))"
)
_TOWARDS = r"(?: \(towards '[^']+'\))?"


def _second(pattern: str) -> str:
    """Return a pattern with other names for its groups, to stand beside itself."""
    return pattern.replace("(?P<ci>", "(?P<ci_2>")


FORMS = {
    "means": (
        r"On a scale from .+?, (?P<population>in the population that the weights represent, )?the "
        rf"(?P<weighted>weighted )?mean scores(?: of the (?P<who>{_WHO}) who answered)? under "
        rf"'(?P<condition>\w+)' (?:are all (?P<all>{NUMBER})|range from (?P<least>{NUMBER}) "
        rf"\('(?P<item_least>\w+)'\) to (?P<most>{NUMBER}) \('(?P<item_most>\w+)'\))"
        rf"(?:; (?P<answered>{_WHO}) answered)?\."
    ),
    "mean": (
        r"On a scale from .+?, (?P<population>in the population that the weights represent, )?the "
        rf"(?P<weighted>weighted )?mean score of '(?P<item>\w+)'(?: of the (?P<who>{_WHO}) who "
        rf"answered)? under '(?P<condition>\w+)' is (?P<all>{NUMBER})"
        rf"(?:; (?P<answered>{_WHO}) answered)?\."
    ),
    "people": (
        rf"More people rated '(?P<item>\w+)' higher{_TOWARDS} under '(?P<above>\w+)' than under "
        rf"'(?P<below>\w+)': of the (?P<who>{_WHO}) who rated both, (?P<up>\d+) rated '\w+' higher,"
        rf" (?P<down>\d+) rated '\w+' higher, and (?P<alike>\d+) rated both the same \({_OVER}; "
        r"[^;]+?, "
        rf"(?P<p>{P_VALUE})\)(?P<tail>; .+)?\."
    ),
    "ratings": (
        rf"Ratings of '(?P<item>\w+)' are more often higher{_TOWARDS} under '(?P<above>\w+)' than "
        r"under '(?P<below>\w+)': of the (?P<all_pairs>\d+) pairs of one rating under each "
        r"condition, (?P<up>\d+) are higher under '\w+', (?P<down>\d+) are higher under '\w+', and "
        rf"(?P<alike>\d+) are equal \({_OVER}; [^;]+?, (?P<p>{P_VALUE})\)(?P<tail>; .+)?\."
    ),
    "higher mean": (
        r"(?P<population>In the population that the weights represent, the weighted|The) mean of "
        rf"'(?P<item>\w+)' is higher{_TOWARDS} under '(?P<above>\w+)' than under '(?P<below>\w+)',"
        rf" by (?P<size>{NUMBER}) points?(?: among people who would rate both| among the "
        rf"(?P<who>{_WHO}) who rated both| among the (?P<n_first>\d+) who rated '\w+' and the "
        rf"(?P<n_second>\d+) who rated '\w+')? \({_MINUS}; [^;]+?, (?P<p>{P_VALUE})"
        rf"(?:; (?:(?P<rated>{_WHO}) rated both|(?P<rated_first>{_WHO}) rated '\w+' and "
        r"(?P<rated_second>\d+) '\w+'))?\)(?P<tail>; .+)?\."
    ),
    "nothing of one": (
        rf"That '(?P<item>\w+)' is rated differently under '\w+' and '\w+', or that it is rated "
        r"the same: "
        rf"(?:neither )?(?:the (?:numbers of people|order of the ratings) \({_OVER}; "
        rf"(?P<p>{P_VALUE})\))?(?: nor )?(?:the means \({_second(_MINUS)}; "
        rf"(?P<p_means>{P_VALUE})\))?(?: do(?:es)? not)? show a difference\."
    ),
    "nothing of many": (
        rf"That (?P<items>{_NAMES}) are rated differently under '\w+' and '\w+', or that they are "
        r"rated the same: (?:neither the (?:numbers of people|order of the ratings) nor )?the "
        rf"means (?:do not )?show a difference(?:; the (?P<ci>[\d.]+) % interval of a mean "
        r"difference reaches up to "
        rf"(?P<reach>{NUMBER}) points? \('(?P<item>\w+)'\))?\."
    ),
    "scoring": (
        rf"That the sign of the mean difference of (?P<items>{_NAMES}) does not depend on the "
        r"scores: other increasing scores of the levels change the sign\."
    ),
    "many p-values": (
        rf"That any of (?P<m>\d+) p-values shows a difference because it is below {NUMBER}: "
        rf"without adjustment the chance of at least one false finding is up to {NUMBER}\."
    ),
    "no pair": (
        r"Anything about people who answered under only one condition: (?:up to )?"
        r"(?P<n>\d+) (?:person is|people are) in one mean but in no pair \('(?P<item>\w+)'\)\."
    ),
    "loose": (
        r"That any person rated '\w+' and '\w+' differently: the answers of a person are not "
        r"linked\."
    ),
    "silent": (
        r"That the means under '(?P<condition>\w+)' are the means of everybody who was "
        r"asked: with the people who did not answer, the mean of "
        rf"'(?P<item>\w+)' lies between (?P<low>{NUMBER}) and (?P<high>{NUMBER})\."
    ),
    "direction": (
        rf"That a higher score of (?P<items>{_NAMES}) is better or worse: the scale, from .+?, "
        r"has no declared positive end\."
    ),
    "memory": (
        r"That recall did not cause the difference in '(?P<item>\w+)': if everybody had rated "
        rf"'(?P<condition>\w+)' (?P<size>{NUMBER}) points? (?P<way>higher|lower), the mean "
        r"difference would be 0; (?:it would also be 0 or change its sign if "
        r"(?P<n>\d+) of the (?P<who>\d+) "
        r"(?:people|person) had rated '(?P<again>\w+)' one category (?P<way_again>higher|lower)|"
        r"moving one category is not enough, for any number of people)\."
    ),
}  # fmt: skip
