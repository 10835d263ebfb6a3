"""Whatever editors type: check and build agree on it, and what is published is what was typed."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from brochure.checks.audit.run import audit
from brochure.checks.audit.settings import NAME, read
from brochure.checks.run import check_for_people
from brochure.files import atomic
from brochure.problems import ProblemsError, errors
from brochure.site import shown_pages
from brochure.site.site import Site
from brochure.site.units import PageUnit, Unit
from brochure.translation import apply
from engine.build import publish
from tests.engine import project
from tests.site.pages import TAGS
from tests.site.pages import read as read_pages
from tests.support import depth

pytestmark = pytest.mark.slow

# What is typed around a word: harmless, harmful to the source of a page, or a mistake.
AROUND = (
    "{}", "« {} » – 50 %", "{} & <b>", 'a "{}" \'b\'', "*{}*", "**{}**", "[{}](contact.md)",
    "{{{{ {} }}}}", "{{% {} %}}", "<script>{}</script>", "<!-- {} -->", "{}: # -", "- {}", "`{}`",
    "\\{}", "{} {{start-year}}", "{} {{no-fact}}", "[{}](nowhere.md)", "[{}]()", "{} شرح", "x{}ÿ",
    "&amp;{}", "{}\n\n{}", "![{}](missing.png)", "1. {}", "{}\u200b", "{}\u00ad", "_{}_",
    "https://example.org/{}",
)  # fmt: skip


@pytest.mark.soak
def test_any_edit_that_the_check_accepts_is_published_as_it_was_typed(
    site: Site, root: Path
) -> None:
    keys = [unit.key for unit in site.all_units if unit.texts]
    edits = st.dictionaries(
        st.sampled_from(keys),
        st.tuples(
            st.text("abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=12), st.sampled_from(AROUND)
        ),
        min_size=1,
        max_size=4,
    ).filter(lambda edits: len({word for word, _ in edits.values()}) == len(edits))

    @settings(max_examples=depth.rounds(1, 60))
    @given(edits)
    def publishes_what_was_typed(edits: Mapping[str, tuple[str, str]]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            assert_published(site, project.copy(Path(folder) / "project"), edits, root / NAME)

    publishes_what_was_typed()


def assert_published(
    site: Site, place: Path, edits: Mapping[str, tuple[str, str]], limits: Path
) -> None:
    """Edit texts in all published languages; compare what the check, the build and pages say."""
    typed = {
        (tag, unit): around.format(f"{word}{tag}", f"{word}{tag}")
        for key, (word, around) in edits.items()
        for unit in [site.units_by_key[key]]
        for tag in TAGS
        if tag in unit.texts
    }
    new = {(tag, unit): whole(unit, tag, text) for (tag, unit), text in typed.items()}
    files, problems = apply.files(site, new)
    assert not problems
    atomic.write_all({place / path.relative_to(site.root): text for path, text in files.items()})
    _, found, _ = check_for_people(place)
    event("accepted" if not errors(found) else "rejected")
    if errors(found):
        with pytest.raises(ProblemsError):
            publish(place, place / "site")
        return
    built = publish(place, place / "site")
    assert audit(built.folder, settings=read(limits, NAME)) == []
    pages, shown = read_pages(built.site, built.folder), shown_pages.read(place)
    for (tag, unit), text in typed.items():
        words = " ".join(page.words for page in pages.values() if page.tag == tag)
        word = edits[unit.key][0] + tag
        if unit.key.startswith("countries.names."):  # the intake's pages list them all
            continue
        if built.site.requests.phase not in unit.phases:
            continue
        assert word in words or not (isinstance(unit, PageUnit) or unit.key in shown), text


def whole(unit: Unit, tag: str, text: str) -> str:
    """Return a text as it is typed into a unit: below the heading, if it is a section."""
    is_section = isinstance(unit, PageUnit) and unit.section_id.startswith("#")
    return "\n\n".join([unit.texts[tag].split("\n", 1)[0], text]) if is_section else text
