"""Conditions and groups compared, item by item."""

__all__: list[str] = []
