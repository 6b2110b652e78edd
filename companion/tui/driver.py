"""The driver of a Unix terminal: Textual's own, with an input that survives what terminals send.

Bytes that are not UTF-8 become question marks instead of ending the input, and a terminal that has
gone ends the app instead of being read again and again.
"""

import os
import selectors
from codecs import getincrementaldecoder

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_LOOK_S = 0.1
_CHUNK = 4_096


class TerminalDriver(LinuxDriver):
    """Reads keys until the app ends or the terminal is gone."""

    def run_input_thread(self) -> None:
        """Pass every key to the app; run by a thread of the driver."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_LOOK_S):
                    raw = self._read()
                    if not raw:
                        self._loop.call_soon_threadsafe(self._on_gone)
                        return
                    # half a character decodes to nothing yet, which the parser takes for the end
                    for event in parser.feed(text) if (text := decode(raw)) else ():
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)

    def _on_gone(self) -> None:
        app = self._app
        self._loop.create_task(app.run_action("terminal_gone"))

    def _read(self) -> bytes:
        """The bytes that were typed; none when the terminal is gone."""
        try:
            return os.read(self.fileno, _CHUNK)
        except OSError:
            return b""
