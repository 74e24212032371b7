"""Writers of sample documents, one per format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from samples.sample import Sample
from samples.writers import mail, pdf, plain, sheet, slides, word

WRITERS: Mapping[str, Callable[[Sample], bytes]] = {
    "docx": word.write,
    "eml": mail.write,
    "html": plain.write_html,
    "pdf": pdf.write,
    "pptx": slides.write,
    "txt": plain.write_text,
    "xlsx": sheet.write,
}


def render(sample: Sample) -> bytes:
    """Write one sample in the format that its path names.

    Parameters
    ----------
    sample : Sample

    Returns
    -------
    bytes
        The file's bytes; the same on every run.
    """
    return sample.content if isinstance(sample.content, bytes) else WRITERS[sample.suffix](sample)
