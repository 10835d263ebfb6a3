"""Connects one build of MkDocs to the site that it shows."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs_static_i18n.config import I18nPluginLanguage
from mkdocs_static_i18n.plugin import I18n

from brochure.checks import run
from brochure.problems import ProblemsError, render
from brochure.render import draft_fallback, environment
from brochure.render.form_view import form_view
from brochure.render.page_context import Reader
from brochure.site.site import NOT_FOUND, Site
from brochure.site.units import PageUnit
from brochure.text import cldr

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

# Between them stands the notice of partials/translation.html that a page is outdated.
_OUTDATED = ("<!-- outdated -->", "<!-- /outdated -->")
_INTERFACE = ("strings.", "navigation.")
# Files that templates make, beside the pages.
GENERATED = ("sitemap.xml", "robots.txt")


@dataclass
class Wiring:
    """One build: the site, its templates, and the texts that pages have shown so far."""

    site: Site
    env: jinja2.Environment
    base: str
    seen: set[str] = field(default_factory=set)
    _current: Reader | None = None

    @classmethod
    def begin(cls, config: MkDocsConfig) -> Wiring:
        """Load and check the site, unless it was handed over, and register its languages.

        Raises:
            PluginError: the content has errors; MkDocs shows it without a traceback.
        """
        root = Path(config.config_file_path).parent
        try:
            site = config.extra.get("brochure") or run.site_or_raise(root)
        except ProblemsError as error:
            raise PluginError(render(error.problems)) from error
        config.site_url = config.site_url or site.content.site.url
        config.site_name = site.content.site.name[site.tags[0]]
        config.plugins["i18n"].config.languages = [
            _language(tag, default=tag == site.tags[0]) for tag in site.tags
        ]
        wiring = cls(site, environment.create(root), urlsplit(config.site_url).path or "/")
        config.extra["wiring"] = wiring
        return wiring

    @functools.cached_property
    def templates(self) -> frozenset[str]:
        """The names of all templates."""
        return frozenset(self.env.list_templates())

    def configure(self, config: MkDocsConfig) -> None:
        """Let all languages share one environment, and leave the theme's own pages out.

        The plugin looks for every file's translations in every language, which with 24 languages
        takes most of a build; our pages know theirs.
        """
        plugin = cast("Any", config.plugins["i18n"])
        plugin.reconfigure_files_alternates = lambda *_files, **_options: None
        config.theme.get_env = lambda: self.env  # type: ignore[method-assign]
        config.theme.static_templates = set()

    def arrange(self, files: Files) -> Files:
        """Put each 404 page where web servers look for it; leave template sources out."""
        for file in list(files):
            folder = file.src_uri.partition("/")[0]
            is_stray = file.is_documentation_page() and folder not in self.site.tags
            if file.src_uri in GENERATED or is_stray:
                files.remove(file)
            elif file.is_documentation_page() and file.name == NOT_FOUND:
                file.dest_uri = file.src_uri.replace(".md", ".html")
        return files

    def prepare(self, page: Page) -> str:
        """Fill facts into prose and name the page's template after the page."""
        own = f"pages/{self.name(page)}.html"
        page.meta["template"] = own if own in self.templates else "main.html"
        reader = self.reader(page)
        return reader.prose(self.site.pages[reader.language.tag, reader.page])

    def context(self, page: Page) -> dict[str, Any]:
        """Return what the page's template may use."""
        reader = self._current = self.reader(page)
        tag = reader.language.tag
        context = reader.context(self.site.pages[tag, reader.page], page.content or "")
        context["asset"] = lambda name: reader.relative(
            environment.fingerprint(self.site.root, name)
        )
        form = self.site.content.form
        if form and form.page == reader.page:
            context["form"] = form_view(reader, form)
        return context

    def finish_page(self, html: str) -> str:
        """Return the page that was made last, with what only the made page tells."""
        reader, self._current = self._current, None
        if reader is None:
            return html
        self.seen |= reader.seen
        if _OUTDATED[0] in html and not self._shows_outdated(reader):
            before, _, rest = html.partition(_OUTDATED[0])
            html = before + rest.partition(_OUTDATED[1])[2].lstrip()
        default = self.site.languages[0]
        return draft_fallback.mark(html, default.tag, cldr.direction(default.locale))

    def _shows_outdated(self, reader: Reader) -> bool:
        """Whether a page shows a text that is outdated; words of the interface do not count."""
        for unit in self.site.outdated(reader.language.tag):
            if isinstance(unit, PageUnit) and unit.page == reader.page:
                return True
            is_shown = unit.key in reader.seen
            if is_shown and not unit.key.startswith(_INTERFACE):
                return True
        return False

    def finish(self, config: MkDocsConfig) -> None:
        """Write the files that exist once a site."""
        entries = [
            [
                Reader(self.site, self.site.language(page.language), name)
                for page in self.site.translations(name)
            ]
            for name in self.site.page_names
            if name != NOT_FOUND
        ]
        for name in GENERATED:
            text = self.env.get_template(name).render(site=self.site, entries=entries)
            Path(config.site_dir, name).write_text(text, encoding="utf-8")

    def reader(self, page: Page) -> Reader:
        """Return the reader of the page's language at the page."""
        tag, _, name = page.file.src_uri.removesuffix(".md").partition("/")
        return Reader(self.site, self.site.language(tag), name, self.base)

    def name(self, page: Page) -> str:
        """Return a page's name, shared by all its translations."""
        return str(page.file.src_uri.removesuffix(".md").partition("/")[2])


def _language(tag: str, *, default: bool) -> I18nPluginLanguage:
    language = I18nPluginLanguage()
    language.load_dict({"locale": tag, "name": tag, "default": default, "build": True})
    language.validate()  # type: ignore[no-untyped-call]
    return language


def building_another_language(config: MkDocsConfig) -> bool:
    """Say whether this build runs within the build of the default language."""
    return cast(I18n, config.plugins["i18n"]).building
