"""What a type checker knows of response styles, careless answers, floors and ceilings."""

from __future__ import annotations

from typing import assert_type

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import likertkit as lk
from likertkit.bias import (
    Careless,
    CriterionSummary,
    FigureSummary,
    FloorCeilingRow,
    HeadlineRow,
    ResponseStyles,
    careless,
    floor_ceiling,
    response_styles,
)

trial = lk.Instrument("trial", [lk.Item("q1", lk.LikertScale())])
answers = lk.Responses(pd.DataFrame({"q1": [1, 2]}), trial)

# -- response styles ----------------------------------------------------------------------------

styles = response_styles(answers)
assert_type(styles, ResponseStyles)
assert_type(styles.acquiescence, NDArray[np.float64])
assert_type(styles.n_answers, NDArray[np.int64])
assert_type(styles.to_frame(), pd.DataFrame)
assert_type(styles.summary, lk.Table[FigureSummary])
assert_type(styles.to_text(), str)
assert_type(len(styles), int)
response_styles(answers.tally())  # type: ignore[arg-type]
response_styles(answers, "q1")  # type: ignore[call-arg]

# -- careless answers ---------------------------------------------------------------------------

found = careless(answers, longstring=None, even_odd=0.2, n_criteria=1, min_answered=8)
assert_type(found, Careless)
assert_type(found.flagged, NDArray[np.bool_])
assert_type(found.longstring, NDArray[np.int64])
assert_type(found.irv, NDArray[np.float64])
assert_type(found.summary, lk.Table[CriterionSummary])
assert_type(found.headline, lk.Table[HeadlineRow])
assert_type(found.headline["q1"].difference, float)
careless(answers, longstring="half")  # type: ignore[arg-type]
careless(answers, 0.5)  # type: ignore[call-arg]

# -- floors and ceilings ------------------------------------------------------------------------

assert_type(floor_ceiling(answers), lk.Table[FloorCeilingRow])
assert_type(floor_ceiling(answers.tally(), by=(), threshold=0.2)["q1"].floor, float)
assert_type(floor_ceiling(answers, subscale="one")["one"].ceiling_effect, bool | None)
floor_ceiling(answers, threshold="15 %")  # type: ignore[arg-type]
