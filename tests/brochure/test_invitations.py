"""Sentences that invite readers to send a request are told from those that are always right."""

from __future__ import annotations

import configparser

import pytest

from brochure.checks.rules import invitations
from brochure.checks.rules.invitations import invitation

INVITING = [
    ("en", "Fill in the form today."),
    ("en", "Have a look. Then send us your expression of interest, or a letter."),
    ("en", "Your institution sends an official letter to the team."),
    ("en", "You can [fill in\nthe form](form.md) now."),
    ("fr", "Remplissez le formulaire."),
    ("fr", "Vous envoyez une expression d’intérêt par courriel."),
    ("fr", "Vous envoyez une expression d'intérêt par courriel."),
    ("pt", "Preencha o formulário."),
    ("pt-BR", "Envie uma manifestação de interesse."),
    ("es", "Envíe su solicitud."),
    ("ar", "أرسل الاستمارة إلى الفريق."),
    ("de", "Das Formular können Sie heute ausfüllen."),
    ("it", "Compilate il modulo."),
]
ALWAYS_RIGHT = [
    ("en", "Requests are closed."),
    ("en", "No new requests are accepted at present."),
    ("en", "Who can request support? Public institutions can."),
    ("en", "The request becomes a plan, with activities that fit."),
    ("en", "Requests were closed before you sent them."),
    ("en", "Send your CV by email."),
    ("en", "Send a message. The form is our own."),
    ("en", "Once requests open, send the form."),
    ("en", "See the address in `send the form`, or at https://example.org/send/form."),
    ("fr", "Le dépôt des demandes est clos."),
    ("fr", "L’adresse du formulaire a changé."),
    ("fr", "Dès l’ouverture du dépôt, envoyez votre demande."),
    ("pt", "A apresentação de pedidos está encerrada."),
    ("es", "El presente formulario está cerrado."),
    ("ar", "باب تقديم الطلبات مغلق."),
    ("fi", "Täytä lomake."),  # a language without data
]


@pytest.mark.parametrize(("tag", "text"), INVITING)
def test_a_sentence_that_invites_is_found(tag: str, text: str) -> None:
    found = invitation(text, tag)
    assert found
    assert text[found.offset :].startswith(found.words.partition(" ")[0])


@pytest.mark.parametrize(("tag", "text"), ALWAYS_RIGHT)
def test_a_sentence_that_is_always_right_is_not_found(tag: str, text: str) -> None:
    assert invitation(text, tag) is None


@pytest.mark.parametrize(("tag", "text"), INVITING)
def test_words_that_are_allowed_are_not_found(tag: str, text: str) -> None:
    found = invitation(text, tag)
    assert found
    assert invitation(text, tag, (text[found.offset :][:4],)) is None


def test_each_language_has_words_of_each_kind() -> None:
    data = configparser.ConfigParser(interpolation=None)
    data.read(invitations.WORDS, encoding="utf-8")
    assert data.sections()
    for tag in data.sections():
        assert all(data[tag][kind].strip() for kind in ("do", "what", "unless")), tag
