"""The documents of the site in its three languages, and a letter filled in from answers.

Each round is a process of its own, which loads what it needs: from nothing, with nothing changed,
and then the letter in each type.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import project_copy
from benchmarks.command_times import CommandTimes
from benchmarks.paired_timings import print_now

_NOTHING, _AGAIN, _LETTER = 8.0, 0.5, 0.3
_ANSWER = "What our institution needs, in a sentence that says it. " * 20


def measure(place: Path, programs: Path, rounds: int) -> list[CommandTimes]:
    """Measure in a copy of the project.

    Raises:
        RuntimeError: the documents cannot be made.
    """
    found: dict[str, list[float]] = {}
    for number in range(rounds):
        shutil.rmtree(place / ".cache" / "brochure" / "documents", ignore_errors=True)
        command = (programs / "python", "-m", "benchmarks.paper", place)
        root = Path(__file__).parent.parent
        environment = project_copy.environment() | {"PYTHONPATH": f"{root}:{root / 'scripts'}"}
        done = subprocess.run(  # noqa: S603 - this module
            command, cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"The documents cannot be made:\n{done.stdout}{done.stderr}")
        for name, seconds in json.loads(done.stdout).items():
            found.setdefault(name, []).append(seconds)
        print_now(f"documents {number + 1} of {rounds}: {found['from nothing'][-1]:.2f} s")
    targets = {"from nothing": _NOTHING, "nothing changed": _AGAIN}
    return [
        CommandTimes("documents", name, tuple(seconds), targets.get(name, _LETTER))
        for name, seconds in found.items()
    ]


def _one_round(place: Path) -> dict[str, float]:
    """Return the seconds of each thing, in this process."""
    from brochure.checks.run import site_or_raise
    from brochure.render.paper import letter, letter_files
    from brochure.render.paper.documents import documents_of
    from brochure.render.paper.making import make_documents
    from brochure.render.paper.words import Words
    from brochure.site.form_answers import Answers, fields

    site = site_or_raise(place).as_shown()
    outline, form = site.content.letter, site.content.form
    if outline is None or outline.frame is None or form is None:
        raise RuntimeError("The site has no letter, or no form.")
    frame = outline.frame
    answers: Answers = {field.id: (_ANSWER[: field.max_length],) for field in fields(form)}
    found = {
        "from nothing": _timed(lambda: make_documents(documents_of(site))),
        "nothing changed": _timed(lambda: make_documents(documents_of(site))),
    }
    for kind, make in letter_files.MAKERS.items():

        def filled_in(make: Callable[[Path, dict[str, Any]], bytes] = make) -> bytes:
            return make(site.root, letter.data(Words(site, "fr"), frame, answers, "X"))

        found[f"letter filled in, {kind.upper()}"] = _timed(filled_in)
    return found


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_one_round(Path(sys.argv[1]))))
