"""The described, strict records that content files are made of."""

from brochure.models.base import LanguageMap, Record
from brochure.models.content import Content
from brochure.models.form import Condition, Form, FormField, Mail
from brochure.models.programme import Fact, Language, NavigationItem, Programme, RequestWindow

__all__ = [
    "Condition",
    "Content",
    "Fact",
    "Form",
    "FormField",
    "Language",
    "LanguageMap",
    "Mail",
    "NavigationItem",
    "Programme",
    "Record",
    "RequestWindow",
]
