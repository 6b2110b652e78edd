"""The words of the house: names that the pages mention exist, docstrings say what a thing is."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "companion"
MODULES = sorted(PACKAGE.rglob("*.py"))
FLOORS = sorted({p.stem for p in PACKAGE.iterdir() if p.stem != "__pycache__"} - {"__init__"})
DOTTED = re.compile(rf"`(?:companion[./])?((?:{'|'.join(FLOORS)})[./][\w./*]+?)(?:\.py|\.yaml)?`")
# a riddle opens with a clause, a preposition or a pronoun instead of a verb or a noun
RIDDLES = (
    "What", "How", "Where", "When", "Which", "Who", "Whoever", "Whose", "Those", "That", "With",
    "Without", "So", "From", "Of", "By", "In", "On", "It", "They", "None", "Gone",
)  # fmt: skip
REASON = re.compile(r"\b(alone|apart|because|so that|for every)\b")


def described(tree: ast.Module) -> list[tuple[str, str]]:
    """Every docstring with the name of what it describes."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    return [(getattr(n, "name", "module"), text) for n in nodes if (text := ast.get_docstring(n))]


def first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].strip(",.:;")


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_no_docstring_is_a_riddle(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    assert [(name, text) for name, text in described(tree) if first_word(text) in RIDDLES] == []


def exists(name: str) -> bool:
    """Whether a dotted name, or a path, is a module, a folder or a name in a module."""
    parts = re.split(r"[./]", name.rstrip("./*"))
    for end in range(len(parts), 0, -1):
        place = PACKAGE.joinpath(*parts[:end])
        if place.is_dir() and end == len(parts):
            return True
        if (file := place.with_suffix(".py")).is_file():
            rest = parts[end:]
            return not rest or rest[0] in ("*", "py") or rest[0] in file.read_text("utf-8")
        if place.is_dir() and end == len(parts) - 1:
            return any(p.stem == parts[-1] for p in place.iterdir())
    return False


@pytest.mark.parametrize(
    "page", ["docs/architecture.md", "CONTRIBUTING.md", "docs/voices.md", "docs/sound.md"]
)
def test_every_module_that_a_page_names_exists(page: str) -> None:
    names = set(DOTTED.findall((ROOT / page).read_text("utf-8")))
    assert [name for name in sorted(names) if not exists(name)] == []
    assert names or page != "docs/architecture.md"


def test_every_module_that_a_docstring_names_exists() -> None:
    missing = [
        f"{module.relative_to(ROOT)}: {name}"
        for module in MODULES
        for _, text in described(ast.parse(module.read_text("utf-8")))
        for name in DOTTED.findall(text)
        if not exists(name)
    ]
    assert missing == []


def test_the_architecture_page_knows_every_floor() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert [floor for floor in FLOORS if floor not in text and floor != "__main__"] == []


def test_a_small_module_says_why_it_stands_alone() -> None:
    small = [m for m in MODULES if len(m.read_text("utf-8").splitlines()) < 40]
    alone = [m for m in small if m.name != "__init__.py"]
    silent = [
        str(m.relative_to(ROOT))
        for m in alone
        if not REASON.search(ast.get_docstring(ast.parse(m.read_text("utf-8"))) or "")
    ]
    assert silent == []
