"""Names of voices and languages, apart so that their users need not import the engine table."""

AUTO = "auto"
SILENT = "silent"


def base(lang: str) -> str:
    """The language without its country: `en` for `en-GB` and for `en_US`."""
    return lang.replace("_", "-").partition("-")[0].lower()
