"""The documents of a site: which there are, where readers find them, and how they are made.

A document is made when its inputs have changed since the last time: its data, the templates, the
fonts, the typesetter. It is in a cache by the digest of these.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from brochure.files import fonts, packaged
from brochure.files.cache import cached_file
from brochure.problems import Problem, ProblemsError
from brochure.render.documents_view import MadeDocument
from brochure.render.paper import leaflet, letter, letter_files
from brochure.render.paper.words import Words, site_texts
from brochure.site.site import Site
from brochure.text.pseudo import PSEUDO

FOLDER = Path(".cache", "brochure", "documents")

# The media types of documents.
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}

Problems = Callable[[], Iterator[Problem]]


@dataclass(frozen=True, eq=False)
class Document:
    """A document in one language: ``name`` is what it is, ``suffix`` its type, such as ``pdf``.

    ``make`` makes it from ``data``; ``problems`` tells why it cannot be published.
    """

    site: Site
    tag: str
    name: str
    suffix: str
    data: Mapping[str, Any]
    make: Callable[[Mapping[str, Any]], bytes]
    problems: Problems = lambda: iter(())

    @property
    def unmade(self) -> MadeDocument:
        """The document as pages refer to it before it is made."""
        return MadeDocument(
            self.tag, self.name, self.suffix, address(self.site, self.tag, self.name, self.suffix)
        )

    def file(self) -> Path:
        """Return its file, made if it is not in the cache.

        Raises:
            ProblemsError: it cannot be published, or there is an error in its template.
            OSError: it cannot be written.
        """
        text = json.dumps([self.name, self.suffix, self.data, tools(self.site.root)])
        digest = hashlib.sha256(text.encode()).hexdigest()[:32]
        return cached_file(self.site.root / FOLDER, f"{digest}.{self.suffix}", self._made)

    def _made(self) -> bytes:
        if found := list(self.problems()):
            raise ProblemsError(found)
        return self.make(self.data)


def address(site: Site, tag: str, name: str, suffix: str) -> str:
    """Return the path of a document below the site's root."""
    programme = unicodedata.normalize("NFKD", site.content.site.name[site.tags[0]])
    plain = re.sub(r"[^a-z0-9]+", "-", programme.encode("ascii", "ignore").decode().lower())
    stem = "-".join(filter(None, (plain.strip("-"), name, tag)))
    return f"documents/{stem}.{suffix}"


def unmade_documents(site: Site) -> list[MadeDocument]:
    """Return the documents that a site may have, of which none is made: for a preview."""
    names: dict[str, tuple[str, ...]] = {}
    if _has_leaflet(site):
        names["leaflet"] = ("pdf",)
    if site.content.letter and site.content.letter.frame:
        names["letter"] = tuple(letter_files.MAKERS)
    return [
        MadeDocument(tag, name, suffix, address(site, tag, name, suffix))
        for tag in _languages(site)
        for name, suffixes in names.items()
        for suffix in suffixes
    ]


def document_at(site: Site, where: str) -> Document | None:
    """Return the document with an address below the site's root, if its language has it."""
    tags = [made.tag for made in unmade_documents(site) if made.address == where]
    found = (one for tag in tags for one in _in_language(site, tag))
    return next((one for one in found if one.unmade.address == where), None)


def documents_of(site: Site) -> list[Document]:
    """Return the documents of a site in each of its languages that says all that is in them."""
    return [one for tag in _languages(site) for one in _in_language(site, tag)]


def _languages(site: Site) -> list[str]:
    """Return the languages that documents are made in: a pseudo-language is for screens alone."""
    return [tag for tag in site.tags if tag not in PSEUDO]


def _has_leaflet(site: Site) -> bool:
    return site.content.site.leaflet and leaflet.has_enough(site.content)


def _in_language(site: Site, tag: str) -> Iterator[Document]:
    if _has_leaflet(site):
        words = Words(site, tag)
        data = leaflet.data(words)
        if words.is_complete:
            problems = functools.partial(_problems, words, data, leaflet.problems)
            yield Document(site, tag, "leaflet", "pdf", data, leaflet.maker(site.root), problems)
    if site.content.letter and site.content.letter.frame:
        words = Words(site, tag)
        data = letter.data(words, site.content.letter.frame)
        if words.is_complete:
            for suffix, maker in letter_files.MAKERS.items():
                make = functools.partial(maker, site.root)
                problems = functools.partial(_problems, words, data)
                yield Document(site, tag, "letter", suffix, data, make, problems)


def _problems(
    words: Words,
    data: dict[str, Any],
    more: Callable[[Words, dict[str, Any]], Iterator[Problem]] | None = None,
) -> Iterator[Problem]:
    """Yield why a document cannot be published: letters that no font has, and ``more``."""
    lacking = list(words.lacking(site_texts(data)))
    yield from lacking
    if more and not lacking:
        yield from more(words, data)


def tools(root: Path) -> list[Any]:
    """Return the tools of documents with their versions: other versions make them again."""
    folder = packaged.paper(root) / packaged.PAPER
    templates = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in templates]
    sizes = [[path.name, path.stat().st_size] for path in fonts.files(root)]
    return [digests, sizes, _typesetter()]


@functools.cache
def _typesetter() -> str:
    return metadata.version("typst")
