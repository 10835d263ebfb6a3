"""A disk that can be full: a small one in memory, or a limit on files where none can be mounted."""

from __future__ import annotations

import contextlib
import resource
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol


class Disk(Protocol):
    """A folder on a disk; ``processes`` are those that write there."""

    folder: Path

    def fill(self, processes: Iterable[int]) -> None:
        """Leave no space for anything new."""

    def free(self, processes: Iterable[int]) -> None:
        """Free the space again."""


class SmallDisk:
    """A file system in memory, filled by a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, _processes: Iterable[int]) -> None:
        """Write until there is no space."""
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            for size in (65_536, 4096):
                with contextlib.suppress(OSError):
                    while filler.write(b"x" * size):
                        pass

    def free(self, _processes: Iterable[int]) -> None:
        """Delete what fills it."""
        (self.folder / "filler").unlink()


class Limit:
    """No file of a process may grow beyond ``size`` bytes: writing fails, as on a full disk."""

    def __init__(self, folder: Path, size: Callable[[], int]) -> None:
        self.folder, self.size = folder, size

    def fill(self, processes: Iterable[int]) -> None:
        """Set the limit."""
        for process in processes:
            resource.prlimit(process, resource.RLIMIT_FSIZE, (self.size(), resource.RLIM_INFINITY))

    def free(self, processes: Iterable[int]) -> None:
        """Lift the limit."""
        for process in processes:
            unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(process, resource.RLIMIT_FSIZE, unlimited)


@contextmanager
def small(folder: Path, megabytes: int, size: Callable[[], int]) -> Iterator[Disk]:
    """Yield a small disk at ``folder``; ``size`` limits files where none can be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield Limit(folder, size)
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def family(process: int) -> list[int]:
    """Return a process and its children."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [process, *map(int, children.split())]
