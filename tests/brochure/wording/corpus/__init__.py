"""Published texts that are right although something in them looks wrong, with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML


@dataclass(frozen=True)
class Published:
    """A text in the language ``tag``, and where it was published."""

    tag: str
    text: str
    source: str


def _read(file: Path) -> list[Published]:
    entries = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return [Published(file.stem, entry["text"], entry["source"]) for entry in entries]


CORPUS = {file.stem: _read(file) for file in sorted(Path(__file__).parent.glob("*.yaml"))}
