"""A preview makes a document when somebody asks for it, of the content as it is then."""

from __future__ import annotations

import io
import re
import urllib.request

import docx
import pytest

from tests.engine import project
from tests.engine.preview import Preview

pytestmark = pytest.mark.server


def test_a_document_is_made_when_it_is_asked_for(running: Preview) -> None:
    page = running.get("/fr/letter/")[1]
    (address,) = re.findall(r'href="\.\./\.\.(/documents/[^"]+\.docx)" download>DOCX<', page)
    assert _title(running, address) == "Demande officielle d’appui de MIEUX+"
    content = running.place / "content" / "letter.yaml"
    project.edit(content, "Demande officielle d’appui de MIEUX+", "Une demande à MIEUX+")
    running.shows("/fr/letter/", "Une demande à MIEUX+")
    assert _title(running, address) == "Une demande à MIEUX+"


def _title(running: Preview, address: str) -> str:
    with urllib.request.urlopen(running.address + address) as answer:  # noqa: S310 - ours
        return str(docx.Document(io.BytesIO(answer.read())).core_properties.title)


def test_what_cannot_be_made_says_why(running: Preview) -> None:
    content = running.place / "content" / "site.yaml"
    project.edit(content, "Un espace d’apprentissage", "Unespacedapprentissagesansfin")
    running.shows("/fr/", "Unespacedapprentissagesansfin")
    status, text = running.get("/documents/mieux-leaflet-fr.pdf")
    assert status == 500
    assert "content/site.yaml" in text
    assert "leaflet-fit" in text
