"""The index that browsers search, and the core that reads it: made by Pagefind, split by language.

Each language has a folder of its own, so that a search can find no page of another one. Where words
are not separated by spaces, each letter is a word of the index, and readers' scripts search for
them in a row. The same holds for what precedes an apostrophe: *l'appui* is found as *appui*.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from brochure.text import tree
from brochure.text.folded import UNSPACED

FOLDER = "assets/search"
ENTRY = "pagefind-entry.json"
_CORE = "pagefind.js"
_PACKAGE = "pagefind-bin"
_LETTERS = re.compile(f"[{UNSPACED}]+")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])(['’])(?=[^\W\d_])")
# A gap that was not in the text: the script takes it out again.
GAP = "\u2060 "


class SearchIndexError(Exception):
    """The index could not be made; the message says why."""


class SearchablePage(NamedTuple):
    """A page: its language, its address below the site's, and its own HTML, without what is around.

    ``html`` may have headings with ids: results lead to them.
    """

    tag: str
    address: str
    html: str


def core() -> str:
    """Return the address of what runs in browsers, which changes with it."""
    digest = hashlib.sha256(version(_PACKAGE).encode()).hexdigest()
    return f"{FOLDER}/{_CORE}?v={digest[:8]}"


def folder(tag: str) -> str:
    """Return where the index of a language is, below the site's address."""
    return f"{FOLDER}/{tag}/"


def make(pages: Iterable[SearchablePage]) -> dict[str, bytes]:
    """Return the files of the index of some pages, by name below the site's folder.

    Raises:
        SearchIndexError: Pagefind cannot run here.
    """
    with tempfile.TemporaryDirectory(prefix="brochure-search-") as name:
        site, out = Path(name, "site"), Path(name, "out")
        tags = set()
        for page in pages:
            tags.add(page.tag)
            file = site / page.address / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            text = f'<!doctype html><html lang="{page.tag}"><body>{spaced(page.html)}</body></html>'
            file.write_text(text, encoding="utf-8")
        if not tags:
            return {}
        _run(site, out)
        return {f"{FOLDER}/{_CORE}": (out / _CORE).read_bytes(), **dict(_files(out, tags))}


def _run(site: Path, out: Path) -> None:
    try:
        command = (_program(), "--site", site, "--output-path", out, "--silent")
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - Pagefind
    except (ImportError, OSError) as error:
        raise SearchIndexError(str(error)) from error
    except subprocess.CalledProcessError as error:
        raise SearchIndexError(" ".join(error.stderr.split()) or str(error)) from error


@functools.cache
def _program() -> Path:
    from pagefind_bin import get_executable

    return Path(get_executable())


def _files(out: Path, tags: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    entry = json.loads((out / ENTRY).read_bytes())
    for tag in tags:
        key = tag.lower()
        about = entry["languages"][key]
        alone = json.dumps(entry | {"languages": {key: about}}, separators=(",", ":"))
        yield f"{folder(tag)}{ENTRY}", alone.encode()
        files = [f"pagefind.{about['hash']}.pf_meta", f"wasm.{about['wasm'] or 'unknown'}.pagefind"]
        for kind in ("index", "fragment"):
            files += (file.relative_to(out).as_posix() for file in out.glob(f"{kind}/{key}_*"))
        for file in files:
            yield f"{folder(tag)}{file}", (out / file).read_bytes()


def spaced(html: str) -> str:
    """Return HTML in which each thing to be found is a word: the script undoes it to show it."""
    body = tree.parsed(html)
    for node in body.iter():
        node.text, node.tail = _words(node.text), _words(node.tail)
    return tree.inner(body)


def _words(text: str | None) -> str | None:
    return text and _APOSTROPHE.sub(rf"\1{GAP}", _LETTERS.sub(_apart, text))


def _apart(found: re.Match[str]) -> str:
    """Return letters with a space around each, but none before what is written above or below."""
    letters = (f" {c}" if unicodedata.category(c)[0] != "M" else c for c in found[0])
    return "".join(letters) + " "
