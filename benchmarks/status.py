"""``brochure status`` for 24 languages of 5,000 units each, a tenth of them outdated.

The site is ours with that many more questions, and with the generated languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import generated
from benchmarks.command_times import CommandTimes, timed
from benchmarks.paired_timings import print_now
from brochure.files import record_file
from brochure.files.translation_record import TranslationRecord, digest
from brochure.site.site import Site

UNITS, SECONDS = 5000, 2.0
_OUTDATED = 10  # every tenth
_QUESTION = """\
  - id: question-{0}
    question: {{en: What is asked in {0}?, fr: Que demande la {0}\u00a0?, pt: Que pergunta a {0}?}}
    answer: {{en: The answer to {0}., fr: La réponse à la {0}., pt: A resposta à {0}.}}
"""


def measure(place: Path, commands: Path, rounds: int) -> CommandTimes:
    """Generate the site from the copy in ``place`` and measure the command on it.

    Raises:
        RuntimeError: the site cannot be made, or the command fails.
    """
    print_now("status: generating languages …")
    site = _grow(place)
    seconds = timed(place, rounds, commands / "brochure", "status")
    size = f"{len(site.tags)} languages, {len(site.all_units):,} units"
    return CommandTimes("status", size, seconds, SECONDS)


def _grow(root: Path) -> Site:
    """Add units and languages to a site, and make a tenth of the texts outdated."""
    more = UNITS - len(generated.loaded(root).all_units)
    with (root / "content" / "faq.yaml").open("a", encoding="utf-8") as file:
        file.writelines(_QUESTION.format(number) for number in range(more // 2))
    site = generated.add(root)
    for tag in site.tags[1:]:
        path = root / record_file.name(tag)
        path.write_text(record_file.render(dict(_records(site, tag))), encoding="utf-8")
    return site


def _records(site: Site, tag: str) -> Iterator[tuple[str, TranslationRecord]]:
    for number, unit in enumerate(site.all_units):
        if tag in unit.texts:
            before = " before" if number % _OUTDATED == 0 else ""
            yield (
                unit.key,
                TranslationRecord(unit.texts["en"] + before, digest(unit.texts[tag])),
            )
