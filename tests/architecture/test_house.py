"""The house itself: which way the arrows run, what a start may import, how big a room may be."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import unmeasured

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "companion"
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = (
    "textual",
    "numpy",
    "rich",
    "pyttsx3",
    "sounddevice",
    "soundfile",
    "pydub",
    "soxr",
    "av",
    "nacl",
    "sqlite3",
)

LOADED = """
import json, sys
from companion.cli.main import main
{before}
code = main({words!r})
print(json.dumps([m for m in {heavy!r} if m in sys.modules]), file=sys.stderr)
"""
AT_FIRST_WORD = f"""
import builtins, os
from tests.environment import unmeasured
real = builtins.print
def first(*words, **more):
    real(json.dumps([m for m in {HEAVY!r} if m in sys.modules]), file=sys.stderr)
    sys.stderr.flush()
    os._exit(0)
builtins.print = first
"""


def loaded(words: list[str], before: str = "") -> list[str]:
    program = LOADED.format(words=words, before=before, heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=30,
        env=unmeasured(),
    )  # fmt: skip
    return list(json.loads(done.stderr.strip().splitlines()[-1]))


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        ["list"],
        ["time", "sit-with-it", "20"],
        ["where"],
        ["journal"],
        ["now", "--length", "1s"],
    ],
)
def test_what_needs_no_screen_and_no_sound_imports_neither(words: list[str]) -> None:
    assert loaded(words) == []


@pytest.mark.parametrize("more", [[], ["--silent"], ["--sink", "none"]])
def test_the_first_words_come_before_anything_heavy(more: list[str]) -> None:
    assert loaded(["now", *more], AT_FIRST_WORD) == []


def test_the_arrows_run_one_way() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=50,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_no_room_is_too_big() -> None:
    big = {
        str(m.relative_to(ROOT)): n
        for m in MODULES
        if (n := len(m.read_text("utf-8").splitlines())) > 300
    }
    assert big == {}


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_functions_are_short() -> None:
    lengths = [
        (n.end_lineno or 0) - n.lineno + 1
        for m in MODULES
        for n in functions(ast.parse(m.read_text("utf-8")))
    ]
    lengths.sort()
    assert lengths[-1] <= 40
    assert lengths[len(lengths) * 9 // 10] <= 25


def test_every_module_says_what_it_is() -> None:
    silent = [str(m) for m in MODULES if not ast.get_docstring(ast.parse(m.read_text("utf-8")))]
    assert silent == []


def test_values_are_frozen() -> None:
    """Dataclasses are frozen; the few that are not gather something while a tree is walked."""
    gathering = {"_Open", "Report", "State", "_Reader"}
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name not in gathering:
                for decorator in node.decorator_list:
                    if "dataclass" in ast.unparse(decorator):
                        assert "frozen=True" in ast.unparse(decorator), f"{module}: {node.name}"


SOCKETS = """
import socket, sys
def refuse(*a, **k): raise SystemExit("a socket was opened")
socket.socket.connect = refuse
socket.create_connection = refuse
from companion.cli.main import main
sys.exit(main(["play", sys.argv[1], "--sink", "none"]))
"""


def test_r22_a_session_opens_no_connection(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("companion: 1\ntitle: T\nsteps: [Stay., {silence: 200ms}]\n")
    done = subprocess.run(
        [sys.executable, "-c", SOCKETS, str(tmp_path / "s.yaml")], capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_r23_a_session_keeps_nothing_but_spoken_lines(homeless: Path, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("companion: 1\ntitle: T\nsteps: [Stay., {silence: 200ms}]\n")
    subprocess.run(
        [sys.executable, "-m", "companion", "play", str(tmp_path / "s.yaml"), "--sink", "none"],
        check=True, capture_output=True, timeout=30, env={**os.environ, "HOME": str(homeless)},
    )  # fmt: skip
    kept = [p for p in homeless.rglob("*") if p.is_file()]
    assert {p.parent for p in kept} == {homeless / ".cache/companion/voice"}
    assert all(b"Stay" not in p.read_bytes() for p in kept)


def test_what_names_the_hosts_of_a_registry_is_never_kept() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text("utf-8").split()


def test_r27_the_readme_tells_its_limits_before_it_tells_how_to_install() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    limits, install = text.index("can't hide"), text.index("pip install")
    assert limits < install


def test_the_settings_in_the_docs_can_be_read(tmp_path: Path) -> None:
    from companion.store.settings import load

    (block,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/voices.md").read_text(), re.DOTALL)
    file = tmp_path / "settings.toml"
    file.write_text(block)
    settings, problems = load(file)
    assert problems == []
    assert settings.shaken.bed == -4.0


YAML_BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(
    "page",
    ["README.md", "CONTRIBUTING.md", *[f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")]],
)
def test_every_script_in_the_docs_can_be_played(page: str, tmp_path: Path) -> None:
    from companion.session.course_review import review_course
    from companion.session.review import review
    from companion.store.library import Library
    from companion.voice.lexicon import sections_of

    library = Library(tmp_path, tmp_path)
    for block in YAML_BLOCK.findall((ROOT / page).read_text("utf-8")):
        if block.startswith("lexicon: 1"):
            assert sections_of(block, "en.yaml")
            continue
        if block.startswith("course: 1"):
            (tmp_path / "example.yaml").write_text(block)
            assert review_course(library, tmp_path / "example.yaml") == ()
            (tmp_path / "example.yaml").unlink()
            continue
        is_whole = "companion: 1" in block
        deep = "" if block.startswith("  ") else "  "
        steps = "".join(f"{deep}{line}\n" for line in block.splitlines())
        text = block if is_whole else f"companion: 1\ntitle: T\nsteps:\n{steps}  - Hello.\n"
        if "include: parts/water.yaml" in block:
            (tmp_path / "parts").mkdir()
            (tmp_path / "parts/water.yaml").write_text("companion: 1\ntitle: W\nsteps: [Water.]\n")
        found = review(library, text, str(tmp_path / "example.yaml"), "example")
        assert found.mistakes == (), block
        if is_whole:
            assert found.length is not None
            assert found.length.usual > 0
            assert found.diagnostics == (), block


def test_what_is_made_from_the_table_is_current() -> None:
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("make", ROOT / "docs" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    for file, text in made.generated().items():
        assert file.read_text("utf-8") == text, f"python docs/make.py writes {file.name} anew"


def test_the_architecture_page_stays_short() -> None:
    assert len((ROOT / "docs" / "architecture.md").read_text("utf-8").splitlines()) < 200
