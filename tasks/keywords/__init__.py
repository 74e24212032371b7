"""Keywords: candidates without a part-of-speech tagger, ranked by what people chose elsewhere."""

from tasks.keywords.task import Keyword, Keywords, KeywordsOptions, KeywordsResult

__all__ = ["Keyword", "Keywords", "KeywordsOptions", "KeywordsResult"]
