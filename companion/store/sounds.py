"""Bells and beds by name: the shipped ones, and the user's sound files."""

import contextlib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from companion.audio.catalog import About, Catalog, read_catalog
from companion.audio.recipe import AnyBed, BellRecipe, Kit, OwnBed
from companion.errors import NotFoundError, SoundError
from companion.files import exists
from companion.resources import shipped
from companion.store.folders import files_in
from companion.units import Millis

OWN_SOUNDS = (".wav", ".flac", ".ogg", ".opus", ".mp3", ".aiff", ".m4a", ".aac", ".wma", ".webm")


class Sounds:
    """The sounds that scripts and people can name.

    Attributes:
        sounds: the user's folder of sounds; need not exist.
    """

    sounds: Path

    @cached_property
    def catalog(self) -> Catalog:
        """The shipped sounds."""
        catalog = shipped("scripts_audio") / "catalog.yaml"
        return read_catalog(catalog.read_text("utf-8"), catalog.name)

    @cached_property
    def beds(self) -> Mapping[str, AnyBed]:
        """Every bed by name: the shipped ones, then the user's files by their stem."""
        beds: dict[str, AnyBed] = dict(self.catalog.beds)
        for name, file in self._own_sounds.items():
            beds.setdefault(name, OwnBed(name, str(file)))
        return beds

    def bed(self, name: str) -> AnyBed:
        """Return the bed with a name, or the bed in a sound file.

        Raises:
            NotFoundError: when there is neither; the remedy names the nearest one.
            SoundError: when the file cannot be a bed.
        """
        bed = self.beds.get(name)
        if bed is None and (file := self._own_file(name)) is not None:
            bed = OwnBed(name, str(file))
        if bed is None:
            raise _not_found("bed", name, self.beds, "off")
        if isinstance(bed, OwnBed):
            from companion.audio.formats.own_sound import own_length  # numpy, only for own sounds

            own_length(Path(bed.file))  # raises when the file is not a bed
        return bed

    def bell(self, name: str) -> BellRecipe:
        """Return the bell with a name, or the bell in a sound file.

        Raises:
            NotFoundError: when there is neither; the remedy names the nearest one.
            SoundError: when the file cannot be a bell.
        """
        if name in self.bells:
            return self.bells[name]
        if (file := self._own_file(name)) is not None:
            return BellRecipe(name, _bell_length(file), file=str(file))
        raise _not_found("bell", name, self.bells, "--bells off")

    @property
    def about(self) -> Mapping[tuple[str, str], About]:
        """The description of each shipped sound, by its kind (`bell` or `bed`) and name."""
        return self.catalog.about

    @cached_property
    def bells(self) -> dict[str, BellRecipe]:
        """Every bell by name: the shipped ones, then the user's files by their stem."""
        bells = dict(self.catalog.bells)
        for name, file in self._own_sounds.items():
            if name not in bells:
                # a script with a bell that can't be read gets the message that there is none
                with contextlib.suppress(SoundError):
                    bells[name] = BellRecipe(name, _bell_length(file), file=str(file))
        return bells

    @cached_property
    def _own_sounds(self) -> Mapping[str, Path]:
        """The user's sound files by their stem, the first of those that share one."""
        sounds: dict[str, Path] = {}
        for file in files_in(self.sounds, OWN_SOUNDS):
            sounds.setdefault(file.stem, file)
        return sounds

    def kit(self, *, shipped_only: bool = False) -> Kit:
        """Return the bells and beds that a script can name.

        A shipped script names only shipped ones, so it begins without a look at the user's folder.
        """
        if shipped_only:
            return Kit(self.catalog.bells, self.catalog.beds)
        return Kit(self.bells, self.beds)

    def _own_file(self, name: str) -> Path | None:
        """The sound file that a person names by its path; None where there is none."""
        file = Path(name)
        return file.resolve() if file.suffix.lower() in OWN_SOUNDS and exists(file) else None


def _not_found(kind: str, name: str, names: Mapping[str, object], off: str) -> NotFoundError:
    near = get_close_matches(name.lower(), names, n=1)
    choices = f"choose {', '.join(names)}, a sound file, or {off}"
    remedy = f'did you mean "{near[0]}"?' if near else choices
    return NotFoundError(f'there\'s no {kind} "{name}"', remedy)


def _bell_length(file: Path) -> Millis:
    """The length of a sound that can be a bell."""
    # numpy, only for own sounds
    from companion.audio.formats.decode import LONGEST_OWN_BELL
    from companion.audio.formats.own_sound import own_length

    length = own_length(file)
    if length > LONGEST_OWN_BELL:
        raise SoundError(f"{file.name} is longer than a minute", "shorten it")
    return length
