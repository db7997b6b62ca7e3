"""Hypothesis strategies for scales, instruments, responses and counts: valid, and awkward.

They make what surveys really hold: levels that nobody chose, negative and gapped codes, labels at
the ends only, several codes for one refusal, columns of every type, one row, no rows.  Importing
this package also tells :func:`hypothesis.strategies.from_type` how to make each of these types;
where likertkit is installed, Hypothesis imports it by itself.

The package needs Hypothesis, which the extra ``testing`` installs.
"""

from likertkit.instrument import Instrument, Item, LikertScale
from likertkit.responses import Responses
from likertkit.tally import CoTally, PairTally, Tally
from likertkit.testing._extra import st
from likertkit.testing._instruments import instruments, items, scales
from likertkit.testing._responses import responses
from likertkit.testing._tallies import pair_tallies, tallies

__all__ = ["instruments", "pair_tallies", "responses", "scales", "tallies"]

# As functions: Hypothesis may be importing this, and must not be made to build strategies then.
st.register_type_strategy(LikertScale, lambda _: scales())
st.register_type_strategy(Item, lambda _: items())
st.register_type_strategy(Instrument, lambda _: instruments())
st.register_type_strategy(Responses, lambda _: responses())
st.register_type_strategy(Tally, lambda _: tallies())
st.register_type_strategy(PairTally, lambda _: pair_tallies())
st.register_type_strategy(CoTally, lambda _: responses().map(lambda answers: answers.cotally()))
