"""Colours: in grey, to the colour-blind, and under text."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from likertkit.plot._palette import (
    DISTINCT,
    contrast,
    diverging_colors,
    luminance,
    sequential_color,
    text_color,
)

# Machado, Oliveira and Fernandes (2009), A physiologically-based model for simulation of color
# vision deficiency, IEEE TVCG 15, 1291-1298: their matrices at severity 1, for linear light.
MACHADO = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def linear(color):
    """Return the linear light of a colour, by the definition of sRGB."""
    parts = np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light):
    """Return CIELAB of linear sRGB, white point D65."""
    matrix = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = matrix @ np.clip(light, 0, 1) / np.array([0.9505, 1, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("n_levels", range(2, 12))
def test_lightness_falls_to_both_ends(n_levels):
    """In grey a level further out is darker, by at least as much as an eye sees."""
    colors = diverging_colors(n_levels)
    half, odd = divmod(n_levels, 2)
    assert len(colors) == n_levels
    light = [lab(linear(color))[0] for color in colors]
    left, right = light[: half + odd][::-1], light[half:]
    for side in (left, right):
        assert all(inner - outer > 5 for inner, outer in pairwise(side))


@pytest.mark.parametrize("kind", [None, *MACHADO])
@pytest.mark.parametrize("n_levels", [2, 3, 5, 7, 11])
def test_the_colour_blind_tell_levels_apart(kind, n_levels):
    """Neighbours, and the same distance on both sides, differ by ΔE 7 and 20 or more."""
    matrix = np.eye(3) if kind is None else np.array(MACHADO[kind])
    seen = [lab(matrix @ linear(color)) for color in diverging_colors(n_levels)]
    assert all(np.linalg.norm(a - b) > 7 for a, b in pairwise(seen))
    half = n_levels // 2
    for a, b in zip(seen[:half], seen[::-1], strict=False):
        assert np.linalg.norm(a - b) > 20


def test_labels_are_read_on_every_level():
    """WCAG's AA wants a contrast ratio of 4.5 for small text."""
    for n_levels in (*range(2, 12), 41, 101):
        for color in diverging_colors(n_levels):
            assert contrast(text_color(color), color) >= 4.5


def test_contrast_is_that_of_the_standard():
    """WCAG 2.2: black on white is 21; #777777 on white, a well-known near miss, is 4.48."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_other_sets():
    """Amounts grow darker all the way; kinds differ for everybody."""
    amounts = [luminance(sequential_color(k / 10)) for k in range(11)]
    assert amounts == sorted(amounts, reverse=True)
    assert sequential_color(-1) == sequential_color(0)
    assert sequential_color(2) == sequential_color(1)
    for matrix in ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], *MACHADO.values()):
        seen = [lab(np.array(matrix) @ linear(color)) for color in DISTINCT]
        assert all(np.linalg.norm(a - b) > 8 for a, b in combinations(seen, 2))
