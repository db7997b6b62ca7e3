"""Statistics on plain numbers and NumPy arrays; no frames, no scales."""
