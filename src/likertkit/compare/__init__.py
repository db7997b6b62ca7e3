"""Comparisons of groups and of conditions."""

__all__: list[str] = []
