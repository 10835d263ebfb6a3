"""The sites that are measured: ours and the baseline's with the same content, in two sizes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks import baseline, generated, project_copy
from brochure.checks.run import site_or_raise
from brochure.translation import languages

SIZES = (3, 24)  # languages


@dataclass(frozen=True)
class Sites:
    """Two folders with the same content; ``tags`` are its languages."""

    ours: Path
    baseline: Path
    tags: tuple[str, ...]

    @property
    def label(self) -> str:
        """The name of the size in results."""
        return f"{len(self.tags)} languages"


def make(root: Path, folder: Path, size: int) -> Sites:
    """Create both sites below ``folder`` from the project in ``root``.

    Raises:
        ProblemsError: the content has errors.
        RuntimeError: the generated languages cannot be added.
    """
    ours, stock = copy(root, folder / f"ours-{size}"), folder / f"stock-{size}"
    if size > len(site_or_raise(ours).tags):
        generated.add(ours)
    site = site_or_raise(ours)
    baseline.write(site, stock)
    return Sites(ours, stock, site.tags)


def copy(root: Path, folder: Path) -> Path:
    """Copy the project without its drafts, which the baseline does not have.

    Raises:
        ProblemsError: the content has errors.
    """
    project_copy.copy(root, folder)
    for draft in site_or_raise(folder).excluded_drafts:
        languages.remove(folder, draft, force=True)
    return folder
