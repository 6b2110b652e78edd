"""No text of the project promises what it cannot keep: rule R19, over everything that is told."""

import re
import subprocess
from pathlib import Path

import pytest

from companion.script.lints import CLAIMS

ROOT = Path(__file__).parent.parent.parent
TOLD = {".py", ".md", ".yaml", ".toml", ".html", ".css", ".js", ".json", ".txt"}
# the rule itself, and the tests that break it on purpose
EXEMPT = {"companion/script/lints.py"}
CLAIM = re.compile(CLAIMS, re.IGNORECASE)
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


def test_no_text_of_the_project_claims_what_it_cannot_keep() -> None:
    read = [file for file in texts() if file.suffix in TOLD and file.is_file()]
    assert len(read) > 100
    found = {
        str(file.relative_to(ROOT)): hits
        for file in read
        if str(file.relative_to(ROOT)) not in EXEMPT
        and (hits := claims(file.read_text("utf-8", "replace")))
    }
    assert found == {}


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
