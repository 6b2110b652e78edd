"""Languages as scripts, engines and voice files name them: `en`, `en-GB`, `en_US`."""


def base(lang: str) -> str:
    """The language without its country: `en` of `en-GB` and of `en_US`."""
    return lang.replace("_", "-").partition("-")[0].lower()
