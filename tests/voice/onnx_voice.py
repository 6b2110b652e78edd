"""A tiny Piper voice without weights, built by the test: every sound is a short tone."""

import json
from pathlib import Path

RATE = 22_050
HOP = 256

# the lengths go through Ceil, which is where Piper looks for what its alignments come from
_GRAPH = """
<ir_version: 8, opset_import: ["" : 17]>
tone (int64[1,n] input, int64[1] input_lengths, float[3] scales) => (float[1,1,s] output)
<int64[1] second = {1}, float none = {0.0}, float frames = {6.0}, int64 zero = {0},
 int64 one = {1}, int64 hop = {256}, float turn = {0.0513}, float loud = {0.3},
 int64[2] first_axes = {0, 1}>
{
  slower = Gather(scales, second)
  sounds = Cast<to = 1>(input)
  silent = Mul(sounds, none)
  even = Add(silent, frames)
  stretched = Mul(even, slower)
  whole = Ceil(stretched)
  total = ReduceSum<keepdims = 0>(whole)
  blocks = Cast<to = 7>(total)
  count = Mul(blocks, hop)
  steps = Range(zero, count, one)
  times = Cast<to = 1>(steps)
  phase = Mul(times, turn)
  wave = Sin(phase)
  soft = Mul(wave, loud)
  output = Unsqueeze(soft, first_axes)
}
"""


def build(file: Path, lang: str = "en-us") -> Path:
    """Write the voice and what belongs beside it."""
    import onnx.parser
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    file.write_bytes(onnx.parser.parse_model(_GRAPH).SerializeToString())
    config = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": lang},
        "phoneme_type": "espeak",
        "num_symbols": 256,
        "num_speakers": 1,
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "hop_length": HOP,
    }
    Path(f"{file}.json").write_text(json.dumps(config))
    return file
