"""Scripts as files: good ones are clean, bad ones are answered as the file beside them says.

`COMPANION_UPDATE_CORPUS=1` writes the answers anew; read them before you keep them.
"""

import os
from pathlib import Path

import pytest
import yaml

from companion.reading import document
from companion.reading.diagnostic import BadFileError, render_all
from companion.script.model import Script
from companion.store.library import Library

CORPUS = Path(__file__).parent / "corpus"
GOOD = sorted((CORPUS / "good").glob("*.yaml"))
BAD = sorted((CORPUS / "bad").glob("*.yaml"))
LIBRARY = Library(CORPUS / "none", CORPUS / "none")
UPDATE = "COMPANION_UPDATE_CORPUS" in os.environ
LOADERS = [yaml.SafeLoader, yaml.CSafeLoader]


def parse(file: Path) -> Script:
    return LIBRARY.parse(file.read_text("utf-8"), str(file), file.stem)


def answer(file: Path) -> str:
    with pytest.raises(BadFileError) as caught:
        parse(file)
    return render_all(caught.value.diagnostics).replace(f"{CORPUS / 'bad'}{os.sep}", "") + "\n"


@pytest.fixture(params=LOADERS, ids=["pure", "libyaml"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> type:
    monkeypatch.setattr(document, "_LOADER", request.param)
    found: type = request.param
    return found


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_script_is_read_by_both_loaders(file: Path) -> None:
    assert parse(file).steps


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_script_is_answered_with_place_and_remedy(file: Path) -> None:
    expected = file.with_suffix(".txt")
    told = answer(file)
    if UPDATE:
        expected.write_text(told, "utf-8")
    assert told == expected.read_text("utf-8")


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_both_loaders_find_the_same_lines_wrong(file: Path) -> None:
    with pytest.raises(BadFileError) as caught:
        parse(file)
    lines = {d.flaw.span.line for d in caught.value.diagnostics}
    expected = file.with_suffix(".txt").read_text("utf-8").splitlines()
    told = {int(row.split(":")[1]) - 1 for row in expected if row.startswith(file.name)}
    own = {d.flaw.span.line for d in caught.value.diagnostics if Path(d.file).name == file.name}
    assert own == told
    assert lines
