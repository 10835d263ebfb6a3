"""No word that a reader sees is in a template of paper."""

from __future__ import annotations

import re

from tests.engine.project import ROOT

PAPER = ROOT / "overrides" / "paper"


def test_templates_of_typst_show_data_alone() -> None:
    templates = list(PAPER.glob("*.typ"))
    assert templates
    for template in templates:
        code = re.sub(r"//.*", "", template.read_text("utf-8"))
        assert not re.findall(r"\[[^\W\d_]{2,}", code), template.name


def test_templates_in_xml_have_no_text_of_their_own() -> None:
    templates = list(PAPER.rglob("*.xml"))
    assert templates
    for template in templates:
        source = re.sub(r"{#.*?#}", "", template.read_text("utf-8"), flags=re.DOTALL)
        shown = re.sub(r"{%.*?%}|{{.*?}}", "", source, flags=re.DOTALL)
        shown = re.sub(r"<[^>]*>", "", shown)
        assert not re.findall(r"[^\W\d_]{2,}", shown), template.name
