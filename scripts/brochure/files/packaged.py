"""What a site may leave to the generator: its templates, and the settings of MkDocs."""

from __future__ import annotations

from pathlib import Path

import brochure

TEMPLATES = "overrides"
SETTINGS = "mkdocs.yml"
PAPER = "paper"  # the folder of templates of what is printed, which no reader loads


def paper(root: Path) -> Path:
    """Return the folder that holds the templates of what is printed, in ``paper/``.

    A site's own ``overrides/`` may lack them: then they are the generator's.
    """
    return find(root, f"{TEMPLATES}/{PAPER}").parent


def find(root: Path, name: str) -> Path:
    """Return the path of a folder or file: the site's own, or that which the generator comes with.

    An installed generator has them beside its code, and a checkout above it.
    """
    package = Path(brochure.__file__).parent
    places = (root, package, package.parents[1])
    return next((place / name for place in places if (place / name).exists()), root / name)
