"""The described, strict records of the content files, and their JSON Schemas."""

from brochure.schema.base import Item, Record
from brochure.schema.content import Content
from brochure.schema.countries import Country
from brochure.schema.desk import Answer, Desk, State
from brochure.schema.form import Condition, FieldRole, Form, FormField, FormStep, Mail
from brochure.schema.identity import Emblem, Identity, Logo
from brochure.schema.language import TAG_PATTERN, Language
from brochure.schema.offers import SharedText
from brochure.schema.programme import Fact, NavigationItem, Programme, RequestWindow
from brochure.schema.texts import Image, LanguageMap, Wording
from brochure.schema.translation import Exemption, Term, TranslationSettings

__all__ = [
    "TAG_PATTERN",
    "Answer",
    "Condition",
    "Content",
    "Country",
    "Desk",
    "Emblem",
    "Exemption",
    "Fact",
    "FieldRole",
    "Form",
    "FormField",
    "FormStep",
    "Identity",
    "Image",
    "Item",
    "Language",
    "LanguageMap",
    "Logo",
    "Mail",
    "NavigationItem",
    "Programme",
    "Record",
    "RequestWindow",
    "SharedText",
    "State",
    "Term",
    "TranslationSettings",
    "Wording",
]
