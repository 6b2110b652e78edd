from pathlib import Path

import pytest

from companion.audio.catalog import read_catalog
from companion.errors import NotFoundError, SoundError
from companion.reading.diagnostic import BadFileError, render_all
from companion.reading.document import MOST_BYTES
from companion.resources import shipped
from companion.store.library import Library, ScriptFile
from companion.store.places import places
from companion.units import Millis
from tests.fakes import SCRIPT, write_tone


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "own", tmp_path / "sounds")


def write(
    library: Library, name: str, text: str = "companion: 1\ntitle: Mine\nsteps: [hi]\n"
) -> Path:
    library.own.mkdir(exist_ok=True)
    file = library.own / name
    file.write_text(text, "utf-8")
    return file


def test_looking_creates_nothing(homeless: Path) -> None:
    kept = places()
    library = Library(kept.scripts, kept.sounds)
    assert library.sources()
    assert library.bells
    assert list(homeless.rglob("*")) == []


def test_places_are_the_systems_own(homeless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert places().scripts == homeless / ".local/share/companion/meditations"
    monkeypatch.setenv("XDG_CACHE_HOME", str(homeless / "elsewhere"))
    assert places().cache == homeless / "elsewhere/companion/voice"


def test_the_shipped_scripts_come_first_and_then_ones_own(library: Library) -> None:
    write(library, "a-mine.yaml")
    write(library, ".hidden.yaml")
    write(library, "notes.txt")
    ids = [source.id for source in library.sources()]
    assert ids[-1] == "a-mine"
    assert "first-two-minutes" in ids
    assert "notes" not in ids
    assert ".hidden" not in ids


def test_nothing_of_ones_own_takes_the_place_of_a_shipped_one(library: Library) -> None:
    file = write(library, "first-two-minutes.yaml")
    assert library.find("first-two-minutes").shipped
    assert [s.shipped for s in library.sources() if s.id == "first-two-minutes"] == [True]
    assert library.load(library.find(str(file))).title == "Mine"


def test_a_file_that_is_not_there_but_whose_id_is_known_is_answered_with_the_id(
    library: Library,
) -> None:
    write(library, "my-evening.yaml")
    with pytest.raises(NotFoundError) as caught:
        library.find("my-evening.yaml")
    assert caught.value.remedy == 'did you mean "my-evening"?'


def test_a_script_is_found_by_its_file(library: Library, tmp_path: Path) -> None:
    (tmp_path / "My Evening.yaml").write_text(SCRIPT)
    script = library.load(library.find(str(tmp_path / "My Evening.yaml")))
    assert script.id == "my-evening"


def test_an_unknown_name_is_answered_with_the_nearest(library: Library) -> None:
    with pytest.raises(NotFoundError, match='no meditation called "frist-two-minutes"') as caught:
        library.find("frist-two-minutes")
    assert caught.value.remedy == 'did you mean "first-two-minutes"?'
    with pytest.raises(NotFoundError) as caught:
        library.find("zzz")
    assert "companion list" in caught.value.remedy


@pytest.mark.parametrize("name", ["absent.yaml", "folder/", "a\0b.yaml"])
def test_what_cannot_be_read_is_said_in_a_line(library: Library, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(NotFoundError):
        library.load(ScriptFile("x", tmp_path / name, shipped=False))


@pytest.mark.parametrize(
    ("raw", "message"),
    [(b"\xff\xfe", "isn't UTF-8"), (b"x" * (MOST_BYTES + 10), "larger than 256 KiB"), (b"", "empty"),
     (bytes(range(256)), "isn't UTF-8"), (b"a\0", "NUL")],
)  # fmt: skip
def test_a_file_that_is_no_script_is_a_diagnostic(
    library: Library, tmp_path: Path, raw: bytes, message: str
) -> None:
    (tmp_path / "x.yaml").write_bytes(raw)
    with pytest.raises(BadFileError) as caught:
        library.load(ScriptFile("x", tmp_path / "x.yaml", shipped=False))
    assert message in render_all(caught.value.diagnostics)


def test_a_persons_own_sound_is_a_bell(library: Library) -> None:
    library.sounds.mkdir()
    write_tone(library.sounds / "kitchen.wav", Millis(750), rate=22_050)
    write_tone(library.sounds / "soft.wav", Millis(750))
    (library.sounds / "broken.wav").write_bytes(b"nonsense")
    (library.sounds / "cover.jpg").write_bytes(b"x")
    bells = library.bells
    assert bells["kitchen"].length == 750
    assert bells["soft"].file == ""
    assert "broken" not in bells


def test_a_bell_is_found_by_its_name_or_its_file(library: Library, tmp_path: Path) -> None:
    write_tone(tmp_path / "bowl of mine.wav", Millis(750))
    assert library.bell("low").id == "low"
    own = library.bell(str(tmp_path / "bowl of mine.wav"))
    assert (own.length, own.file) == (750, str(tmp_path / "bowl of mine.wav"))
    write_tone(tmp_path / "long.wav", Millis(61_000), rate=8_000)
    with pytest.raises(SoundError, match="longer than a minute"):
        library.bell(str(tmp_path / "long.wav"))
    for name, remedy in [
        ("lwo", 'did you mean "low"?'),
        ("x", "or --bells off"),
        ("a\0.wav", "or --"),
    ]:
        with pytest.raises(NotFoundError) as caught:
            library.bell(name)
        assert remedy in caught.value.remedy


def test_every_shipped_bell_says_what_it_is_and_under_which_licence() -> None:
    catalog = shipped("scripts_audio") / "catalog.yaml"
    bells = read_catalog(catalog.read_text("utf-8"), catalog.name).bells
    assert list(bells) == ["soft", "low", "clear", "bowl", "wood"]
    for bell in bells.values():
        assert bell.partials
        assert 1_000 <= bell.length <= 12_000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("bells: soft\n", "there should be names under bells:"),
        ("bells: {soft: {length: 4s}}\n", 'needs "strike"'),
        (
            "bells: {soft: {about: x, license: y, length: 4s, strike: high, partials: []}}\n",
            "a number",
        ),
    ],
)
def test_a_mistake_in_a_catalogue_has_its_place_too(text: str, message: str) -> None:
    with pytest.raises(BadFileError) as caught:
        read_catalog(text, "catalog.yaml")
    assert message in render_all(caught.value.diagnostics)
