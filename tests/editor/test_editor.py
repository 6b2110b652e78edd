"""What an author's editor shows with the shipped schema: completion, help, and marks on lines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.resources import shipped
from companion.script.schema import FILE
from companion.script.verbs.table import VERBS
from tests.editor.server import Editor, command
from tests.shipped import SCRIPTS

pytestmark = pytest.mark.skipif(
    command() is None,
    reason="yaml-language-server is not installed (npm install yaml-language-server)",
)

CORPUS = Path(__file__).parent.parent / "script" / "corpus"
GOOD = [*sorted((CORPUS / "good").rglob("*.yaml")), *SCRIPTS]
# what a schema can see; names, orders and answers need the whole script in view
BAD = sorted((CORPUS / "bad").glob("shape-*.yaml"))
HEAD = "companion: 1\ntitle: T\nsteps:\n"


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    started = Editor(tmp_path_factory.mktemp("editor"), shipped("meditations") / FILE)
    yield started
    started.close()


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_nothing_is_marked_in_a_good_script(editor: Editor, file: Path) -> None:
    assert editor.open(file) == []


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_script_is_marked_on_the_same_lines_as_ours(editor: Editor, file: Path) -> None:
    marked = {mark["range"]["start"]["line"] + 1 for mark in editor.open(file)}
    expected = file.with_suffix(".txt").read_text("utf-8").splitlines()
    assert marked == {int(row.split(":")[1]) for row in expected if row.startswith(file.name)}


def test_completion_lists_every_verb(editor: Editor, tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    editor.open(file, f"{HEAD}  - \n")
    found = editor.at("completion", file, 3, 4)
    items = found["items"] if isinstance(found, dict) else found
    labels = {item["label"] for item in items}
    assert set(VERBS) <= labels


def test_hover_shows_what_a_verb_is(editor: Editor, tmp_path: Path) -> None:
    file = tmp_path / "hover.yaml"
    editor.open(file, f"{HEAD}  - silence: 20s\n  - breathe: six\n")
    for line, verb in ((3, "silence"), (4, "breathe")):
        found = editor.at("hover", file, line, 6)
        assert VERBS[verb].help in str(found["contents"])


def test_completion_lists_the_words_of_a_known_set(editor: Editor, tmp_path: Path) -> None:
    file = tmp_path / "kind.yaml"
    editor.open(file, "companion: 1\ntitle: T\nkind: \nsteps: [a]\n")
    found = editor.at("completion", file, 2, 6)
    items = found["items"] if isinstance(found, dict) else found
    assert {"emergency", "practice", "sit"} <= {item["label"] for item in items}
