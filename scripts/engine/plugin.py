"""The MkDocs plugin ``brochure``: shows one loaded site in one build, in all its languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs_static_i18n.config import I18nPluginLanguage
from mkdocs_static_i18n.plugin import I18n

from brochure.checks.run import site_or_raise
from brochure.files.packaged import PAPER
from brochure.problems import ProblemsError, render
from brochure.render.assets import DEFAULT_ICON, icon
from brochure.render.documents_view import MadeDocument
from brochure.render.style import STYLES
from brochure.site.page_index import FAQ, HOME, NOT_FOUND, SEARCH
from brochure.site.site import Site
from brochure.text.markdown import EXTENSIONS
from engine.once_a_language import FEED
from engine.pages import ONCE_A_SITE, Pages

# What editors and systems leave beside templates.
_BACKUP = re.compile(r"(^|/)(\.|~\$|Thumbs\.db|desktop\.ini)|(~|\.bak|\.orig|\.tmp|\.sw.)$")
# Templates of what is set.
_TYPST = ".typ"

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

# Scripts of pages with a role: without such a page, the site has no use for them.
_SCRIPTS = {"assets/search.js": SEARCH, "assets/questions.js": FAQ}
# Where servers look for pages, whatever their sources are called.
_FILES = {HOME: "index.html", NOT_FOUND: "404.html"}


class NoOptions(Config):
    """The plugin has no options: everything is in ``content/``."""


@dataclass
class _MkDocsPage:
    """A page for MkDocs to render."""

    page: Page
    config: MkDocsConfig
    files: Files
    context: Mapping[str, Any] = field(default_factory=dict)


class BrochurePlugin(BasePlugin[NoOptions]):
    """Connects MkDocs' events to the pages of a site.

    MkDocs creates it from ``mkdocs.yml``. A caller with a site that is already loaded and checked
    sets ``site``, and perhaps ``documents``, before the build; otherwise the plugin loads and
    checks it, as in a plain ``mkdocs build``. Every event but those guarded here comes once for
    each language, since static-i18n builds the other languages within the build of the default one.
    """

    site: Site | None = None
    documents: Sequence[MadeDocument] = ()
    pages: Pages

    def __init__(self) -> None:
        self._pages: dict[tuple[str, str], _MkDocsPage] = {}

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set up the build when it begins, and each language's configuration.

        Raises:
            PluginError: the content has errors; MkDocs shows it without a traceback.
        """
        if not _is_inner_build(config):
            site = self.site or _load(Path(config.config_file_path).parent)
            config.site_url = config.site_url or site.content.site.url
            config.site_name = site.content.site.name[site.tags[0]]
            config.plugins["i18n"].config.languages = [
                _language(tag, default=tag == site.tags[0]) for tag in site.tags
            ]
            base = urlsplit(config.site_url).path or "/"
            self.pages = Pages(site, base, self.documents)
        self._use_own_templates(config)
        config.markdown_extensions = cast("list[str]", list(EXTENSIONS))
        return config

    def _use_own_templates(self, config: MkDocsConfig) -> None:
        """Let all languages share one environment, and leave the theme's own pages out.

        static-i18n looks for every file's translations in every language, which with 24 languages
        takes most of a build; the pages here know theirs.
        """
        i18n = cast("Any", config.plugins["i18n"])
        i18n.reconfigure_files_alternates = lambda *_files, **_options: None
        config.theme.get_env = lambda: self.pages.env  # type: ignore[method-assign]
        config.theme.static_templates = set()

    @event_priority(50)  # before static-i18n's, which spends most of its time on files it drops
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Leave out template sources and what is not shown; put home and 404 where servers look.

        The pages of each other language are made by a build of their own. What else is in ``docs/``
        is published only where a page uses it, by ``Pages.write_files``.
        """
        tag = cast(I18n, config.plugins["i18n"]).current_language
        unused = {*ONCE_A_SITE, FEED, STYLES, DEFAULT_ICON} - {icon(self.pages.site)}
        unused |= {file for file, role in _SCRIPTS.items() if not self.pages.site.page_with(role)}
        for file in list(files):
            folder = file.src_uri.partition("/")[0]
            is_other = file.is_documentation_page() and folder != tag
            name = file.src_uri.removeprefix(f"{tag}/").removesuffix(".md")
            is_other = is_other or name in self.pages.site.hidden_pages
            is_in_docs = file.src_dir == config.docs_dir and not file.is_documentation_page()
            is_left_out = file.src_uri in unused or bool(_BACKUP.search(file.src_uri))
            is_left_out = is_left_out or folder == PAPER or file.src_uri.endswith(_TYPST)
            if is_other or is_in_docs or is_left_out:
                files.remove(file)
            elif file.is_documentation_page():
                role = self.pages.site.role(name)
                file.dest_uri = f"{tag}/{_FILES[role]}" if role in _FILES else file.dest_uri
        return files

    def on_page_markdown(
        self, _markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Choose the page's template, and return its prose with facts filled in."""
        tag, name = _identity(page)
        self._pages[tag, name] = _MkDocsPage(page, config, files)
        page.meta["template"] = self.pages.template(name)
        return self.pages.prose(tag, name)

    def on_page_context(self, context: TemplateContext, *, page: Page, **_: Any) -> TemplateContext:
        """Give the page's template its context."""
        tag, name = _identity(page)
        page_context = self.pages.context(tag, name, page.content or "")
        self._pages[tag, name].context = context
        return cast("TemplateContext", {**context, **page_context})

    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        """Return the finished page, whose pictures and documents are noted."""
        return self.pages.finish(*_identity(page), output)

    def render_again(self, tag: str, name: str) -> tuple[Path, str]:
        """Render a page of the finished build again, for the site that ``pages`` has now.

        Returns:
            the page's file, and its HTML.
        """
        known = self._pages[tag, name]
        known.page.markdown = self.pages.prose(tag, name)
        known.page.render(known.config, known.files)
        page_context = self.pages.context(tag, name, known.page.content or "")
        template = self.pages.env.get_template(self.pages.template(name))
        html = template.render({**known.context, **page_context})
        return Path(known.page.file.abs_dest_path), self.pages.finish(tag, name, html)

    @event_priority(-200)  # after static-i18n's, which builds the other languages
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write the files that exist once a site, not once a language."""
        if not _is_inner_build(config):
            self.pages.write_once(Path(config.site_dir))


def _load(root: Path) -> Site:
    try:
        return site_or_raise(root).as_shown()
    except ProblemsError as error:
        raise PluginError(render(error.problems)) from error


def _identity(page: Page) -> tuple[str, str]:
    """Return the language of a page, and its name, which all its translations share."""
    tag, _, name = page.file.src_uri.removesuffix(".md").partition("/")
    return tag, name


def _language(tag: str, *, default: bool) -> I18nPluginLanguage:
    language = I18nPluginLanguage()
    language.load_dict({"locale": tag, "name": tag, "default": default, "build": True})
    language.validate()  # type: ignore[no-untyped-call]
    return language


def _is_inner_build(config: MkDocsConfig) -> bool:
    """Whether this is the build of another language within that of the default language."""
    return cast(I18n, config.plugins["i18n"]).building
