"""The palette: all that can be done from here, in an order of its own, and every session."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider

from companion.session.keys import SESSION
from companion.tui.themes import THEMES
from companion.wording_pages import TOGETHER, TOGETHER_GIST

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


class Doing(NamedTuple):
    """One line of the palette: what it does in words, a dim line, and the action."""

    title: str
    line: str
    action: str


_ALWAYS = (
    Doing("Right now, it's too much", "a voice at once", "app.now"),
    Doing("Someone to call", "a person you chose, and helplines", "app.call"),
    Doing("Sit for a while", "some minutes, until a time, or open", "app.sit"),
    Doing(TOGETHER, TOGETHER_GIST, "app.together"),
    Doing("Is this space, or something else?", "words to read", "app.space"),
    Doing("Stop, and do this instead", "flooded, numb or unreal", "app.instead"),
    Doing("Settings", "voice, sound, words, look, keys, privacy", "app.settings"),
    Doing("Voice", "find the one that suits you", "app.fit"),
    Doing("Write a script of your own", "the writer's room", "app.write"),
    Doing("Courses", "a few evenings, a day, a weekend", "app.course"),
    Doing("Journal", "what's kept, and what you write", "app.journal"),
    Doing("About", "what this is, and what it isn't", "app.about"),
    Doing("Home", "what's here right now?", "app.home"),
    Doing("Hide", "nothing to see, nothing to hear", "app.hide"),
    Doing("Leave", "stop, and close", "app.leave"),
)


class Palette(Provider):
    """Everything that the keys do, what can be played, and the colours."""

    async def discover(self) -> Hits:
        """Yield every line, before anything is typed."""
        for doing in self._doings():
            yield DiscoveryHit(doing.title, partial(self._run, doing.action), help=doing.line)

    async def search(self, query: str) -> Hits:
        """Yield the lines that match what was typed, the best first."""
        matcher = self.matcher(query)
        for doing in self._doings():
            score = max(matcher.match(doing.title), matcher.match(doing.line) * 0.8)
            if score > 0:
                title = matcher.highlight(doing.title)
                yield Hit(score, title, partial(self._run, doing.action), help=doing.line)

    @property
    def _companion(self) -> "CompanionApp":
        app: Any = self.app
        return app  # type: ignore[no-any-return]

    async def _run(self, action: str) -> None:
        await self.app.run_action(action, self.screen if "." not in action else None)

    def _doings(self) -> Iterator[Doing]:
        from companion.tui.screens.session import SessionScreen  # home appears before it's loaded

        if isinstance(self.screen, SessionScreen):
            for key in SESSION:
                yield Doing(key.help[:1].upper() + key.help[1:], key.shown, key.action)
        yield from _ALWAYS
        for entry in self._companion.services.directory.all():
            yield Doing(entry.title, entry.gist, f"app.open('{entry.id}')")
        for theme in THEMES:
            yield Doing(f"Colours: {theme.name}", "", f"app.theme('{theme.name}')")
