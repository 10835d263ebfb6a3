"""The files of a new site, with words that hold until its editors write their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from brochure.text.cldr import english_name

_STARTER = Path(__file__).parent / "starter"
LANGUAGES = tuple(sorted(path.stem for path in (_STARTER / "words").glob("*.yaml")))

# The pages that every site has, those that one can choose, and those of a form: role by name.
_ALWAYS = {"index": "home", "404": "not-found", "contact": "contact"}
PAGES = {"about": "", "areas": "areas", "news": "news", "questions": "faq", "search": "search"}
_OF_FORM = {"message": "form", "privacy": "privacy"}

# What the words call the pages whose file has a name that servers expect.
_WORDS = {"index": "home", "404": "not-found"}
# Which files of content/ come with a page: what it shows, and how staff handle what is sent there.
_CONTENT = {"areas": ("areas",), "questions": ("faq",), "message": ("form", "desk")}

# Languages that are not written in Latin letters.
_OTHER_SCRIPT = {"ar"}

# The menu's order, and where a page has a special place in it.
_MENU = (*(name for name in PAGES if name != "search"), "contact", *_OF_FORM)
_IN_MENU = {"message": ["    button: true"], "privacy": ["    place: footer"]}

_TEXTS = re.compile(r"(?m)^( *)((?:- )?[a-z_]+): \$([\w.-]+)$")


@dataclass(frozen=True)
class NewSite:
    """The options of a new site: ``languages`` by tag, the default first; ``pages`` by name."""

    name: str
    url: str
    email: str
    languages: tuple[str, ...]
    pages: tuple[str, ...] = tuple(PAGES)
    has_form: bool = False


def files(new: NewSite) -> dict[str, str]:
    """Return the text of each file by its path in the site's folder."""
    words = {tag: _words(tag, new) for tag in new.languages}
    roles = _ALWAYS | {name: PAGES[name] for name in new.pages}
    roles |= _OF_FORM if new.has_form else {}
    result = {"README.md": _filled(_read("README.md"), new), ".gitignore": "/.cache/\n/site/\n"}
    for order, tag in enumerate(new.languages, 1):
        result[f"content/languages/{tag}.yaml"] = _language(tag, order, words[tag]["locale"])
    for stem in ("site", *(stem for name in roles for stem in _CONTENT.get(name, ()))):
        text = _filled(_read(f"content/{stem}.yaml"), new)
        result[f"content/{stem}.yaml"] = _with_texts(text, words)
    if _OTHER_SCRIPT & set(new.languages):  # in texts there, the name is in another script
        result["content/translation.yaml"] = _filled(_read("content/translation.yaml"), new)
    result["content/navigation.yaml"] = _navigation(roles)
    for tag, texts in words.items():
        for name, role in roles.items():
            result[f"docs/{tag}/{name}.md"] = _page(_WORDS.get(name, name), role, texts)
    return result


def _read(name: str) -> str:
    return (_STARTER / name).read_text(encoding="utf-8")


def _filled(text: str, new: NewSite) -> str:
    for key in ("name", "url", "email"):
        text = text.replace(f"@{key}@", getattr(new, key))
    return text


def _words(tag: str, new: NewSite) -> Mapping[str, str]:
    words: dict[str, str] = yaml.safe_load(_read(f"words/{tag}.yaml"))
    texts = {key: _filled(text, new).replace("@tag@", tag) for key, text in words.items()}
    return texts | {"name": new.name}


def _language(tag: str, order: int, locale: str) -> str:
    schema = "# yaml-language-server: $schema=../schemas/languages.json\n"
    return f"{schema}# {english_name(tag)}\norder: {order}\nlocale: {locale}\n"


def _with_texts(text: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """Return a file with the texts that it names, such as ``$areas.topic``, in all languages."""

    def side_by_side(match: re.Match[str]) -> str:
        indent, field, key = match.groups()
        inner = f"{indent}{'  ' if field.startswith('- ') else ''}  "
        texts = {tag: texts[key] for tag, texts in words.items()}
        lines = [
            f"{indent}{field}:",
            *(f"{inner}{tag}: {_scalar(t, inner)}" for tag, t in texts.items()),
        ]
        same = [tag for tag, text in texts.items() if list(texts.values()).count(text) > 1]
        return "\n".join([*lines, *([f"{inner}same: [{', '.join(same)}]"] if same else [])])

    return _TEXTS.sub(side_by_side, text)


def _scalar(text: str, indent: str) -> str:
    """Write a text as people do: as it is, where YAML allows that."""
    if "\n" in text:
        lines = [f"{indent}  {line}".rstrip() for line in text.split("\n")]
        return "\n".join(["|-", *lines])
    written: str = yaml.safe_dump(text, allow_unicode=True, width=10_000, default_style=None)
    return written.removesuffix("...\n").rstrip("\n")


def _navigation(roles: Mapping[str, str]) -> str:
    """Return the menus: all pages by their titles; the form is the button, privacy at the foot."""
    lines = [
        "# yaml-language-server: $schema=schemas/navigation.json",
        "# The pages in the menus, in the order in which readers see them, by file in docs/",
        "navigation:",
    ]
    for name in sorted(roles.keys() & set(_MENU), key=_MENU.index):
        lines.append(f"  - page: {name}")
        lines += _IN_MENU.get(name, [])
    return "\n".join(lines) + "\n"


def _page(name: str, role: str, texts: Mapping[str, str]) -> str:
    fields = {"role": role} if role else {}
    fields |= {field: _scalar(texts[f"{name}.{field}"], "") for field in ("title", "description")}
    head = [f"{field}: {text}" for field, text in fields.items()]
    return "\n".join(["---", *head, "---", texts[f"{name}.prose"], ""])
