"""A preview makes a document when somebody asks for it, of the content as it is then."""

from __future__ import annotations

import io
import re
import urllib.request
from pathlib import Path

import docx
import pytest

from brochure.render.paper import documents
from tests.engine import project
from tests.engine.preview import Preview
from tests.support import texts

pytestmark = pytest.mark.server
LETTER = """\
letter:
  frame:
    subject: {en: A request, fr: Une demande, pt: Um pedido}
    addressees: [{id: team, title: {en: To the team, fr: À l’équipe, pt: À equipa}}]
    places: [{id: name, part: end}]
    signature: end
    salutation: {en: "Dear team,", fr: "Madame, Monsieur,", pt: "Cara equipa,"}
    request: {en: We make a request., fr: Nous faisons une demande., pt: Fazemos um pedido.}
    closing: {en: "Yours faithfully,", fr: "Cordialement,", pt: "Com os melhores cumprimentos,"}
  parts:
    - id: end
      title: {en: Signature, fr: La signature, pt: A assinatura}
      text: {en: Who signs., fr: Qui signe., pt: Quem assina.}
"""
PAGES = {"en": "A letter", "fr": "Une lettre", "pt": "Uma carta"}


def _add_a_letter(place: Path) -> None:
    (place / "content/letter.yaml").write_text(LETTER, encoding="utf-8")
    for tag, title in PAGES.items():
        text = f"---\nrole: letter\ntitle: {title}\ndescription: {title}.\n---\n{title}.\n"
        (place / f"docs/{tag}/letter.md").write_text(text, encoding="utf-8")


def test_a_document_is_made_when_it_is_asked_for(running: Preview) -> None:
    _add_a_letter(running.place)
    running.shows("/fr/letter/", ".docx")
    page = running.get("/fr/letter/")[1]
    (address,) = re.findall(r'href="\.\./\.\.(/documents/[^"]+\.docx)" download>DOCX<', page)
    assert _title(running, address) == "Une demande"
    project.edit(running.place / "content/letter.yaml", "Une demande", "Une demande d’appui")
    running.shows("/fr/letter/", "Une demande d’appui")
    assert _title(running, address) == "Une demande d’appui"


def _title(running: Preview, address: str) -> str:
    with urllib.request.urlopen(running.address + address) as answer:  # noqa: S310 - ours
        return str(docx.Document(io.BytesIO(answer.read())).core_properties.title)


@pytest.mark.soak
def test_what_cannot_be_made_says_why(running_whole: Preview) -> None:
    site = texts.loaded(running_whole.place)
    key = site.content.site.strapline.key
    texts.write(running_whole.place, key, fr="Unespacedapprentissagesansfin pour tous ses acteurs")
    running_whole.shows("/fr/", "Unespacedapprentissagesansfin")
    status, text = running_whole.get(f"/{documents.address(site, 'fr', 'leaflet', 'pdf')}")
    assert status == 500
    assert "content/site.yaml" in text
    assert "leaflet-fit" in text
