"""A copy of the intake with one more migration: what an operator installs next."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from intake.storage.migrations.layout import NEWEST
from tests.engine import project
from tests.intake import serving

ROOT = Path(__file__).parents[2]
NEXT = f"{int(NEWEST) + 1:04}"
_TIMEOUT = 60
_MIGRATION = f'''
import os
import time
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{NEWEST}"


def moment(name):
    """Fail, or wait until a file is gone, if the test asks for it at this moment."""
    at, _, flag = os.environ.get("MOMENT", "").partition("=")
    if at == name:
        if not flag:
            raise OSError("no luck")
        Path(flag).touch()
        while Path(flag).exists():
            time.sleep(0.01)


def upgrade():
    moment("before")
    with op.batch_alter_table("submissions") as batch:  # SQLite: copied, dropped, renamed
        batch.alter_column("language", type_=sa.String(40))
        batch.add_column(sa.Column("note", sa.Text, nullable=False, server_default="none yet"))
    moment("half-way")
    op.create_table("notes", sa.Column("id", sa.Integer, primary_key=True))
    moment("after")
'''


@dataclass(frozen=True)
class NextRelease:
    """The next release in a folder, with the settings of an operator."""

    place: Path
    variables: dict[str, str]

    def start(self, *arguments: str, moment: str = "") -> subprocess.Popen[str]:
        """Run ``intake`` with arguments; ``half-way=FILE`` waits there until the file is gone."""
        path = os.pathsep.join((str(self.place), os.environ.get("PYTHONPATH", "")))
        environment = serving.process_environment(self.variables)
        return subprocess.Popen(
            [sys.executable, "-m", "intake", *arguments],
            cwd=self.place,
            env=environment | {"PYTHONPATH": path, "MOMENT": moment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, moment: str = "") -> tuple[int, str, str]:
        """Run ``intake`` to its end; return its exit code, standard output and standard error."""
        process = self.start(*arguments, moment=moment)
        output, error = process.communicate(timeout=_TIMEOUT)
        return process.returncode, output, error

    def start_and_wait(self, flag: Path, moment: str, *arguments: str) -> subprocess.Popen[str]:
        """Start ``intake`` and return once it is at a moment of the migration."""
        process = self.start(*arguments, moment=f"{moment}={flag}")
        until = time.monotonic() + _TIMEOUT
        while not flag.exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until, "the migration does not get there"
            time.sleep(0.01)
        return process


def make(place: Path, variables: dict[str, str], text: str = _MIGRATION) -> NextRelease:
    """Copy the intake, add a migration, and declare what it adds: a note on submissions."""
    copy = place / "intake"
    shutil.copytree(ROOT / "intake", copy)
    migration = copy / "storage" / "migrations" / "versions" / f"v{NEXT}_notes.py"
    migration.write_text(text, encoding="utf-8")
    project.edit(
        copy / "storage" / "tables.py",
        '    Column("reason", Text, nullable=False),',
        '    Column("note", Text, nullable=False),\n    Column("reason", Text, nullable=False),',
    )
    return NextRelease(place, variables)
