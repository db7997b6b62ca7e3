"""Colours that colour-blind readers and grey printers tell apart, and what is read on them.

Colours are mixed in OKLab, where equal steps look equal.  Lightness falls steadily from the middle
of a diverging set to both of its ends, so that the set reads in grey too.
"""

from __future__ import annotations

from itertools import pairwise

INK, FAINT, RULE, PAPER = "#1f2328", "#59636e", "#d1d9e0", "#ffffff"
WARNING = "#a40e26"
# Answers that are not on the scale, and no answers at all.
ASIDE, BLANK = "#b4b4b4", "#d9d9d9"
# Okabe and Ito's set, without its yellow and its black: conditions, groups, kinds.
DISTINCT = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")

_MIDDLE = "#dfdfdf"
_ORANGE = (_MIDDLE, "#f3b468", "#c5660d", "#743502")
_BLUE = (_MIDDLE, "#93c1e3", "#3380bf", "#0a3d72")

_Triple = tuple[float, float, float]


def _linear(color: str) -> _Triple:
    """Return red, green and blue of a colour, as amounts of light from 0 to 1."""
    parts = (int(color[k : k + 2], 16) / 255 for k in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def _hexadecimal(light: _Triple) -> str:
    parts = (min(max(p, 0.0), 1.0) for p in light)
    coded = (12.92 * p if p <= 0.0031308 else 1.055 * p ** (1 / 2.4) - 0.055 for p in parts)
    return "#" + "".join(f"{round(255 * p):02x}" for p in coded)


def _oklab(color: str) -> _Triple:
    """Return lightness and the two colour axes of Ottosson's OKLab."""
    r, g, b = _linear(color)
    x = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    y = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    z = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * x + 0.7936177850 * y - 0.0040720468 * z,
        1.9779984951 * x - 2.4285922050 * y + 0.4505937099 * z,
        0.0259040371 * x + 0.7827717662 * y - 0.8086757660 * z,
    )


def _from_oklab(lab: _Triple) -> str:
    lightness, a, b = lab
    x = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    y = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    z = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return _hexadecimal(
        (
            4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
            -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
            -0.0041960863 * x - 0.7034186147 * y + 1.7076147010 * z,
        )
    )


def _mixed(anchors: tuple[str, ...], place: float) -> str:
    """Return the colour at a place from 0 to 1 along a line through some colours."""
    steps = list(pairwise(map(_oklab, anchors)))
    step = min(int(place * len(steps)), len(steps) - 1)
    share = place * len(steps) - step
    start, end = steps[step]
    lightness, a, b = (p + share * (q - p) for p, q in zip(start, end, strict=True))
    return _from_oklab((lightness, a, b))


def diverging_colors(n_levels: int) -> tuple[str, ...]:
    """Return a colour for each level of a scale, from its negative end to its positive end.

    An odd number of levels has a grey middle; the ends are a dark orange and a dark blue.
    """
    half, odd = divmod(n_levels, 2)
    # Two levels a side are not the darkest: their labels and edges stay readable.
    first, last = (0.38, 0.8) if half == 2 else (0.26, 1.0)
    places = [first + k * (last - first) / max(half - 1, 1) for k in range(half)]
    if half == 1:
        # Two colours alone: one is lighter, so that a legend in grey tells them apart.
        return (_mixed(_ORANGE, 0.45), *([_MIDDLE] * odd), _mixed(_BLUE, 0.75))
    return (
        *(_mixed(_ORANGE, place) for place in reversed(places)),
        *([_MIDDLE] * odd),
        *(_mixed(_BLUE, place) for place in places),
    )


def sequential_color(place: float) -> str:
    """Return a colour from near white at 0 to dark blue at 1, darker all the way."""
    return _mixed(("#f4f7fa", *_BLUE[1:]), min(max(place, 0.0), 1.0))


def luminance(color: str) -> float:
    """Return the relative luminance of a colour as WCAG 2 defines it, from 0 to 1."""
    red, green, blue = _linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2 defines it, from 1 to 21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def text_color(background: str) -> str:
    """Return black or white, whichever is read better on a colour.

    The better of the two has a contrast ratio of 4.58 or more on every colour.
    """
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, background))
