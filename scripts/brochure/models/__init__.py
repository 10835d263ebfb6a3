"""The described, strict records that content files are made of."""

from brochure.models.base import LanguageMap, Record
from brochure.models.content import Content
from brochure.models.form import Condition, Form, FormField, Mail
from brochure.models.programme import Fact, Language, NavigationItem, Programme, RequestWindow
from brochure.models.translation import Allowed, Term, Translation

__all__ = [
    "Allowed",
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
    "Term",
    "Translation",
]
