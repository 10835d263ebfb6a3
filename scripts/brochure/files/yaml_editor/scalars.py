"""Ways of writing a text in YAML: plain, in quotes, or as a block."""

from __future__ import annotations

import json
import re
from functools import cache

from brochure.files.yaml_editor.document import Node, Place, margin
from brochure.files.yaml_reader import parse_yaml

WIDTH = 100  # wrapped texts are wrapped here, or where the longest of their lines ended
WIDEST = 120

_BREAK = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
# Written as they are, these would end a line, be refused as invisible, or not be read at all.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def quoted(text: str) -> str:
    """Write a text in double quotes, in one line."""
    written = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def plain(place: Place, text: str) -> bool:
    """Say whether a text can stand somewhere as it is."""
    return "\n" not in text and not _UNSEEN.search(text) and place.holds(text, text)


@cache
def key_of(key: str) -> str:
    """Write a key, in quotes if it needs them."""
    is_plain = not _UNSEEN.search(key) and all(
        parse_yaml(sample, "").data == {key: "z"} for sample in (f"{key}: z", f"{{{key}: z}}")
    )
    return key if is_plain else quoted(key)


def inline(place: Place, text: str, node: Node, written: str) -> str:
    """Write a text the way that one is ``written`` which is plain or in quotes."""
    double = quoted(text)
    if node.style != '"' and ("\n" in text or _UNSEEN.search(text)):
        return double
    single = "'" + text.replace("'", "''") + "'"
    new = {"'": single, '"': double}.get(node.style, text)
    first, *others = written.split("\n")
    if others:
        indent = margin(next(filter(str.strip, others), ""))
        old = [first, *(line.strip(" ") for line in others)]
        wrapped = ("\n" + " " * indent).join(_wrapped(new, indent, old))
        if place.holds(wrapped, text):
            return wrapped
    return new if new == double or place.holds(new, text) else double


def block_of(place: Place, text: str, header: str, indent: int, old: list[str]) -> tuple[str, str]:
    """Write a text as a block like that with ``header``; nothing if a block cannot hold it."""
    stem = text.rstrip("\n")
    ending = len(text) - len(stem)
    keep = "+" in header
    if not stem.strip() or _UNSEEN.search(stem) or (ending > 1 and not keep):
        return "", ""
    lines = _folded(stem, indent, old) if header[0] == ">" else stem.split("\n")
    if any(line.endswith((" ", "\t")) for line in lines):  # editors cut these off
        return "", ""
    explicit = stem[0] in " \n" or any(map(str.isdigit, header))
    digit = str(indent - place.indent) if explicit else ""
    head = f"{header[0]}{digit}{'+' if keep else ''}" if ending else f"{header[0]}{digit}-"
    body = "\n".join(" " * indent + line if line else "" for line in lines)
    body += "\n" * (ending - 1)
    return (head, body) if place.holds(f"{head}\n{body}", text) else ("", "")


def _folded(text: str, indent: int, old: list[str]) -> list[str]:
    """Return the lines of a folded block: a line's end is a space unless an empty line follows."""
    lines: list[str] = []
    kept = True  # whether the line before begins with a space, and therefore keeps its end
    for line in text.split("\n"):
        if not line:
            lines.append("")
            continue
        shifted = line[0] in " \t"
        lines += [""] * (not kept and not shifted)
        lines += [line] if shifted else _wrapped(line, indent, old)
        kept = shifted
    return lines


def _wrapped(text: str, indent: int, old: list[str]) -> list[str]:
    """Wrap a text, keeping the lines that it has in common with the ``old`` ones."""
    width = min(max(WIDTH, *(indent + len(line) for line in old), 0), WIDEST) - indent
    head: list[str] = []
    tail: list[str] = []
    for line in old:
        rest = text[len(line) + 1 :]
        if line and text.startswith(line + " ") and rest[:1].strip(" \t"):
            head.append(line)
            text = rest
        elif head:
            break
    for line in reversed(old):
        rest = text[: -len(line) - 1]
        if line and text.endswith(" " + line) and rest[-1:].strip(" \t"):
            tail.insert(0, line)
            text = rest
        elif tail:
            break
    first, *words = _BREAK.split(text)
    lines = [first]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] += " " + word
    return [*head, *lines, *tail]
