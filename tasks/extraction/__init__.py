"""Text from files: the type is found by content, and a file never takes the caller's process with it.

`ExtractionPool` is the way in; a pool's children do the reading, and can be killed.
"""

from tasks.extraction.messages import Extraction, Limits
from tasks.extraction.pool import ExtractionPool, extract

__all__ = ["Extraction", "ExtractionPool", "Limits", "extract"]
