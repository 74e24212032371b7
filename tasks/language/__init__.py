"""The language of a document, its certainty, and the languages of its parts."""

from tasks.language.task import UNDETERMINED, Language, LanguageOptions, LanguageResult

__all__ = ["UNDETERMINED", "Language", "LanguageOptions", "LanguageResult"]
