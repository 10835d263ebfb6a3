"""``brochure audit`` on 1,000 pages: our built site, copied into folders until there are enough.

Each copy has addresses, titles and descriptions of its own, so that it is judged like the first.
"""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.command_times import CommandTimes, run, timed
from benchmarks.paired_timings import print_now
from brochure.checks.audit import sitemap

PAGES, SECONDS = 1000, 10.0


def measure(place: Path, commands: Path, rounds: int) -> CommandTimes:
    """Build the copy in ``place``, multiply its pages, and measure the command on them.

    Raises:
        RuntimeError: the site cannot be built, or it has problems.
    """
    print_now("audit: building the site …")
    run(place, commands / "brochure", "build")
    pages = multiply(place / "site")
    seconds = timed(place, rounds, commands / "brochure", "audit", "site")
    return CommandTimes("audit", f"{pages:,} pages", seconds, SECONDS)


def multiply(folder: Path) -> int:
    """Add copies of a site's pages to it until it has enough; return how many there are."""
    first = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))}
    listed = (folder / sitemap.NAME).read_text(encoding="utf-8")
    (host,) = set(re.findall(r"<loc>(https://[^/]+/)", listed))
    # The addresses of the site's pages and files, and no others on its host, are copied.
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    addresses = "|".join(re.escape(file.removesuffix("index.html")) for file in sorted(files))
    own = re.compile(rf'"{re.escape(host)}(?=(?:{addresses})["#])')
    entries = re.findall(r"<url>.*?</url>\n", listed, re.DOTALL)
    pages = len(first)
    for number in range(1, PAGES):
        if pages >= PAGES:
            break
        for path, text in first.items():
            copied = own.sub(rf"\g<0>{number}/", text)
            copied = copied.replace("</title>", f" {number}</title>")
            copied = re.sub(r'(name="description" content="[^"]*)', rf"\1 {number}", copied)
            copied = re.sub(r'((?:href|src)=")((?:\.\./)*assets/)', r"\1../\2", copied)
            target = folder / str(number) / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(copied, encoding="utf-8")
        entries += [e.replace(host, f"{host}{number}/") for e in entries[: len(entries) // number]]
        pages += len(first)
    head = listed.partition("<url>")[0]
    (folder / sitemap.NAME).write_text(f"{head}{''.join(entries)}</urlset>\n", encoding="utf-8")
    return pages
