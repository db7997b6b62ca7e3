"""How Sphinx builds the documentation."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from _draw_gallery import draw_all

project = "likertkit"
author = "The likertkit developers"
project_copyright = f"2026, {author}"
version = release = metadata.version("likertkit")

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc", "sphinx_copybutton"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["overview.css"]
# What is copied runs: without prompts, and without what was printed.
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
html_title = f"likertkit {release}"

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_default_options = {"members": True}
autodoc_member_order = "groupwise"
autodoc_typehints = "none"
numpydoc_show_class_members = False


def setup(app: object) -> None:
    """Draw the gallery before the pages are read."""
    del app
    draw_all()
