"""What can go wrong, as facts with a remedy; front ends choose words and colour.

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
    """A thing that went wrong and what the person can do about it.

    Args:
        message: what happened, in plain words, without a full stop.
        remedy: one thing to do about it, or an empty string.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class WrongUsageError(CompanionError):
    """What was typed makes no sense."""


class NotFoundError(CompanionError):
    """Nothing of that name exists."""


class UnfitLengthError(CompanionError):
    """The script cannot last that long, or that short."""


class VoiceError(CompanionError):
    """A voice could not speak."""


class UnspeakableError(VoiceError):
    """A voice that works cannot say this one line."""


class UnknownVoiceError(UnspeakableError):
    """An engine has no voice of that name."""


class UnknownLanguageError(UnspeakableError):
    """An engine does not speak that language."""


class SoundError(CompanionError):
    """Sound could not be read, written or played."""


class ChildError(CompanionError):
    """A worker process did not do its part."""
