"""A tiny Kokoro without weights, in four packages as the real one: every phoneme is a short tone."""

from hashlib import sha256
from pathlib import Path

from companion.voice.engine_table import KOKORO_PARTS

LENGTHS = "lengths"
# a phoneme is four units of 600 samples at speed 1; the first number of its style moves the pitch
_GRAPH = """
<ir_version: 8, opset_import: ["" : 17]>
tone (int64[1,n] tokens, float[1,256] style, float[1] speed) => (float[s] audio)
<float none = {0.0}, float units = {4.0}, int64 zero = {0}, int64 one = {1}, int64 hop = {600},
 float turn = {0.0513}, float loud = {0.3}, int64[2] corner = {0, 0}>
{
  sounds = Cast<to = 1>(tokens)
  silent = Mul(sounds, none)
  even = Add(silent, units)
  slow = Div(even, speed)
  lengths = Round(slow)
  total = ReduceSum<keepdims = 0>(lengths)
  blocks = Cast<to = 7>(total)
  count = Mul(blocks, hop)
  steps = Range(zero, count, one)
  times = Cast<to = 1>(steps)
  moved = GatherND(style, corner)
  pitch = Add(turn, moved)
  phase = Mul(times, pitch)
  wave = Sin(phase)
  audio = Mul(wave, loud)
}
"""
# Code that must never run, because only the files of the packages are read.
_CODE = "raise SystemExit('the code of a package with a part of the model ran')\n"


def build(folder: Path) -> str:
    """Write the four packages into a folder; return the SHA-256 of the whole model."""
    import onnx.parser

    model = onnx.parser.parse_model(_GRAPH).SerializeToString()
    size = -(-len(model) // len(KOKORO_PARTS))
    for number, package in enumerate(KOKORO_PARTS):
        place = folder / package
        place.mkdir(parents=True)
        (place / "__init__.py").write_text(_CODE)
        (place / "part.bin").write_bytes(model[number * size : (number + 1) * size])
    return sha256(model).hexdigest()
