"""What a study's design says about who could answer what and when, and what threatens it."""

from likertkit.bias._cohort import Cohort
from likertkit.bias._condition import Condition
from likertkit.bias._design import StudyDesign
from likertkit.bias._response_rate import ResponseRate
from likertkit.bias._threat import Threat, ThreatRule
from likertkit.bias._threat_rules import ThreatRuleTable, threat_rules
from likertkit.bias._threat_table import ThreatTable

__all__ = [
    "Cohort",
    "Condition",
    "ResponseRate",
    "StudyDesign",
    "Threat",
    "ThreatRule",
    "ThreatRuleTable",
    "ThreatTable",
    "threat_rules",
]
