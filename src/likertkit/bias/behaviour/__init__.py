"""How people answered: carelessly, in a style, or at the ends of the scale."""
