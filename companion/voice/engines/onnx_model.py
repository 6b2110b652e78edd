"""Models in the ONNX format, and the library that runs them with its telemetry off.

It is apart because two engines run such models.
"""

import os
from typing import Any


def runtime() -> Any:
    """The library that runs models, which sends nothing and stores no id of this device.

    Raises:
        ImportError: when it isn't installed.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime


def session(model: bytes, *, arena: bool) -> Any:
    """A session that runs a model on one core.

    Args:
        model: the bytes of the model.
        arena: whether memory is kept from one operator to the next; a large model needs a third
            of the memory with it, a small one would keep what its longest line took.

    Raises:
        Exception: when it isn't such a model; the library has no common class for its errors.
    """
    onnxruntime = runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = arena
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def shrinking() -> Any:
    """The options of a run that gives its memory back at its end."""
    options = runtime().RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


def added_output(name: str) -> bytes:
    """The bytes that add an output to an ONNX model when they are appended to it.

    Protobuf messages are merged by concatenation. In ModelProto the graph is field 7, in GraphProto
    the outputs are field 12, and in ValueInfoProto the name is field 1
    (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
    """
    return _field(7, _field(12, _field(1, name.encode())))


def _field(number: int, body: bytes) -> bytes:
    """A length-delimited field; all of these are shorter than 128 bytes."""
    return bytes([number << 3 | 2, len(body)]) + body
