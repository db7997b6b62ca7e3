"""Every item with what could undo its figures, and what may be claimed: it joins what is below."""

from likertkit.summary._row import SummaryRow
from likertkit.summary._summarize import summarize
from likertkit.summary._summary import Claim, Summary

__all__ = ["Claim", "Summary", "SummaryRow", "summarize"]
