"""What a study's design says about who could answer what, and what bias could do to figures."""

from likertkit.bias._cohort import Cohort
from likertkit.bias._condition import Condition
from likertkit.bias._design import ResponseRate, StudyDesign
from likertkit.bias._e_value import EValue, e_value
from likertkit.bias._influence import cohort_influence
from likertkit.bias._influence_row import CohortRow, InfluenceRow, InfluenceTable
from likertkit.bias._nonresponse import nonresponse_bounds
from likertkit.bias._nonresponse_row import (
    BoundsRow,
    BoundsTable,
    CumulativeBoundsRow,
    ShareBoundsRow,
)
from likertkit.bias._order import OrderRow, order_robustness
from likertkit.bias._tipping import TippingRow, tipping_point

__all__ = [
    "BoundsRow",
    "BoundsTable",
    "Cohort",
    "CohortRow",
    "Condition",
    "CumulativeBoundsRow",
    "EValue",
    "InfluenceRow",
    "InfluenceTable",
    "OrderRow",
    "ResponseRate",
    "ShareBoundsRow",
    "StudyDesign",
    "TippingRow",
    "cohort_influence",
    "e_value",
    "nonresponse_bounds",
    "order_robustness",
    "tipping_point",
]
