"""A site in a Git repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SETTINGS = ("user.name=Test", "user.email=test@example.org", "commit.gpgsign=false")


def git(place: Path, *arguments: str | Path) -> str:
    """Run Git, which must succeed, and return what it prints: a merge with conflicts does not."""
    settings = (part for setting in _SETTINGS for part in ("-c", setting))
    command = ("git", *settings, *arguments)
    finished = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def begin(site: Path) -> Path:
    """Make a site a repository, with the project's attributes, and return it."""
    git(site, "init", "-q", "-b", "main")
    shutil.copyfile(ROOT / ".gitattributes", site / ".gitattributes")
    (site / ".gitignore").write_text(".cache/\nsite/\n", encoding="utf-8")
    commit(site)
    return site


def commit(site: Path) -> None:
    """Commit all of a site."""
    git(site, "add", "-A")
    git(site, "commit", "-q", "--allow-empty", "-m", "Change")
