"""Drives OmegaT, a program for translators, without a window."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from tests.support import machine
from tests.support.needs import need

_SETTINGS = (
    '<omegat><project version="1.0">'
    "{folders}<source_lang>EN</source_lang><target_lang>{tag}</target_lang>"
    "<sentence_seg>false</sentence_seg>"
    "<support_default_translations>true</support_default_translations>"
    "<remove_tags>false</remove_tags></project></omegat>"
)
_FOLDERS = ("source", "target", "tm", "glossary", "dictionary")
_MEMORY = (
    '<!DOCTYPE tmx SYSTEM "tmx11.dtd"><tmx version="1.1"><header creationtool="OmegaT"'
    ' creationtoolversion="3" segtype="paragraph" o-tmf="OmegaT TMX" adminlang="EN-US"'
    ' srclang="EN" datatype="plaintext"/><body>{units}</body></tmx>'
)


class Project:
    """A project of OmegaT with some files to translate from English."""

    def __init__(self, folder: Path, tag: str, files: Iterable[Path]) -> None:
        self.folder = folder
        self.tag = tag.upper()
        self._program = need(machine.omegat(), "omegat")
        for name in (*_FOLDERS, "omegat"):
            (folder / name).mkdir(parents=True)
        folders = "".join(f"<{name}_dir>__DEFAULT__</{name}_dir>" for name in _FOLDERS)
        settings = _SETTINGS.format(folders=folders, tag=self.tag)
        (folder / "omegat.project").write_text(settings, encoding="utf-8")
        for file in files:
            (folder / "source" / file.name).write_bytes(file.read_bytes())

    @property
    def memory(self) -> Path:
        """The file with what was translated in it, which OmegaT writes again."""
        return self.folder / "omegat" / "project_save.tmx"

    @property
    def automatic_memory(self) -> Path:
        """Where a memory is used without asking."""
        (self.folder / "tm" / "auto").mkdir(exist_ok=True)
        return self.folder / "tm" / "auto" / "memory.tmx"

    def shown(self) -> list[str]:
        """Return each different text that a translator sees in the place of the source."""
        memory = self.folder / "shown.tmx"
        self._run(
            "console-createpseudotranslatetmx",
            f"--pseudotranslatetmx={memory}",
            "--pseudotranslatetype=equal",
        )
        tree = etree.parse(memory, etree.XMLParser(load_dtd=False))
        return [str(segment.text) for segment in tree.iterfind(".//tuv[@lang='EN']/seg")]

    def translated(self, texts: Mapping[str, str]) -> Path:
        """Translate some texts; return the folder with the files that OmegaT then writes."""
        units = (
            "<tu>"
            + "".join(
                f'<tuv lang="{tag}"><seg>{escape(text)}</seg></tuv>'
                for tag, text in (("EN", source), (self.tag, target))
            )
            + "</tu>"
            for source, target in texts.items()
        )
        self.memory.write_text(_MEMORY.format(units="".join(units)), encoding="utf-8")
        self._run("console-translate")
        return self.folder / "target"

    def _run(self, mode: str, *options: str) -> None:
        settings = f"--config-dir={self.folder / 'settings'}"
        arguments = (f"--mode={mode}", "--no-team", settings, *options)
        english = {**os.environ, "LC_ALL": "C.UTF-8"}
        command: list[str | Path] = [self._program, self.folder, *arguments]
        run = subprocess.run(command, env=english, capture_output=True, text=True, check=False)
        assert "Finished" in run.stdout, run.stdout + run.stderr
