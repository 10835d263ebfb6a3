"""JSON Schemas of the content files, so that editors complete keys and underline errors."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brochure.schema import Content
from brochure.schema.countries import COUNTRY_PATTERN
from brochure.text.cldr import countries, country, english_name

FOLDER = Path("content", "schemas")
_FOLDERS = {"languages": ("Language", "tag"), "news": ("NewsItem", "id")}
ICONS = "icons"
_ABOUT = {"default", "description", "title"}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Completions:
    """What editors complete besides keys: the names of pages and icons.

    Others are accepted: a page may be new, and there are more icons than anyone can list.
    """

    pages: tuple[str, ...] = ()
    icons: tuple[str, ...] = ()


def schemas(tags: tuple[str, ...], known: Completions = Completions()) -> dict[str, Any]:
    """Return the schema of each content file by its stem, for texts in these languages.

    Those of ``languages`` and ``news`` are for each file of the folders of these names.
    """
    whole = Content.model_json_schema()
    definitions = whole["$defs"]
    texts = {
        tag: {"type": "string", "description": f"The {english_name(tag)} text."} for tag in tags
    }
    for name in ("LanguageMap", "Wording"):
        definitions[name] |= {
            "properties": texts | definitions[name]["properties"],
            "required": list(tags),
            "additionalProperties": False,
        }
    _complete(whole, known.pages)
    return {
        stem: _file_schema(stem, part, definitions)
        for stem, part in whole["properties"].items()
        if stem not in _FOLDERS
    } | {
        **{stem: _record_schema(stem, definitions) for stem in _FOLDERS},
        ICONS: {"$schema": _DIALECT, "title": "Icons", "enum": list(known.icons)},
    }


def _complete(whole: Any, pages: tuple[str, ...]) -> None:
    """Add the names of pages, icons and countries to the schemas of the records that have them."""
    definitions = whole["$defs"]
    files = [f"{name}.md" for name in pages]
    codes = [{"const": code, "title": country(code, "en")} for code in countries()]
    definitions["CountryCode"] = {"oneOf": codes}
    item, news = definitions["NavigationItem"]["properties"], definitions["NewsItem"]["properties"]
    item["page"] = _one_of(item["page"], {"enum": list(pages)})
    news["link"] = _one_of(news["link"], {"enum": files})
    redirects = whole["properties"]["redirects"]
    redirects["additionalProperties"] = _one_of(redirects["additionalProperties"], {"enum": files})
    for record in definitions.values():
        for key, value in record.get("properties", {}).items():
            if key == "icon":
                record["properties"][key] = _one_of(value, {"$ref": f"{ICONS}.json"})
            if value.get("pattern") == COUNTRY_PATTERN:
                record["properties"][key] = {"$ref": "#/$defs/CountryCode"}
            elif value.get("items", {}).get("pattern") == COUNTRY_PATTERN:
                value["items"] = {"$ref": "#/$defs/CountryCode"}


def _one_of(schema: Any, names: Any) -> Any:
    """Return the schema of a value for which an editor offers names, but accepts others."""
    others = schema.get("anyOf") or [{k: v for k, v in schema.items() if k not in _ABOUT}]
    about = {key: value for key, value in schema.items() if key in _ABOUT}
    return about | {"anyOf": [names, *others]}


def render(schema: Any) -> str:
    """Return a schema as the text that its file holds."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write(root: Path, tags: tuple[str, ...], known: Completions) -> list[Path]:
    """Write the schemas of the site in ``root`` for texts in these languages; return the files."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for stem, schema in schemas(tags, known).items():
        path = folder / f"{stem}.json"
        path.write_text(render(schema), encoding="utf-8")
        paths.append(path)
    return paths


def _record_schema(stem: str, definitions: dict[str, Any]) -> Any:
    """Return the schema of each file of a folder; the file's name is the record's name."""
    model, name = _FOLDERS[stem]
    record = definitions[model]
    properties = {key: value for key, value in record["properties"].items() if key != name}
    return record | {
        "$schema": _DIALECT,
        "title": f"content/{stem}/{name.upper()}.yaml",
        "properties": properties,
        "required": [key for key in record["required"] if key != name],
        "$defs": {used: definitions[used] for used in sorted(_names(properties, definitions))},
    }


def _file_schema(stem: str, part: Any, definitions: dict[str, Any]) -> Any:
    part = {key: value for key, value in part.items() if key not in {"default", "title"}}
    return {
        "$schema": _DIALECT,
        "title": f"content/{stem}.yaml",
        "type": "object",
        "properties": {stem: part},
        "required": [stem],
        "additionalProperties": False,
        "$defs": {name: definitions[name] for name in sorted(_names(part, definitions))},
    }


def _names(part: Any, definitions: dict[str, Any]) -> set[str]:
    """Return the definitions that a part needs, directly or through others."""
    found: set[str] = set()
    pending = [part]
    while pending:
        for name in re.findall(r'"#/\$defs/(\w+)"', json.dumps(pending.pop())):
            if name not in found:
                found.add(name)
                pending.append(definitions[name])
    return found
