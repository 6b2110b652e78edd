"""The environment of programs that a test looks into from outside."""

import os


def unmeasured() -> dict[str, str]:
    """The environment without coverage, which would import modules and write files of its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
