"""The subcommands of ``intake staff``, which change the team's list."""

from __future__ import annotations

import argparse

from intake.commands.running import UsageError, with_service
from intake.service import Service
from intake.sign_in import membership, team
from intake.sign_in.member import ROLES, Member
from intake.sign_in.membership import MembershipError

_WHY = {
    "wrong-address": "not an email address; expected one such as name@example.org",
    "on-the-list": "on the list already: see intake staff role",
}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the commands to the command line."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="list who may sign in")
    listing.set_defaults(run=with_service(list_team))
    adding = commands.add_parser("add", help="allow someone to sign in")
    adding.add_argument("--name", default="", help="as shown in the history; default: the address")
    adding.add_argument("--language", metavar="TAG", help="default: the site's default language")
    role = commands.add_parser("role", help="give a member another role")
    removing = commands.add_parser(
        "remove", help="sign a member out, and stop them from signing in"
    )
    removing.add_argument("--erase", action="store_true", help="delete name and address, too")
    for command in (adding, role, removing):
        command.add_argument("address", metavar="ADDRESS")
    adding.add_argument("--role", choices=ROLES, required=True)
    role.add_argument("role", choices=ROLES, metavar="ROLE", help=", ".join(ROLES))
    adding.set_defaults(run=with_service(add))
    role.set_defaults(run=with_service(change_role))
    removing.set_defaults(run=with_service(remove))


def list_team(service: Service, _options: argparse.Namespace) -> None:
    """List who may sign in, a line each."""
    with service.engine.connect() as connection:
        entries = list(team.everyone(connection))
    for entry in entries:
        member = entry.member
        mail = "morning mail" if entry.digest else "no morning mail"
        parts = (member.address, member.role, member.language, mail, member.name)
        print("  ".join(parts))


def add(service: Service, options: argparse.Namespace) -> None:
    """Allow someone to sign in."""
    tags = service.site.tags
    language = options.language or tags[0]
    if language not in tags:
        expected = f"expected one of {', '.join(tags)}"
        raise UsageError(f'--language: the site is not in "{language}"; {expected}.')
    try:
        with service.engine.begin() as connection:
            who = (options.address, options.name, options.role, language)
            member = membership.add(connection, *who)
    except MembershipError as error:
        raise UsageError(f"{options.address}: {_WHY[error.reason]}") from error
    print(f"{member.address} may sign in, with the role {member.role}.")


def change_role(service: Service, options: argparse.Namespace) -> None:
    """Give a member another role, effective from their next page."""
    with service.engine.begin() as connection:
        member = _member(service, options.address)
        membership.change(connection, member.id, None, {"role": options.role})
    print(f"{member.address} has the role {options.role}.")


def remove(service: Service, options: argparse.Namespace) -> None:
    """Sign a member out, and stop them from signing in."""
    with service.engine.begin() as connection:
        entry = team.known_as(connection, options.address)
        if entry is None or not (entry.is_active or options.erase):
            raise UsageError(f"{options.address}: not on the list.")
        member = entry.member
        membership.remove(connection, member.id, erase=options.erase)
    erased = " Name and address are erased." if options.erase else ""
    print(f"{member.address} is signed out, and cannot sign in any more.{erased}")


def _member(service: Service, address: str) -> Member:
    with service.engine.connect() as connection:
        member = team.with_address(connection, address)
    if member is None:
        raise UsageError(f"{address}: not on the list.")
    return member
