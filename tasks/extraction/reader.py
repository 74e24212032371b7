"""Reads one file's text; runs in a child process only, since what it reads may be hostile."""

from __future__ import annotations

import html
import re

import kreuzberg

from tasks.errors import ExtractionError
from tasks.extraction.charset import declared_charset, decode
from tasks.extraction.media_type import detect
from tasks.extraction.messages import LOCKED, Limits

_BLANK_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
# Markup that would come out as Markdown signs or as an inline picture's base64.
_INLINE_TAGS = ["a", "abbr", "b", "code", "em", "font", "i", "img", "small", "span", "strong", "sub", "sup", "u"]
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,1000})</title", re.IGNORECASE)
_PASSWORD = re.compile(r"password|encrypt|decrypt", re.IGNORECASE)
_OVERSIZE = re.compile(r"exceeds|limit exceeded|security", re.IGNORECASE)
_UNSUPPORTED = re.compile(r"unsupported", re.IGNORECASE)


def _configuration() -> kreuzberg.ExtractionConfig:
    """Ask for all the text that is there: headers and footers hold well names and confidentiality marks."""
    return kreuzberg.ExtractionConfig(
        use_cache=False,
        disable_ocr=True,  # type: ignore[call-arg]  # its stub lags behind its signature
        enable_quality_processing=False,
        html_options={"strip_tags": _INLINE_TAGS},  # type: ignore[arg-type]  # the stub says bool
        concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
        content_filter=kreuzberg.ContentFilterConfig(
            include_headers=True, include_footers=True, strip_repeating_text=False, include_watermarks=True
        ),
    )


class Reader:
    """Turns bytes into text, within limits on sizes; time and memory are its process's matter.

    Parameters
    ----------
    limits : Limits
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._configuration = _configuration()

    def warm_up(self) -> None:
        """Load the libraries; whatever this raises is the installation's fault."""
        kreuzberg.extract_bytes_sync(_BLANK_PDF, "application/pdf", self._configuration)

    def read(self, content: bytes, filename: str) -> tuple[str, str]:
        r"""Return the text and media type of a file.

        Parameters
        ----------
        content : bytes
        filename : str

        Returns
        -------
        text : str
            Text with ``\n`` line ends, not blank.
        media_type : str

        Raises
        ------
        ExtractionError
            When there is no text to be had; the code says why.
        """
        media_type = detect(content, filename, self._limits)
        text = _tidy(self._text(content, media_type))
        if not text.strip():
            raise _no_text(media_type)
        if len(text) > self._limits.max_text_chars:
            raise ExtractionError(
                f"the file holds {len(text):,} characters, more than {self._limits.max_text_chars:,}; split it",
                code="TOO_LARGE",
            )
        return text, media_type

    def _text(self, content: bytes, media_type: str) -> str:
        if media_type == "text/plain":
            return _decoded(content)
        if media_type == "text/html":
            return self._html_text(_decoded(content, declared_charset(content)))
        if media_type == "message/rfc822" and b"\0" in content[:64]:
            content = _decoded(content).encode()
        return self._extract(content, media_type).content

    def _html_text(self, markup: str) -> str:
        result = self._extract(markup.encode("utf-8", "replace"), "text/html")
        match = _TITLE.search(markup)
        title = html.unescape(match[1]).strip() if match else ""
        return result.content if title in result.content[: len(title) + 200] else f"{title}\n\n{result.content}"

    def _extract(self, content: bytes, media_type: str) -> kreuzberg.ExtractionResult:
        try:
            return kreuzberg.extract_bytes_sync(content, media_type, self._configuration)
        except (kreuzberg.KreuzbergError, RuntimeError, OSError, ValueError) as error:
            raise _translate(error, media_type) from error


def _decoded(content: bytes, declared: str | None = None) -> str:
    text = decode(content, declared)
    if text is None:
        raise ExtractionError(
            "the file looks like text but its characters cannot be decoded; save it as UTF-8", code="DAMAGED"
        )
    return text


def _tidy(text: str) -> str:
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _no_text(media_type: str) -> ExtractionError:
    if media_type == "text/plain":
        return ExtractionError("the file holds nothing but white space; send it again", code="EMPTY")
    message = "the file holds no text"
    if media_type == "application/pdf":
        message = "the PDF has no text layer, as scans do; run it through text recognition and send it again"
    return ExtractionError(message, code="NO_TEXT")


def _translate(error: Exception, media_type: str) -> ExtractionError:
    """Turn kreuzberg's errors, which differ by their sentences only, into ours; none of those is passed on."""
    said = str(error)
    if _PASSWORD.search(said):
        return ExtractionError(LOCKED, code="ENCRYPTED")
    if _OVERSIZE.search(said):
        return ExtractionError("the file unpacks to more than can be read; split it", code="TOO_LARGE")
    if _UNSUPPORTED.search(said):
        return ExtractionError(f"files of type {media_type} cannot be read; save it as PDF", code="UNSUPPORTED")
    return ExtractionError(f"the file is broken ({media_type}); send an undamaged copy", code="DAMAGED")
