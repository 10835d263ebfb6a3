"""Edits while both sites are served: from writing a file until the served page shows it.

Both servers run all the time, and the one whose file was written is asked for the page every few
milliseconds. While it builds, MkDocs' server holds the answer back until the build is done, so
that this is also the moment at which an open browser is told to reload.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.paired_timings import PairedTimings, in_turn, print_now
from benchmarks.server import HOST, Server, serving
from benchmarks.sites import Sites
from brochure.files import translation_file

RATIO_LIMIT = 0.5
SECONDS_LIMITS = {3: 0.3, 24: 0.6}  # by the number of languages
NAMES = ("edit of a page", "edit of content/", "edit of overrides/")
# A page of prose that is not binding, as an edit of its English alone would stop the build; one
# whose texts are in content/; and the template of all pages.
PAGE, RECORDS, TEMPLATE = "accessibility", "areas", "overrides/main.html"
# A little more than the polling interval of stock's watcher.
_LONGEST_PAUSE = 0.6


@dataclass(frozen=True)
class Edit:
    """A repeatable edit: write a word to a file, and wait for it at an address."""

    server: Server
    path: Path
    address: str
    original: str
    insert: Callable[[str, str], str]

    @classmethod
    def of(cls, server: Server, name: str, address: str, insert: Callable[[str, str], str]) -> Edit:
        """Store the file's content, and return the edit."""
        path = server.folder / name
        return cls(server, path, address, path.read_text(encoding="utf-8"), insert)

    def measure(self, word: str, pause: float) -> float:
        """Return the seconds until the page shows the word."""
        text = self.insert(self.original, word)
        time.sleep(pause)
        began = time.perf_counter()
        self.path.write_text(text, encoding="utf-8")
        self.server.wait(self.address, word)
        return time.perf_counter() - began


def measure(sites: Sites, programs: Path, rounds: int) -> list[PairedTimings]:
    """Edit both sites in turn, in another language each round; the first round is not counted.

    Our edits of content and of templates are compared with the baseline's edit of a page: it has
    its texts in pages, and builds all of the site for any edit.

    Raises:
        RuntimeError: a server does not start, or an edit never shows.
    """
    limit = SECONDS_LIMITS[len(sites.tags)]
    results = [PairedTimings(f"{sites.label}: {name}", RATIO_LIMIT, limit) for name in NAMES]
    brochure = [str(programs / "brochure"), "serve", "--port="]
    # With some releases of click MkDocs watches nothing unless told to (not with 8.5).
    mkdocs = [str(programs / "mkdocs"), "serve", "--livereload", f"--dev-addr={HOST}:"]
    with serving(brochure, sites.ours) as ours, serving(mkdocs, sites.baseline) as other:
        edits = {tag: _edits(ours, other, sites, tag) for tag in sites.tags}
        for number in range(-1, rounds):
            tag = sites.tags[number % len(sites.tags)]
            # Each round begins at another point of the polling interval (the golden section).
            pause = number * 0.618 % 1 * _LONGEST_PAUSE
            runs = [
                partial(edit.measure, _word(number + 1, place), pause)
                for place, edit in enumerate(edits[tag])
            ]
            *seconds, stock = in_turn(number, *runs)
            if number >= 0:
                for result, own in zip(results, seconds, strict=True):
                    result.add(own, stock)
                shown = ", ".join(f"{value:.2f} s" for value in seconds)
                print_now(
                    f"{sites.label}: edits {number + 1} of {rounds} ({tag}): "
                    f"ours {shown}, stock {stock:.2f} s"
                )
    return results


def _edits(ours: Server, other: Server, sites: Sites, tag: str) -> list[Edit]:
    """Return the project's edits in the order of their names, then the baseline's."""
    root = "" if tag == sites.tags[0] else f"{tag}/"
    page, address = f"docs/{tag}/{PAGE}.md", f"{root}{PAGE}/"
    added = f"docs/{tag}/{translation_file.FILE}"
    if (sites.ours / added).exists():
        texts, insert = added, _line
    else:
        texts, insert = f"content/{RECORDS}.yaml", partial(_yaml, tag)
    return [
        Edit.of(ours, page, address, _paragraph),
        Edit.of(ours, texts, f"{root}{RECORDS}/", insert),
        Edit.of(ours, TEMPLATE, address, _template),
        Edit.of(other, page, address, _paragraph),
    ]


def _paragraph(text: str, word: str) -> str:
    return f"{text.rstrip()}\n\n{word}\n"


def _yaml(tag: str, text: str, word: str) -> str:
    """Add the word to the first text in a language."""
    return re.sub(rf"(?m)^( +{tag}: [^\"'>|].*)$", rf"\1 {word}", text, count=1)


def _line(text: str, word: str) -> str:
    """Add the word to the first text of a record in the file of an added language."""
    return re.sub(rf'(?m)^({RECORDS}\..*)"$', rf'\1 {word}"', text, count=1)


def _template(text: str, word: str) -> str:
    return text.replace("</body>", f"<!-- {word} -->\n</body>")


def _word(*numbers: int) -> str:
    """Return a new word, of letters only, because numbers must be the same in all languages."""
    digits = "".join(f"{number:03}" for number in numbers)
    return "bench" + digits.translate(str.maketrans("0123456789", "abcdefghij"))
