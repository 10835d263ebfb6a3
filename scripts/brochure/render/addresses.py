"""Addresses of pages, files and records, as seen from one page in one language."""

from __future__ import annotations

import functools
import posixpath
from dataclasses import dataclass
from urllib.parse import urljoin

from brochure.schema import Language
from brochure.site.file_uses import is_file
from brochure.site.page_index import NOT_FOUND
from brochure.site.site import Site
from brochure.text.document import Link


@dataclass
class Addresses:
    """Addresses as seen from the page called ``page`` in ``language``.

    ``base`` is the path of the site's root on its host, such as ``/``, or its full address: pages
    that may be shown ``anywhere``, as 404 is, link from there.
    """

    site: Site
    language: Language
    page: str
    base: str = "/"
    anywhere: bool = False

    def address(self, target: str) -> str:
        """Return the address of a link's target, relative to this page.

        It is empty while the page is not shown.
        """
        link = Link(target)
        if link.external or is_file(link):
            return target
        name, fragment = link.page.removesuffix(".md") or self.page, link.fragment
        page = self.site.pages.get((self.language.tag, name))
        is_hidden = page and page.hides(f"#{fragment}", self.site.requests.phase)
        return self.link(name, "" if is_hidden or fragment in self.site.hidden_ids else fragment)

    def address_in_prose(self, target: str) -> str:
        """Return the address of a link in a page's prose, where MkDocs has resolved most of them.

        It leaves those in HTML as they are, and to pages that are not shown or in another folder:
        MkDocs looks for pages beside this one, and we in the folder of the language.
        """
        link = Link(target)
        if link.external or is_file(link) or not link.page:
            return target
        if link.page.endswith(".md"):
            return self.address(target)
        if link.fragment in self.site.hidden_ids:
            target = link.page
        return urljoin(self.base + self._own, target) if self._is_anywhere else target

    def link(self, name: str, fragment: str = "") -> str:
        """Return the address of a page as seen from this one; empty if that page does not exist."""
        if (self.language.tag, name) not in self.site.pages:
            return ""
        address = self.relative(self.site.address(self.language.tag, name))
        return f"{address}#{fragment}" if fragment else address

    def link_to(self, role: str, fragment: str = "") -> str:
        """Return the address of the page with a role; empty if no page has it."""
        return self.link(self.site.page_with(role), fragment)

    def feed(self) -> str:
        """Return the address of the language's feed; empty if no page shows news."""
        address = self.site.feed(self.language.tag)
        return self.relative(address) if address else ""

    def relative(self, address: str) -> str:
        """Turn an address below the site's root into one as seen from this page."""
        return self.base + address if self._is_anywhere else _relative(address, self._own)

    @property
    def _own(self) -> str:
        """The address of this page below the site's root."""
        return self.site.address(self.language.tag, self.page)

    @property
    def _is_anywhere(self) -> bool:
        return self.anywhere or self.page == self.site.page_with(NOT_FOUND)

    def absolute(self, tag: str) -> str:
        """Return this page's full address in the language ``tag``."""
        return self.site.content.site.url + self.site.address(tag, self.page)


@functools.lru_cache(maxsize=100_000)  # each page of 24 languages links to all its translations
def _relative(address: str, page: str) -> str:
    path = posixpath.relpath(address or ".", posixpath.dirname(page) or ".")
    return f"{path}/" if address.endswith("/") or not address else path
