"""A file that a translator sent back: what kind it is, and for which of the site's languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from brochure.problems import Problem, ProblemsError
from brochure.site.site import Site
from brochure.text import language_tags
from brochure.text.cldr import english_name
from brochure.text.suggestions import shorten
from brochure.translation.formats import po, xliff
from brochure.translation.formats.catalogue import Catalogue

_FORMATS = {".po": po, ".pot": po, ".xliff": xliff, ".xlf": xliff}
# Programs' own working files: they hold segments and codes, not our units.
_WORKING_FILES = {
    ".sdlxliff": ("Trados Studio", "choose File > Save Target As"),
    ".mqxliff": ("memoQ", "select the document, and choose Export (stored path)"),
    ".mxliff": ("Phrase", "select the job, and choose Download > Completed file"),
}
_EXPORT_AGAIN = "Export the file again."


def read(site: Site, path: Path, language: str | None) -> tuple[Catalogue, list[Problem]]:
    """Return the content of a file, in one of the site's languages, and the problems of its units.

    ``language`` is the one that it is for, where the file does not say so.

    Raises:
        ProblemsError: the file as a whole cannot be used.
        OSError: it cannot be read.
    """
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        raise ProblemsError([_unknown_format(path)])
    catalogue, problems = form.read(path.read_bytes(), path.name)
    if catalogue is None:
        raise ProblemsError(problems)
    try:
        _check_origin(site, catalogue, path)
        tag = _target(site, catalogue.language, path, language)
    except ProblemsError as error:
        raise ProblemsError([*error.problems, *problems]) from None
    return replace(catalogue, language=tag), problems


def _unknown_format(path: Path) -> Problem:
    expected = "expected a .po or .xliff file, or a .tmx file for the translation memory"
    if working_file := _WORKING_FILES.get(path.suffix.lower()):
        program, how = working_file
        hint = f"In {program}, {how}: import what it writes, in the format that you exported here."
        return _problem(path, f"this is a working file of {program}; {expected}", hint)
    hint = "Export it from your program in the format in which you received it."
    return _problem(path, f'unknown format "{shorten(path.suffix)}"; {expected}', hint)


def _check_origin(site: Site, catalogue: Catalogue, path: Path) -> None:
    """Refuse a file that is for another site, or that translates from another language."""
    url, first = site.content.site.url, site.tags[0]
    if catalogue.project and catalogue.project != url:
        message = f"the file is for {shorten(catalogue.project)}, not for {url}"
        raise ProblemsError([_problem(path, message, _EXPORT_AGAIN)])
    source = catalogue.source_language
    # en-US fits a site in British English: each source is compared with the site's own anyway.
    if _contradicts(source, first, language_tags.match(source, _locales(site))):
        message = f'the file translates from {_name(source)}, not from "{first}"'
        raise ProblemsError([_problem(path, message, _EXPORT_AGAIN)])


def _target(site: Site, named: str, path: Path, language: str | None) -> str:
    """Return the language that a file is for: the one that it names, or else ``language``.

    A file for another of the site's languages is refused whatever ``language`` says.
    """
    locales, tags = _locales(site), site.tags[1:]
    found = language_tags.match(named, locales)
    wanted = found if language is None else language_tags.match(language, locales)
    hint = known = f"Languages: {', '.join(tags)}."
    if language is not None and wanted not in tags:
        message = f'"{shorten(language)}" is not a language to translate'
    elif wanted in tags and not _contradicts(named, wanted, found):
        return wanted
    elif wanted in tags:
        message = f'the file is for {_name(named)}, not for "{wanted}"'
        hint = "Import it without --language." if found in tags else known
    elif named:
        message = f"the file is for {_name(named)}, which is not a language to translate"
        hint = _advice(named, tags) or f'{known} "brochure add-language" adds one.'
    else:
        message = "the file does not say which language it is for"
        hint = f'Say it, as in "--language {tags[-1]}". {known}'
    raise ProblemsError([_problem(path, message, hint)])


def _advice(named: str, tags: Sequence[str]) -> str:
    """Return how to import a file that is for something like one of the site's languages."""
    if language_tags.parse_locale(named) is None:
        return f'Say which language it is for, as in "--language {tags[-1]}".'
    base = language_tags.base(named)
    options = [f"--language {tag}" for tag in tags if language_tags.base(tag) == base]
    return f"Say which language its texts are for: {' or '.join(options)}." if options else ""


def _contradicts(named: str, wanted: str, found: str | None) -> bool:
    """Whether a file names another language; one that means nothing contradicts nothing."""
    if found:
        return found != wanted
    parsed = language_tags.parse_locale(named)
    is_known = parsed and language_tags.find_locale(language_tags.preferred(parsed))
    return bool(is_known) and language_tags.base(named) != language_tags.base(wanted)


def _locales(site: Site) -> dict[str, str]:
    return {language.tag: language.locale for language in site.languages}


def _name(locale: str) -> str:
    tag = language_tags.parse_locale(locale)
    name = english_name(str(language_tags.preferred(tag))) if tag else ""
    shown = f'"{shorten(locale)}"'
    return f"{shown} ({name})" if name and name != str(tag) else shown


def _problem(path: Path, message: str, hint: str) -> Problem:
    return Problem(path.name, 1, 1, "error", "catalogue", message, hint)
