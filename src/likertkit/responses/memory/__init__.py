"""Frames in memory: columns coded once, and counted."""
