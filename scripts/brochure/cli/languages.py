"""The commands that add a language, remove it and publish it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from brochure.cli.failures import all_or_nothing
from brochure.files import memory_file
from brochure.problems import counted
from brochure.text.suggestions import shorten

if TYPE_CHECKING:
    from brochure.translation.languages import AddedLanguage

_SHOWN = 60  # characters of a text


def add_to(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], root: argparse.ArgumentParser
) -> None:
    """Add the commands to the command line."""
    add = commands.add_parser(
        "add-language", parents=[root], help="add a language, or update its files"
    )
    add.add_argument("tag", metavar="TAG", help="such as es, ar or pt-BR")
    add.add_argument(
        "--from",
        dest="sibling",
        metavar="TAG",
        help="copy the texts of this language, such as pt for pt-BR",
    )
    add.set_defaults(run=_add)

    remove = commands.add_parser("remove-language", parents=[root], help="remove an added language")
    remove.add_argument("tag", metavar="TAG")
    remove.add_argument("--force", action="store_true", help="even if it has translations")
    remove.set_defaults(run=_remove)

    publish = commands.add_parser(
        "publish-language", parents=[root], help="publish a complete draft"
    )
    publish.add_argument("tag", metavar="TAG")
    publish.set_defaults(run=_publish)


def _add(options: argparse.Namespace) -> int:
    from brochure.text.cldr import english_name
    from brochure.translation import cldr_tags, languages

    root = options.root.resolve()
    with all_or_nothing():
        added = languages.add(root, options.tag, options.sibling)
    tag = added.language.tag
    print(f"{english_name(tag)} ({tag}): {cldr_tags.describe(added.language)}")
    for line in _moved(added):
        print(line)
    if not added.paths:
        print("Already up to date.")
        return 0
    for path in added.paths:
        print(f"  {path.relative_to(root)}")
    if added.copied:
        print(f"Copied: {counted(added.copied, 'text')}. Change what differs.")
    if added.restored:
        print(f"{counted(added.restored, 'text')} from {memory_file.name(tag)} are back.")
    print(
        "Next:\n"
        f"  translate docs/{tag}/ by hand, or: brochure export {tag}\n"
        "  preview it, as a draft:            make serve\n"
        f"  see what is missing:               brochure status --language {tag}\n"
        f"  publish it after a review:         brochure publish-language {tag}"
    )
    return 0


def _moved(added: AddedLanguage) -> Iterator[str]:
    """Yield what became of each text whose unit is gone."""
    reunion = added.reunion
    for old, new in reunion.keys.items():
        yield f"Renamed: {old} is now {new}"
    for entry in reunion.gone:
        yield f"Gone: {entry.key}: “{shorten(entry.translation, _SHOWN)}”"
    if reunion.gone:
        name = memory_file.name(added.language.tag)
        gone = counted(len(reunion.gone), "text")
        yield f"{gone} removed, and kept in {name}: exports offer them again."
    for key in reunion.unknown:
        yield f"Unknown: {key}: its source is unknown, so it stays. Delete it by hand."


def _remove(options: argparse.Namespace) -> int:
    from brochure.translation import languages

    with all_or_nothing():
        kept = languages.remove(options.root.resolve(), options.tag, force=options.force)
    print(f"{options.tag}: removed.")
    if kept:
        print(
            f"Its texts stay in {kept}: add-language restores them."
            " Delete it if they are not needed."
        )
    return 0


def _publish(options: argparse.Namespace) -> int:
    from brochure.translation import publishing

    with all_or_nothing():
        publishing.publish(options.root.resolve(), options.tag)
    print(f"{options.tag}: published. The next build shows it.")
    return 0
