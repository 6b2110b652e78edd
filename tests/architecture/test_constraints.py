"""The tested set of versions: complete, within the ranges of pyproject.toml, used by every command."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
LINES = [
    line
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
PINS = [Requirement(line) for line in LINES]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def pinned(python: str) -> dict[str, str]:
    there = {"python_version": python, "python_full_version": f"{python}.0"}
    pins = [pin for pin in PINS if pin.marker is None or pin.marker.evaluate(there)]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}


def required() -> list[Requirement]:
    groups = [PROJECT["dependencies"], *EXTRAS.values()]
    return [Requirement(line) for group in groups for line in group]


@pytest.mark.parametrize("python", PYTHONS)
def test_every_package_we_name_is_pinned_within_its_range(python: str) -> None:
    versions = pinned(python)
    for wanted in required():
        is_wanted = wanted.marker is None or wanted.marker.evaluate({"python_version": python})
        if is_wanted and wanted.name != PROJECT["name"]:
            assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)]), wanted


def test_what_our_packages_bring_along_is_pinned_too() -> None:
    versions, seen = pinned("3.11"), {PROJECT["name"]}
    # the tests run without these two extras
    without = {Requirement(line).name for extra in ("listen", "voices") for line in EXTRAS[extra]}
    todo = [wanted for wanted in required() if wanted.name not in without]
    while todo:
        wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        if name in seen or (
            wanted.marker is not None and not wanted.marker.evaluate({"extra": ""})
        ):
            continue
        seen.add(name)
        assert name in versions, f"{name} has no version in constraints.txt"
        todo += [Requirement(line) for line in distribution(name).requires or ()]


def test_a_pin_is_one_exact_version_and_names_no_host() -> None:
    for line in LINES:
        assert re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9A-Za-z.]*(; python_version [^/@:]+)?", line)


def test_the_commands_that_set_up_use_the_tested_versions() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8").partition("\nnewest:")
    setups = [line for line in readme.splitlines() if line.startswith("python3 -m venv")]
    setups += [line for line in makefile[0].splitlines() if "pip install" in line]
    assert len(setups) == 3
    assert all("-c constraints.txt" in line for line in setups)
