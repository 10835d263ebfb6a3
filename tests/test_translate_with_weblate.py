"""guides/translate-with-weblate.md: its commands carry texts to Weblate and back.

What Weblate does with a file is done by translate-toolkit, on which Weblate is built.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from translate.storage import factory

from tests.engine import project
from tests.support import guides
from tests.support.needs import need

GUIDE = "translate-with-weblate.md"
KEY = "site.strapline"
HOST = "https://git.example.org/programme/texts.git"


class Coordinator:
    """A person with the project, a Git host, and what Weblate has of it."""

    def __init__(self, folder: Path) -> None:
        need(shutil.which("git"), "git")
        self.place = project.copy(folder / "project")
        self.weblate = folder / "weblate"
        self._write_programs()
        settings = {
            f"url.{folder / 'host.git'}.insteadOf": HOST,
            "init.defaultBranch": "main",
            "user.name": "A",
            "user.email": "a@example.org",
        }
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_COUNT": str(len(settings)),
        }
        for number, (key, value) in enumerate(settings.items()):
            self.environment[f"GIT_CONFIG_KEY_{number}"] = key
            self.environment[f"GIT_CONFIG_VALUE_{number}"] = value
        self.run(f"git init --quiet --bare {folder / 'host.git'}")

    def _write_programs(self) -> None:
        program = self.place / ".venv/bin/brochure"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m brochure "$@"\n')
        program.chmod(0o755)

    def run(self, script: str) -> None:
        """Run commands in the project; each of them must succeed."""
        command = ["sh", "-e", "-c", script]
        run = subprocess.run(
            command,
            cwd=self.place,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, script + run.stdout + run.stderr

    def follow(self, heading: str) -> None:
        """Run the commands below a heading of the guide."""
        (script,) = re.findall(
            r"^```sh\n(.*?)^```$", guides.section(GUIDE, heading), re.MULTILINE | re.DOTALL
        )
        self.run(script)

    def opened(self) -> tuple[Any, dict[str, Any]]:
        """Return the French file as Weblate has it, and its units by key."""
        if not self.weblate.exists():
            self.run(f"git clone --quiet {HOST} {self.weblate}")
        self.run(f"git -C {self.weblate} pull --quiet")
        file = factory.getobject(str(self.weblate / "fr.po"))
        return file, {unit.getcontext(): unit for unit in file.units}

    def saved(self, file: Any) -> None:
        """Commit and push a file as Weblate does."""
        file.updateheader(add=True, X_Generator="Weblate 5.14", Last_Translator="B <b@example.org>")
        file.save()
        self.run(f"git -C {self.weblate} commit --quiet --all --message Translated")
        self.run(f"git -C {self.weblate} push --quiet")

    def content(self) -> dict[str, bytes]:
        """Return the files of the site."""
        files = project.contents(self.place)
        return {name: data for name, data in files.items() if name.startswith(("content", "docs"))}


@pytest.mark.soak
def test_the_commands_of_the_guide_carry_texts_to_weblate_and_back(tmp_path: Path) -> None:
    coordinator = Coordinator(tmp_path)
    coordinator.follow("Set up")
    file, units = coordinator.opened()
    old = units[KEY].target
    units[KEY].target = new = f"{old}, en bref"
    coordinator.saved(file)

    before = coordinator.content()
    coordinator.follow("Fetch translations")
    name = "content/site.yaml"
    expected = before[name].replace(f"fr: {old}\n".encode(), f"fr: {new}\n".encode(), 1)
    assert coordinator.content() == before | {name: expected}

    source = str(units[KEY].source)
    project.edit(coordinator.place / name, f"en: {source}\n", f"en: {source}, in short\n")
    coordinator.follow("Send new texts")
    unit = coordinator.opened()[1][KEY]
    assert (unit.source, unit.target) == (f"{source}, in short", new)
    assert unit.isfuzzy()
    assert unit.prev_source == source

    coordinator.follow("Fetch translations")
    assert f"fr: {new}\n".encode() in coordinator.content()[name], (
        "a text that still needs editing is left as it is"
    )
