"""Makes the tables of styles in `companion/voices/` from those of the npm package kokoro-js 1.2.1.

    npm pack kokoro-js@1.2.1 && tar xzf kokoro-js-1.2.1.tgz
    python tools/styles.py package

A voice of Kokoro is a table with a row of 256 numbers for each length of a sentence in phonemes.
We ship the rows that are used, as float16, and one voice that is half of one and half of another.
"""

import sys
from hashlib import sha256
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from companion.voice.engines.kokoro import ROWS, TABLES

LENGTHS, STYLE = 510, 256
VOICES = {
    "onyx": ("am_onyx",),
    "michael": ("am_michael",),
    "soft": ("af_heart", "af_nicole"),
    "emma": ("bf_emma",),
}
SHA256 = {
    "am_onyx": "da5d135b424164916d75a68ffb4c2abce3d7d5ccc82dd1ee6cf447ce286145e6",
    "am_michael": "1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1",
    "af_heart": "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
    "af_nicole": "cd2191ab31b914ed7b318416b0e4440fdf392ddad9106a060819aa600a64f59a",
    "bf_emma": "669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73",
}


def table(folder: Path, name: str) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """The table of one voice of the package, which must be the one that was listened to."""
    data = (folder / "voices" / f"{name}.bin").read_bytes()
    if sha256(data).hexdigest() != SHA256[name]:
        sys.exit(f"{name}.bin isn't the one of kokoro-js 1.2.1")
    return np.frombuffer(data, "<f4").reshape(LENGTHS, STYLE)


def main(folder: Path) -> None:
    """Write a table for each voice."""
    for name, sources in VOICES.items():
        mean = np.mean([table(folder, source) for source in sources], axis=0)
        np.save(TABLES / f"{name}.npy", mean[:ROWS].astype("<f2"), allow_pickle=False)
        print(f"{name}: {(TABLES / f'{name}.npy').stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
