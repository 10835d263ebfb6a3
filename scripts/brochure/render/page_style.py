"""Leaves out of a page's style the rules that can apply to nothing on it: a third of its weight.

A rule stays if the page has all classes and elements that one of its selectors names. States,
attributes and relations are not looked at, so that what is in doubt stays; what scripts name stays
on pages that have one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

# A page is read as text, which is quicker than its tree: what only looks like an element or a
# class keeps a rule too many, and what is one is never missed.
#
# A script that is code: data of search engines names no class.
_SCRIPT = re.compile(r'<script(?! type="application/)')
_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)
_ELEMENT = re.compile(r"<([a-z][\w-]*)", re.IGNORECASE)
_CLASSES = re.compile(r"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][\w-]*")
# Browsers add these where a page leaves them out.
_IMPLIED = frozenset({"html", "head", "body", "tbody", "colgroup"})
# Rules that contain rules.
_CONDITIONS = frozenset({"media", "supports", "layer", "container"})


def of_page(html: str) -> str:
    """Return the style that a page carries; empty if it has none."""
    found = _STYLE.search(html)
    return found[1] if found else ""


def with_rules(html: str, rules: str) -> str:
    """Return a page with rules of its own behind those of its style."""
    return html.replace("</style>", f"{rules}</style>", 1)


def trimmed(html: str, script: str) -> str:
    """Return a page with only what can apply in its style; ``script`` is what its scripts say."""
    style = of_page(html)
    if not style:
        return html
    before, _, after = html.partition(style)
    names = _names(before + after)
    if _SCRIPT.search(before + after):
        names |= _words(script)
    return before + "".join(_kept(_rules(style), names)) + after


def _names(html: str) -> frozenset[str]:
    """Return the elements of a page and, with a dot, its classes."""
    elements = {name.lower() for name in _ELEMENT.findall(html)}
    classes = {f".{name}" for found in _CLASSES.findall(html) for name in "".join(found).split()}
    return frozenset(elements | classes | _IMPLIED)


@functools.lru_cache(maxsize=8)
def _words(script: str) -> frozenset[str]:
    words = _WORD.findall(script)
    return frozenset({word.lower() for word in words} | {f".{word}" for word in words})


@dataclass(frozen=True)
class _Rule:
    """A rule: its text, what each selector needs, and the rules within it, if it is a condition."""

    text: str
    needs: tuple[frozenset[str], ...]
    within: tuple[_Rule, ...] = ()


def _kept(rules: tuple[_Rule, ...], names: frozenset[str]) -> Iterator[str]:
    for rule in rules:
        if rule.within:
            if kept := "".join(_kept(rule.within, names)):
                yield f"{rule.text}{{{kept}}}"
        elif any(need <= names for need in rule.needs):
            yield rule.text


@functools.lru_cache(maxsize=8)
def _rules(style: str) -> tuple[_Rule, ...]:
    return tuple(map(_rule, tinycss2.parse_stylesheet(style, skip_whitespace=True)))


def _rule(node: Node) -> _Rule:
    if node.type == "error":  # browsers leave it out, too
        return _Rule("", ())
    if isinstance(node, QualifiedRule):
        return _Rule(node.serialize(), tuple(_needs(node.prelude)))
    if (
        isinstance(node, AtRule)
        and node.lower_at_keyword in _CONDITIONS
        and node.content is not None
    ):
        rules = tinycss2.parse_rule_list(node.content, skip_whitespace=True)
        head = f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}"
        return _Rule(head, (), tuple(map(_rule, rules)))
    return _Rule(node.serialize(), (frozenset(),))


def _needs(prelude: list[Node]) -> Iterator[frozenset[str]]:
    """Yield the names that each selector of a list needs; what is within brackets needs none."""
    needs, before = set[str](), ""
    for part in prelude:
        if part.type == "ident" and before != ":":
            needs.add(f".{part.value}" if before == "." else part.lower_value)
        if part == ",":
            yield frozenset(needs)
            needs = set()
        before = part.value if part.type == "literal" else ""
    yield frozenset(needs)
