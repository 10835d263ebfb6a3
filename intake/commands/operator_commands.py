"""The subcommands of ``intake`` for operators: migrations, backups, and trying the settings."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from intake.commands import arguments, doctor
from intake.commands.running import UsageError
from intake.settings import env_file
from intake.settings.settings import Settings
from intake.storage import backup
from intake.storage.database import open_engine
from intake.storage.migrations.migrate import MigrationError, migrate


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands to the command line."""
    migration = commands.add_parser("migrate", help="bring the database to this version's layout")
    migration.add_argument(
        "--backed-up", action="store_true", help="a backup exists; do not make another"
    )
    migration.set_defaults(run=migrate_database)

    doctor_ = commands.add_parser(
        "doctor", help="try every setting the way the service will use it"
    )
    doctor_.set_defaults(run=examine)

    backup_ = commands.add_parser("backup", help="back up the database")
    backup_.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    backup_.add_argument(
        "--keep",
        type=arguments.number,
        metavar="N",
        help="delete all but the newest N backups there",
    )
    backup_.set_defaults(run=back_up)
    restoring = commands.add_parser("restore", help="put a backup into an empty database")
    restoring.add_argument("file", type=Path, metavar="FILE")
    restoring.set_defaults(run=restore)


def migrate_database(chosen: Settings, options: argparse.Namespace) -> None:
    """Bring the database to the layout of this version."""
    try:
        engine = open_engine(chosen.database, creates=False)
        done = migrate(engine, backed_up=options.backed_up)
    except (MigrationError, OSError) as error:
        raise UsageError(f"INTAKE_DATABASE: {error}") from error
    print("\n".join(done))


def examine(chosen: Settings, options: argparse.Namespace) -> None:
    """Try every setting, and print each result."""
    file = options.env or (env_file.SYSTEM_FILE if options.source else None)
    wrong = 0
    for result in doctor.examine(chosen, file if file and file.is_file() else None):
        print(result, flush=True)
        wrong += not result.is_well
    if wrong:
        raise UsageError(f"Problems to solve: {wrong}.")


def back_up(chosen: Settings, options: argparse.Namespace) -> None:
    """Write a backup."""
    _report(lambda: backup.back_up(chosen.database, options.to, options.keep))


def restore(chosen: Settings, options: argparse.Namespace) -> None:
    """Put a backup into an empty database."""
    _report(lambda: backup.restore(chosen.database, options.file))


def _report(done: Callable[[], list[str]]) -> None:
    try:
        print("\n".join(done()))
    except backup.Failed as error:
        raise UsageError(str(getattr(error, "orig", error)).partition("\n")[0]) from error
