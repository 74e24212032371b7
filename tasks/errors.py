"""The few errors of the domain; each has a stable code that callers may rely on."""


class DoctagError(Exception):
    """Base of every error that doctag raises on purpose.

    Attributes
    ----------
    code : str
        Stable, upper-case reason, safe to show to any caller.
    """

    code = "INTERNAL"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class BundleError(DoctagError):
    """A model bundle is missing, damaged or made for another version; the message names file and remedy."""

    code = "BUNDLE_INVALID"


class ExtractionError(DoctagError):
    """No text could be had from a file; `code` is the dead letter's reason (``ENCRYPTED``, ``DAMAGED``, …)."""

    code = "EXTRACTION_FAILED"


class UnavailableError(DoctagError):
    """What a call needs cannot be had now, whatever was sent; the same call may succeed later."""

    code = "UNAVAILABLE"


class TrainingError(DoctagError):
    """Training or evaluation was asked for something that the data cannot give."""

    code = "TRAINING_INVALID"
