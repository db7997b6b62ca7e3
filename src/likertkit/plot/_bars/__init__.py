"""Diverging bars: their rows, where labels have room, and how they are drawn."""
