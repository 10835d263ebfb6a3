"""``brochure audit`` on 1,000 pages: our built site, copied into folders until there are enough.

Each copy has addresses, titles and descriptions of its own, so that it is judged like the first.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import project_copy
from benchmarks.paired_timings import print_now
from brochure.checks.audit import sitemap

PAGES, SECONDS = 1000, 10.0


@dataclass(frozen=True)
class Result:
    """The measured seconds, from the command's start to its end."""

    size: str
    seconds: float
    least: float
    most: float

    @staticmethod
    def header() -> str:
        """Return the line above the results."""
        return f"{'audit':36}{'median':>9}{'from – to':>18}{'target':>10}"

    def __str__(self) -> str:
        """Return the figures, and whether the target is met."""
        span = f"{self.least:.2f} – {self.most:.2f} s"
        met = "met" if self.seconds < SECONDS else "missed"
        return f"{self.size:36}{self.seconds:>7.2f} s{span:>18}{f'< {SECONDS:.0f} s':>10}  {met}"


def measure(place: Path, commands: Path, rounds: int) -> list[Result]:
    """Build the copy in ``place``, multiply its pages, and measure the command on them.

    Raises:
        RuntimeError: the site cannot be built, or it has problems.
    """
    print_now("audit: building the site …")
    _run(place, commands / "brochure", "build")
    pages = multiply(place / "site")
    seconds = []
    for number in range(rounds):
        began = time.perf_counter()
        _run(place, commands / "brochure", "audit", "site")
        seconds.append(time.perf_counter() - began)
        print_now(f"audit {number + 1} of {rounds}: {seconds[-1]:.2f} s")
    return [Result(f"{pages:,} pages", statistics.median(seconds), min(seconds), max(seconds))]


def multiply(folder: Path) -> int:
    """Add copies of a site's pages to it until it has enough; return how many there are."""
    first = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))}
    listed = (folder / sitemap.NAME).read_text(encoding="utf-8")
    (host,) = set(re.findall(r"<loc>(https://[^/]+/)", listed))
    entries = re.findall(r"<url>.*?</url>\n", listed, re.DOTALL)
    pages = len(first)
    for number in range(1, PAGES):
        if pages >= PAGES:
            break
        for path, text in first.items():
            copied = text.replace(f'"{host}', f'"{host}{number}/').replace(
                "</title>", f" {number}</title>"
            )
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


def _run(place: Path, *command: str | Path) -> None:
    result = subprocess.run(  # noqa: S603 - the project's own command
        command, cwd=place, env=project_copy.environment(), capture_output=True, check=False
    )
    if result.returncode:
        raise RuntimeError(
            f"{command[-2:]} failed:\n{(result.stdout + result.stderr).decode()[-2000:]}"
        )
