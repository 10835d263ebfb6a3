"""Copies of the project that a test may change, and the changes that tests make."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import subprocess
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from brochure.checks.wording.cache import FOLDER as WORDING
from brochure.cli.main import main
from brochure.render.cards import FOLDER as CARDS
from brochure.render.paper.documents import FOLDER as DOCUMENTS

ROOT = Path(__file__).parents[2]
# All that a site is made from. The packages under scripts/ are installed.
PARTS = ("content", "docs", "translations", "overrides", "mkdocs.yml")


def copy(target: Path, *parts: str) -> Path:
    """Copy the project, or some parts of it, into a folder and return that.

    What rules on wording have found in its texts goes with them, if it has been checked before; and
    all copies use the project's stores of cards and documents, whose names tell what is on them.
    """
    parts = parts or PARTS
    known = (ROOT / WORDING).glob("*.json") if "content" in parts else ()
    for source in (*(ROOT / part for part in parts), *known):
        place = target / source.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, place)
        else:
            shutil.copy(source, place)
    share_stores(target)
    return target


def small(target: Path, *drafts: str) -> Path:
    """Make another programme's small site in a folder, with our templates, and return that.

    It has few pages and words, in three languages and those of our drafts that are named, so that
    it is built in no time.
    """
    tags, pages = ",".join(("en", "fr", "pt", *drafts)), "about,areas,questions,search"
    options = ("--name", "Open Doors", "--languages", tags, "--pages", pages, "--form")
    done = brochure(ROOT, "new", target, *options)
    assert done.returncode == 0, done.stderr
    drafted = (f"content/languages/{tag}.yaml" for tag in drafts)
    return copy(target, "overrides", "mkdocs.yml", *drafted)


def share_stores(site: Path) -> None:
    """Let a site in a test use the cards and documents that others have made."""
    for store in (CARDS, DOCUMENTS):
        (ROOT / store).mkdir(parents=True, exist_ok=True)
        (site / store).parent.mkdir(parents=True, exist_ok=True)
        if not (site / store).exists():
            (site / store).symlink_to(ROOT / store)


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder to another place."""
    shutil.copytree(source, target)


def edit(file: Path, old: str, new: str) -> None:
    """Replace the first ``old`` in a file, in one go, as editors save."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} does not contain {old!r}"
    draft = file.with_name(f".{file.name}~")
    draft.write_text(text.replace(old, new, 1), encoding="utf-8")
    draft.replace(file)


def set_requests(place: Path, value: str) -> None:
    """Set in a copy whether requests are accepted."""
    file = place / "content/site.yaml"
    text, found = re.subn(
        r"(?m)^  requests: .*$", f"  requests: {value}", file.read_text(encoding="utf-8")
    )
    assert found == 1
    file.write_text(text, encoding="utf-8")


def window(today: datetime.date, first: int, last: int) -> str:
    """Return a window of requests, in days before or after today."""
    opens, closes = (today + datetime.timedelta(days) for days in (first, last))
    return f"{{opens: {opens}, closes: {closes}}}"


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes, except for what can be computed again."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", ".cache"} & set(path.relative_to(folder).parts)
    }


def restore(folder: Path, before: dict[str, bytes]) -> bool:
    """Give a folder the ``contents`` again that it had; tell whether it had others."""
    now = contents(folder)
    for name in now.keys() - before.keys():
        (folder / name).unlink()
    changed = [name for name, data in before.items() if now.get(name) != data]
    for name in changed:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(before[name])
    return bool(changed) or now.keys() != before.keys()


def brochure(place: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command ``brochure`` in a copy, within this process, which has all it needs."""
    out, err = io.StringIO(), io.StringIO()
    with chdir(place), redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([*map(str, arguments)])
        except SystemExit as error:  # a usage error, from argparse
            code = int(str(error.code))
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())
