"""The described, strict records of the content files, and their JSON Schemas."""

from brochure.schema.base import Image, LanguageMap, Record
from brochure.schema.content import Content
from brochure.schema.form import Condition, FieldRole, Form, FormField, Mail
from brochure.schema.programme import (
    TAG_PATTERN,
    Fact,
    Language,
    NavigationItem,
    Programme,
    RequestWindow,
)
from brochure.schema.translation import Exemption, Term, Translation

__all__ = [
    "TAG_PATTERN",
    "Condition",
    "Content",
    "Exemption",
    "Fact",
    "FieldRole",
    "Form",
    "FormField",
    "Image",
    "Language",
    "LanguageMap",
    "Mail",
    "NavigationItem",
    "Programme",
    "Record",
    "RequestWindow",
    "Term",
    "Translation",
]
