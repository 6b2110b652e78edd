"""No text of the project promises what it cannot keep or pushes anybody: rules R19 and R21."""

import re
import subprocess
from pathlib import Path

import pytest

from companion.script.advice.rules import CLAIMS

ROOT = Path(__file__).parent.parent.parent
TOLD = {".py", ".md", ".yaml", ".toml", ".html", ".css", ".js", ".json", ".txt"}
# the rule itself, and the tests that break it on purpose
EXEMPT = {"companion/script/advice/rules.py"}
CLAIM = re.compile(CLAIMS, re.IGNORECASE)
PUSHES = re.compile(r"\b(streaks?|badges?|you missed)\b", re.IGNORECASE)
DENIED = re.compile(r"\b(no|not|nor|never|nothing|refuse\w*)\b", re.IGNORECASE)


def texts() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:  # an unpacked archive has no list
        return [
            file for file in ROOT.rglob("*") if not set(file.parts) & {".venv", ".git", "tests"}
        ]
    return [
        ROOT / name for name in listed.stdout.split("\0") if name and not name.startswith("tests/")
    ]


def claims(text: str) -> list[str]:
    """The lines that claim something and do not deny it."""
    return [
        line.strip()
        for line in text.splitlines()
        if (found := CLAIM.search(line)) and not DENIED.search(line[: found.start()])
    ]


def test_r19_r21_no_text_claims_what_it_cannot_keep_or_pushes_anybody() -> None:
    named = {str(f.relative_to(ROOT)): f for f in texts() if f.suffix in TOLD and f.is_file()}
    assert len(named) > 100
    for name in named.keys() - EXEMPT:
        text = named[name].read_text("utf-8", "replace")
        assert claims(text) == [], name
        assert not PUSHES.search(text), name


@pytest.mark.parametrize(
    ("line", "is_claim"),
    [
        ("It treats anxiety.", True),
        ("A clinically proven way to feel better.", True),
        ("It reduces stress in ten minutes.", True),
        ("Healing is guaranteed.", True),
        ("It cures nothing, and it treats you as a grown person.", False),
        ("It is not clinically tested.", False),
        ("It never treats anything.", False),
        ("For sitting with it.", False),
    ],
)
def test_a_claim_is_told_from_its_denial(line: str, is_claim: bool) -> None:
    assert bool(claims(line)) is is_claim
