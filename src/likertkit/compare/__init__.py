"""Two conditions, or groups, compared item by item."""

from likertkit.compare._pair_source import ItemPairs, as_pairs, item_pairs

__all__ = ["ItemPairs", "as_pairs", "item_pairs"]
