"""A preview makes a document when somebody asks for it, of the content as it is then."""

from __future__ import annotations

import io
import re
import urllib.request

import docx
import pytest

from brochure.paper import documents
from tests.engine.preview import Preview
from tests.support import texts

pytestmark = pytest.mark.server


def test_a_document_is_made_when_it_is_asked_for(running: Preview) -> None:
    page = running.get("/fr/letter/")[1]
    (address,) = re.findall(r'href="\.\./\.\.(/documents/[^"]+\.docx)" download>DOCX<', page)
    assert _title(running, address) != "Une demande d’appui"
    letter = texts.loaded(running.place).content.letter
    assert letter
    assert letter.frame
    texts.write(running.place, letter.frame.subject.key, fr="Une demande d’appui")
    running.shows("/fr/letter/", "Une demande d’appui")
    assert _title(running, address) == "Une demande d’appui"


def _title(running: Preview, address: str) -> str:
    with urllib.request.urlopen(running.address + address) as answer:  # noqa: S310 - ours
        return str(docx.Document(io.BytesIO(answer.read())).core_properties.title)


@pytest.mark.soak
def test_what_cannot_be_made_says_why(running: Preview) -> None:
    site = texts.loaded(running.place)
    key = site.content.site.strapline.key
    texts.write(running.place, key, fr="Unespacedapprentissagesansfin pour tous ses acteurs")
    running.shows("/fr/", "Unespacedapprentissagesansfin")
    status, text = running.get(f"/{documents.address(site, 'fr', 'leaflet', 'pdf')}")
    assert status == 500
    assert "content/site.yaml" in text
    assert "leaflet-fit" in text
