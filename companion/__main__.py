"""The way in: `companion` and `python -m companion`. Imports nothing before it must."""

import gc
import sys

# Hardly anything of a start is garbage: looking for it less often brings the first words sooner.
_ALLOCATIONS = 50_000


def run() -> None:
    """Run the command line and exit with its code."""
    gc.set_threshold(_ALLOCATIONS)
    from companion.cli.main import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
