"""guides/add-a-language.md: its commands carry a language from its first day to its upkeep."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.engine import project
from tests.support import guides, texts
from tests.translation.commands import (
    CommandResult,
    done,
    exported,
    load_any,
    read,
    run,
    states,
    translate,
)

GUIDE = "add-a-language.md"
KEY = "site.strapline"


def named() -> set[str]:
    """Return every command that the guide names, in a block or in a sentence."""
    text = (guides.GUIDES / GUIDE).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix(".venv/bin/") for block in blocks for line in block.splitlines()]
    lines += [" ".join(span.split()) for span in guides.code(prose)]
    return {line for line in lines if re.match(r"(brochure|make) [a-z]", line)}


class Project:
    """A copy of the project, and the commands of the guide that were run in it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.left = named()

    def follow(self, command: str, code: int = 0) -> CommandResult:
        """Run a command that the guide names."""
        self.left.discard(command)
        program, *arguments = shlex.split(command.partition(" > ")[0])
        if program == "make":  # which runs the command of the same name
            target, *settings = arguments
            arguments = [target, *shlex.split(" ".join(settings).removeprefix("ARGS="))]
        result = run(self.place, *arguments)
        assert result.code == code, command + result.out + result.err
        return result

    def state(self, tag: str = "es") -> str:
        """Return the state of one text."""
        return states(self.place)[tag, KEY]


def start_and_continue(guide: Project, spanish: dict[str, str]) -> None:
    """Translate Spanish in a file, of which two versions come back."""
    guide.follow("brochure add-language es")
    guide.follow("brochure export es --only missing,outdated")
    translate(guide.place / "es.po", {KEY: spanish[KEY]})
    guide.follow("brochure import es.po")
    assert guide.state() == "done"
    translate(guide.place / "es.po", {KEY: f"{spanish[KEY]} y más"})
    assert "1 in conflict" in done(guide.place, "import", "es.po").out
    guide.follow("brochure import es.po --overwrite")
    translate(guide.place / "es.po", spanish)
    guide.follow("brochure import es.po --language es")
    done(guide.place, "import", "es.po", "--overwrite")


def review_and_publish(guide: Project) -> None:
    """See what is left, proofread, and publish."""
    assert "needs review" in guide.follow("brochure status --language es").out
    assert "<html" in guide.follow("brochure status --format html > status.html").out
    assert "areas.protection.title" in guide.follow("brochure status --keys").out.splitlines()
    guide.follow("make note")
    guide.follow("brochure export es --format tmx")
    guide.follow("brochure import es.tmx")
    guide.follow("make check")
    guide.follow("brochure check --fix")
    guide.follow('make build ARGS="--drafts --site-dir review"')
    assert (guide.place / "review/es/index.html").exists()
    guide.follow("brochure publish-language es")


def keep_up(guide: Project) -> None:
    """Follow a change of English."""
    texts.write(guide.place, KEY, en="What the source says now")
    assert guide.state("fr") == guide.state() == "outdated"
    guide.follow(f"brochure confirm {KEY} --language es")
    assert (guide.state(), guide.state("fr")) == ("done", "outdated")
    version = load_any(guide.place).version("fr", KEY)
    confirm = guide.place / "translations/confirm.yaml"
    (line,) = re.findall(r"^- es \S+ (\w+)$", guides.section(GUIDE, "5. Keep up"), re.MULTILINE)
    confirm.write_text(f"- fr {KEY} {'0' * len(line)}\n", encoding="utf-8")
    assert "have changed since" in run(guide.place, "check").out
    confirm.write_text(f"- fr {KEY} {version}\n", encoding="utf-8")
    assert guide.state("fr") == "done"
    guide.follow("make note")
    assert not confirm.exists()
    assert guide.state("fr") == "done"
    guide.follow('brochure confirm "areas.*"')
    guide.follow("make build")


def mend_and_try_out(guide: Project) -> None:
    """Restore what was lost, and do what the guide mentions beside the way."""
    (guide.place / "translations/es.txt").unlink()
    assert "brochure note --start es" in guide.follow("make check", 1).out
    guide.follow("brochure note --start es")
    guide.follow("brochure add-language pt-BR --from pt")
    guide.follow("brochure add-language en-XA")
    guide.follow("brochure add-language ar-XB")
    guide.follow("brochure export fr")
    done(guide.place, "remove-language", "en-XA")
    guide.follow("brochure remove-language es", 1)  # it has translations


@pytest.mark.soak
def test_the_commands_of_the_guide_carry_a_language_from_its_start_to_its_upkeep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = project.copy(tmp_path / "project")
    monkeypatch.chdir(place)
    spanish = {entry.key: entry.target for entry in read(exported(place, "es", "po")).entries}
    done(place, "remove-language", "es", "--force")
    (place / "translations/memory/es.txt").unlink()  # the language is new
    guide = Project(place)
    start_and_continue(guide, spanish)
    review_and_publish(guide)
    keep_up(guide)
    mend_and_try_out(guide)
    # A preview does not end by itself; and two words only name a command.
    assert {" ".join(words) for words in map(str.split, guide.left) if words[2:]} == set()
