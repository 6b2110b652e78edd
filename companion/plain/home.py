"""The lines of home, and of what can be typed there."""

from companion import wording_pages as wording
from companion.plain.lines import Write
from companion.plain.services import RoomServices
from companion.session.directory import DAILY

_HELP = (
    ("1-9", "what's happening: its number lists the sessions for it"),
    ("n", "it's too much right now: a voice at once"),
    ("s", "sit for a while"),
    ("m", "what's yours: your own scripts, courses, and the journal"),
    ("r", "go on where it stopped, after a crash, if a history is kept"),
    ("t", f"{wording.TOGETHER[:1].lower()}{wording.TOGETHER[1:]}: {wording.TOGETHER_GIST}"),
    ("journal", "what's kept, and what you write"),
    ("c", "someone to call"),
    ("i", "is this space, or something else?"),
    ("x", "stop, and do this instead"),
    ("h", "hide: an empty terminal"),
    ("about", "what this is, and what it isn't"),
    ("b", "back to the first list"),
    ("q", "leave"),
)


def write_home(services: RoomServices, write: Write) -> None:
    """Write the greeting, the moments, and what else there is."""
    hello = wording.greeting(services.now().hour)
    write(f"{hello.hello} {hello.line}")
    if (left := services.unfinished()) is not None:
        time = f", {left.words} left" if left.words else ""
        write(f"r  {wording.GO_ON}{time}")
    for moment in services.directory.moments:
        if moment.moment != DAILY:
            write(f"{moment.key}  {moment.words}")
    write("s  sit for a while")
    write("m  my own, and courses")
    write("c  someone to call")
    write("i  is this space at all?")


def write_help(write: Write) -> None:
    """Write what can be typed on home."""
    for key, words in _HELP:
        write(f"{key}  {words}")
