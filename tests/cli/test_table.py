"""The table of commands: what it names exists, takes what is typed, and is told in the docs."""

import inspect
import re
from pathlib import Path

import pytest

from companion.cli.arguments import grouped
from companion.cli.commands import COMMANDS
from companion.cli.main import _function
from companion.cli.option import Command
from companion.cli.parser import Parser, command_parser, whole_parser
from companion.session.export import ENDINGS
from docs.make import generated

ROOT = Path(__file__).parent.parent.parent
RUN = [(command.name, run) for command in COMMANDS for run in (command, *command.acts)]


def example(option_flags: tuple[str, ...]) -> list[str]:
    """Something to type for an argument that must be there."""
    return ["--to", "a.mp3"] if option_flags == ("--to",) else ["x.onnx"]


def typed(run: Command) -> list[str]:
    return [
        word
        for option in run.options
        if option.settings.get("required")
        or (not option.flags[0].startswith("-") and option.settings.get("nargs") not in ("?", "*"))
        for word in example(option.flags)
    ]


@pytest.mark.parametrize(("name", "run"), RUN, ids=lambda value: getattr(value, "name", value))
def test_a_function_takes_exactly_what_its_command_can_be_given(name: str, run: Command) -> None:
    command = next(command for command in COMMANDS if command.name == name)
    words = ([] if run is command else [run.name]) + typed(run)
    function, options = command_parser(command).read(words)
    assert function == run.function
    parameters = inspect.signature(_function(function), eval_str=True).parameters
    assert grouped(options).keys() == parameters.keys()
    assert all(parameter.annotation is not parameter.empty for parameter in parameters.values())


def test_one_command_is_parsed_as_the_whole_line_would_be() -> None:
    def helps(parser: Parser) -> str:
        return parser.format_help()

    subparsers = next(a.choices for a in whole_parser()._actions if a.dest == "command")
    assert subparsers is not None
    for command in COMMANDS:
        assert helps(command_parser(command)) == helps(subparsers[command.name])  # type: ignore[index]


def test_the_readme_and_the_list_in_the_docs_know_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    listed = generated()[ROOT / "docs" / "commands.md"]
    for command in COMMANDS:
        assert command.name == "home" or f"`{command.name}" in readme, command.name
        assert f"## `companion {command.name}" in listed
        for act in command.acts:
            assert f"`companion {command.name} {act.name}" in listed


def test_the_help_of_export_names_every_ending_it_writes() -> None:
    export = next(command for command in COMMANDS if command.name == "export")
    told = next(option for option in export.options if option.flags[0] == "--to").settings["help"]
    assert {ending.removeprefix(".") for ending in ENDINGS} <= set(str(told).split())


@pytest.mark.parametrize(
    ("name", "run"),
    [row for row in RUN if typed(row[1])],
    ids=lambda value: getattr(value, "name", value),
)
def test_what_is_missing_is_told_with_something_to_type(
    name: str, run: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    command = next(command for command in COMMANDS if command.name == name)
    words = [] if run is command else [run.name]
    with pytest.raises(SystemExit):
        command_parser(command).read(words)
    told = capsys.readouterr().err
    assert f"{' '.join([*dict.fromkeys((name, run.name))])} needs a" in told
    example = re.search(r"companion ([a-z][^;]*)", told.removeprefix("companion: "))
    assert example is not None
    assert whole_parser().read(example[1].partition(" lists ")[0].split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--seed"], "--seed needs a value; companion play --help"),
        (["--plain=3"], "--plain takes no value"),
        (["--words", "few"], '--words can\'t be "few"; choose from guided'),
        (["--words", "ligth"], 'did you mean "light"?'),
        (["--bells", "x"], '--bells: "x" isn\'t'),
    ],
)
def test_an_option_that_is_wrong_is_told_by_its_name(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = next(command for command in COMMANDS if command.name == "play")
    with pytest.raises(SystemExit):
        command_parser(command).read(["sit-with-it", *words])
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("time x --bells 5m 10m", {"script": "x", "length": 600_000}),
        ("time --seed 3 x 10", {"script": "x", "length": 600_000, "seed": 3}),
        ("time x 10 --seed 3", {"script": "x", "length": 600_000, "seed": 3}),
        ("sit --words light 20 --plain", {"minutes": 1_200_000, "words": "light", "plain": True}),
        ("sit --plain", {"minutes": None, "plain": True}),
        ("voices try hello --lang de there", {"text": ["hello", "there"], "lang": "de"}),
        ("export --force x --to a.mp3 b.mp3", {"to": [Path("a.mp3"), Path("b.mp3")]}),
        ("play --plain -- -x.yaml", {"script": "-x.yaml", "plain": True}),
    ],
)
def test_an_argument_may_come_before_or_after_any_option(
    words: str, read: dict[str, object]
) -> None:
    name, *rest = words.split()
    command = next(command for command in COMMANDS if command.name == name)
    _, options = command_parser(command).read(rest)
    assert {key: options[key] for key in read} == read
