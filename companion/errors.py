"""Errors: facts, each with a remedy; front ends choose their wording and colour.

CompanionError
├── WrongUsageError     a command line that makes no sense
├── NotFoundError       no such script, file or sound
├── UnfitLengthError    a length that the script cannot take
├── VoiceError          an engine that cannot speak
│   └── UnspeakableError   one that cannot say this line
│       ├── UnknownVoiceError      because it has no voice of that name
│       └── UnknownLanguageError   because it does not speak its language
├── SoundError          a device, a file or a format that gives or takes no sound
├── ChildError          a worker process that died, hung or spoke nonsense
└── BadFileError        (in `reading.diagnostic`) a file with mistakes, each with its place
"""


class CompanionError(Exception):
    """A problem, with one thing that the person can do about it.

    Args:
        message: what happened, in plain words, without a full stop.
        remedy: one thing to do about it, or an empty string.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class WrongUsageError(CompanionError):
    """A command line that makes no sense."""


class NotFoundError(CompanionError):
    """No script, file or sound has that name."""


class UnfitLengthError(CompanionError):
    """The script cannot be fitted to that length."""


class VoiceError(CompanionError):
    """A voice cannot speak."""


class UnspeakableError(VoiceError):
    """A voice that works cannot say this one line."""


class UnknownVoiceError(UnspeakableError):
    """An engine has no voice of that name."""


class UnknownLanguageError(UnspeakableError):
    """An engine does not speak that language."""


class SoundError(CompanionError):
    """Sound cannot be read, written or played."""


class ChildError(CompanionError):
    """A worker process died, hung, or broke the protocol."""
