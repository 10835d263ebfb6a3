"""The pages of a site for MkDocs: each with its template, its prose and its template's context."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from brochure.render import assets, cards, environment, listed_pages, nginx, page_style, well_known
from brochure.render.cards import Card
from brochure.render.documents_view import MadeDocument, document_views
from brochure.render.form_view import form_view
from brochure.render.identity_view import identity_view
from brochure.render.linked_data import linked_data
from brochure.render.localizer import Localizer
from brochure.render.map_view import map_view
from brochure.render.outline import outline
from brochure.render.page_context import page_context
from brochure.render.page_texts import prose
from brochure.render.search import search_view
from brochure.render.style import style
from brochure.site.file_uses import uses_in_intake
from brochure.site.page import Page
from brochure.site.page_index import FORM, SEARCH
from brochure.site.site import Site
from engine import once_a_language, page_ids

# Files made from templates, besides the pages.
ONCE_A_SITE = ("sitemap.xml", "robots.txt")


class Pages:
    """The pages of ``site`` in one build; ``base`` is the path of the site's root on its host.

    ``documents`` are those made of the content, to which pages may link.
    """

    def __init__(self, site: Site, base: str, documents: Sequence[MadeDocument] = ()) -> None:
        self.site, self.base, self.documents = site, base, documents
        self.read_templates()
        # What each page shows: texts and pages, by language and key or path.
        self.seen: dict[tuple[str, str], set[tuple[str, str]]] = {}
        # The pictures and documents of each page, by their addresses, and those that are written.
        self._files: dict[tuple[str, str], dict[str, Path]] = {}
        self._written: set[str] = set()
        # The picture of each page that is seen where it is shared; a build makes them.
        self.cards: dict[tuple[str, str], Card] = {}
        # The ids of each page, as often as they occur.
        self.ids: dict[tuple[str, str], tuple[str, ...]] = {}
        # What each page has in its style, by its file.
        self.styles: dict[str, str] = {}

    @property
    def shown(self) -> set[str]:
        """The keys of all texts of ``content/`` that pages have shown so far."""
        return {key for seen in self.seen.values() for _, key in seen}

    def template(self, name: str) -> str:
        """Return the template of a page: that of its role, or else the skeleton."""
        template = f"pages/{self.site.role(name)}.html"
        return template if template in self._templates else "main.html"

    def read_templates(self) -> None:
        """Use the templates as they are now."""
        self.env = environment.create(self.site.root)
        self._templates = frozenset(self.env.list_templates())

    def prose(self, tag: str, name: str) -> str:
        """Return a page's prose as Markdown with facts filled in."""
        self.seen[tag, name] = set()
        self._files[tag, name] = {}
        return prose(self._localizer(tag, name), self.site.pages[tag, name])

    def context(self, tag: str, name: str, html: str) -> dict[str, Any]:
        """Return the context of a page's template; ``html`` is its converted prose."""
        localizer = self._localizer(tag, name)
        context = self.context_of(localizer, self.site.pages[tag, name], html)
        form = self.site.content.form
        if form and self.site.role(name) == FORM:
            # Without anything that receives answers, the page shows the questions alone.
            name_ = "form" if self.site.form_address else "questions"
            context[name_] = form_view(localizer, form)
        if self.site.role(name) == SEARCH:
            context["search"] = search_view(localizer, context["language"].digits)
        return context

    def finish(self, tag: str, name: str, html: str) -> str:
        """Return the final HTML of a page that its template has rendered."""
        self._keep_files(tag, name, html)
        self.ids[tag, name] = page_ids.ids_of(html)
        return self.with_style(self.site.file(tag, name), html)

    def with_style(self, file: str, html: str) -> str:
        """Return a page with what it needs of the style, which the server is told."""
        html = page_style.trimmed(html, assets.scripts(self.site))
        self.styles[file] = page_style.of_page(html)
        return html

    def _keep_files(self, tag: str, name: str, html: str) -> None:
        """Forget those pictures and documents of a finished page that its template left out."""
        url, relative = self.site.content.site.url, self._localizer(tag, name).relative
        self._files[tag, name] = {
            address: path
            for address, path in self._files[tag, name].items()
            if relative(quote(address)) in html or url + quote(address) in html
        }

    def write_files(self, folder: Path) -> None:
        """Write the pictures and documents of all pages into the folder of the built site.

        Those of the intake's pages, which no build makes, are known from their texts. What it has
        written for pages that no longer show it is deleted.
        """
        files = {
            address: path for of_page in self._files.values() for address, path in of_page.items()
        }
        files |= {
            use.path: self.site.files.paths[use.path]
            for use in uses_in_intake(self.site)
            if use.path
        }
        for address in self._written - files.keys():
            (folder / address).unlink(missing_ok=True)
        for address in files.keys() - self._written:
            (folder / address).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(files[address], folder / address)
        self._written = set(files)

    def context_of(self, localizer: Localizer, page: Page, html: str) -> dict[str, Any]:
        """Return the context of every template, also of pages that MkDocs does not know."""
        context = page_context(localizer, page, html)
        context["asset"] = lambda name: localizer.relative(assets.fingerprint(self.site, name))
        context["identity"] = identity_view(localizer, context["asset"])
        context["style"] = style(self.site, self.base)
        context["documents"] = lambda name: document_views(localizer, self.documents, name)
        context["linked_data"] = lambda: linked_data(localizer, context["page"])
        context["card"] = lambda: self._card(localizer, page)
        context["outline"] = lambda: outline(localizer)
        context["world_map"] = lambda: map_view(localizer, context["asset"])
        return context

    def _card(self, localizer: Localizer, page: Page) -> str:
        """Return the full address of a page's card; empty if it cannot have one."""
        found = cards.card(localizer, page)
        if found is None:
            return ""
        self.cards[page.language, page.name] = found
        return f"{self.site.content.site.url}{found.address}"

    def write_once(self, folder: Path) -> None:
        """Write the files that exist once a site into the folder of the built site."""
        for name, data in (assets.made(self.site) | well_known.made(self.site)).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        self.write_files(folder)
        for name in ONCE_A_SITE:
            text = self.env.get_template(name).render(
                site=self.site,
                pages=listed_pages.listed(self.site),
                changed=listed_pages.changed(self.site),
            )
            (folder / name).write_text(text, encoding="utf-8")
        for name, text in once_a_language.made(self, self.site.tags):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        self.tell_server(folder)

    def tell_server(self, folder: Path) -> None:
        """Write what nginx has to know of the pages as they are now."""
        name, text = nginx.settings(self.site, self.base, self.styles)
        for other in set(folder.glob("nginx-*.conf")) - {folder / name}:
            other.unlink()
        if not (folder / name).exists():  # it is named after what it says
            (folder / name).write_text(text, encoding="utf-8")

    def _localizer(self, tag: str, name: str) -> Localizer:
        language, seen = self.site.language(tag), self.seen[tag, name]
        files = self._files[tag, name]
        return Localizer(self.site, language, name, self.base, seen=seen, files=files)
