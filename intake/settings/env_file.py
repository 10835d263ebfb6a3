"""Finds the settings of the service, for commands that an operator types.

systemd gives them to the service from a file; a shell has none of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from intake.settings.settings import SettingsError

# Where deploy/intake.service has it.
SYSTEM_FILE = Path("/etc/brochure/intake.env")

_LINE = re.compile(r"\s*(\w+)=(.*)", re.DOTALL)
# Pieces of a value: in single quotes, in double ones, a sign after a backslash, or plain.
_PIECE = re.compile(r"""'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^'"\\]+)""", re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\$`])')


def find(file: Path | None) -> tuple[Mapping[str, str], str]:
    """Return the settings, and where they come from if that is not what people expect.

    They are in ``file``, if it is given; or in the environment, if it has any; or in the system's
    file, if there is one.

    Raises:
        SettingsError: the file cannot be read.
    """
    if not file and any(name.startswith("INTAKE_") for name in os.environ):
        return os.environ, ""
    if not file and not os.path.lexists(SYSTEM_FILE):
        return os.environ, f"none in the environment, and {SYSTEM_FILE} does not exist"
    file = file or SYSTEM_FILE
    return dict(read(file)), str(file)


def read(file: Path) -> Iterator[tuple[str, str]]:
    """Yield names and values of a file, which is written as systemd reads it.

    Source: systemd.exec(5), section "EnvironmentFile=".

    Raises:
        SettingsError: it cannot be read, or a line is not one of settings.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except PermissionError as error:
        raise SettingsError(
            f"{file}: permission denied. Run the command as the user of the service, or as root."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: {getattr(error, 'strerror', 'not UTF-8')}") from error
    # A line that ends in a backslash goes on in the next one.
    for line in re.sub(r"\\\n", "", text).splitlines():
        if not line.strip() or line.lstrip().startswith(("#", ";")):
            continue
        found = _LINE.fullmatch(line)
        value = _value(found[2]) if found else None
        if not found or value is None:
            name = line.partition("=")[0].strip()  # not the value, which may be a password
            raise SettingsError(
                f'{file}: the line "{name}" cannot be read; expected NAME=VALUE, any quotes closed'
            )
        yield found[1], value


def _value(written: str) -> str | None:
    """Return the value that is written so, or ``None`` if a quote is not closed."""
    pieces, position, written = [], 0, written.strip()
    while position < len(written):
        piece = _PIECE.match(written, position)
        if piece is None:
            return None
        single, double, escaped, plain = piece.groups()
        if double is not None:
            pieces.append(_ESCAPED.sub(r"\1", double))
        else:
            pieces.append(next(text for text in (single, escaped, plain) if text is not None))
        position = piece.end()
    return "".join(pieces)
