"""nginx's settings of a site: its languages, and each page's style and scripts.

It is a file of the built site, which ``deploy/nginx.conf`` includes: so it is published together
with the pages that it describes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from brochure.render.style import source
from brochure.site.page_index import SEARCH
from brochure.site.site import Site

_HEAD = """\
# What nginx has to know of this site. `brochure build` writes it; deploy/nginx.conf includes it.

# Its name has a digest of what is below: while it is there, this is the site that nginx serves.
map "" $brochure_file {{ default "{name}"; }}

"""
# Between the publication of another style and a reload, pages would be without any.
_STYLE = """\
# What the policy allows: the style that a page carries, by its digest.
map $uri $brochure_page_style {{
{lines}
    default "'none'";
}}
map $brochure_is_outdated $brochure_style {{ 1 "'unsafe-inline'"; default $brochure_page_style; }}

"""
_SCRIPT = """\
# Which scripts run: those of the site, and on the page of the search WebAssembly.
map $uri $brochure_script {{
{lines}
    default "'self'";
}}

"""
_FOLDERS = """\
# Where the pages in the language of an address are.
map $request_uri $brochure_folder {{
{lines}
    default "{base}";
}}

"""
_ASKED = """\
# The language that a reader prefers, of those that there are: by weight, then by order.
map $http_accept_language $brochure_asked {{
{lines}
    default "";
}}

# Where the page in that language is; empty if it is where it was asked for.
map $brochure_asked $brochure_home {{
{homes}
    default "";
}}
"""
# How a weight may be written, from the highest to the lowest.
_WEIGHTS = (
    r"(?:;\s*q=1(?:\.0*)?\s*)?",
    *(rf";\s*q=0?\.{tenth}\d*\s*" for tenth in range(9, 0, -1)),
    r";\s*q=0?\.0\d*[1-9]\d*\s*",
)


def settings(site: Site, base: str, styles: Mapping[str, str]) -> tuple[str, str]:
    """Return the name and the text of the file.

    ``base`` is the path of the site's root on its host; ``styles`` are the pages' styles, by file.
    """
    text = (
        _STYLE.format(lines=_lines(_styles(styles, base)))
        + _SCRIPT.format(lines=_lines(_scripts(site, base)))
        + _FOLDERS.format(lines=_lines(_folders(site, base)), base=base)
        + _ASKED.format(lines=_lines(_asked(site)), homes=_lines(_homes(site, base)))
    )
    name = f"nginx-{hashlib.sha256(text.encode()).hexdigest()[:8]}.conf"
    return name, _HEAD.format(name=name) + text


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f'    "{key}" "{value}";' for key, value in pairs)


def _styles(styles: Mapping[str, str], base: str) -> Iterator[tuple[str, str]]:
    """Yield a pattern for each page: for plain words, nginx limits the length."""
    for file, style in sorted(styles.items()):
        if style:
            yield f"~^{re.escape(base + file)}$", source(style)


def _scripts(site: Site, base: str) -> Iterator[tuple[str, str]]:
    for page in site.translations(site.page_with(SEARCH)):
        file = site.file(page.language, page.name)
        yield f"~^{re.escape(base + file)}$", "'self' 'wasm-unsafe-eval'"


def _folders(site: Site, base: str) -> Iterator[tuple[str, str]]:
    form = site.form_path or base
    places = "|".join(dict.fromkeys(re.escape(place) for place in (base, form)))
    for tag in site.tags:
        if folder := site.folder(tag):
            yield rf"~^(?:{places}){re.escape(tag)}(?:[/?]|$)", base + folder
        elif form != base:
            yield rf"~^{re.escape(form)}{re.escape(tag)}(?:[/?]|$)", base


def _asked(site: Site) -> Iterator[tuple[str, str]]:
    """Yield a pattern for each weight: it finds the first of the site's languages that has it."""
    longest = sorted(_known(site), key=lambda tag: (-len(tag), tag))
    tags = "|".join(re.escape(tag) for tag in longest)
    for weight in _WEIGHTS:
        yield (
            rf"~*(?:^|,)\s*(?<brochure_tag>{tags}|\*)(?:-[a-z0-9]+)*\s*{weight}(?:,|$)",
            "$brochure_tag",
        )


def _homes(site: Site, base: str) -> Iterator[tuple[str, str]]:
    for asked, tag in _known(site).items():
        if folder := site.folder(tag):
            yield asked, base + folder


def _known(site: Site) -> dict[str, str]:
    """Return the tags that readers may ask for, and the language that each of them gets.

    Who asks for a language of which the site has only variants gets the first of these.
    """
    known = {tag: tag for tag in site.published}
    for tag in site.published:
        known.setdefault(tag.partition("-")[0], tag)
    return known
