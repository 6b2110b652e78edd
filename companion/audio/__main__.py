"""The start of the sound worker: `python -m companion.audio`.

It is alone here because PortAudio must look for devices while the rest is imported: both take as
long as each other, and someone waits for the first sound.
"""

import contextlib
import threading


def _import_early(*modules: str) -> None:
    for module in modules:
        with contextlib.suppress(Exception):  # whoever needs it gets the error
            __import__(module)


def main() -> None:
    """Run the sound worker."""
    # soundfile reads the lines that came with the program
    wanted = ("sounddevice", "soundfile")
    threading.Thread(target=_import_early, args=wanted, name="imports", daemon=True).start()
    from companion.audio import worker

    worker.main()


if __name__ == "__main__":
    main()
