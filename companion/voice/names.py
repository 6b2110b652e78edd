"""What voices and languages are called: `auto`, `silent`, `en` of `en-GB` and of `en_US`."""

AUTO = "auto"
SILENT = "silent"


def base(lang: str) -> str:
    """The language without its country: `en` of `en-GB` and of `en_US`."""
    return lang.replace("_", "-").partition("-")[0].lower()
