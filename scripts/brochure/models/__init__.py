"""The described, strict records that content files are made of."""

from brochure.models.base import LanguageMap, Record
from brochure.models.content import Content
from brochure.models.programme import Fact, Language, NavigationItem, Programme, RequestWindow

__all__ = [
    "Content",
    "Fact",
    "Language",
    "LanguageMap",
    "NavigationItem",
    "Programme",
    "Record",
    "RequestWindow",
]
