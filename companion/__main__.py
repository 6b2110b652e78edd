"""The entry point of `companion` and `python -m companion`, alone so that it imports little."""

import gc
import sys

# A start makes hardly any garbage, so rarer collections bring the first words sooner.
_ALLOCATIONS = 200_000
GHOST_FLAG, _DASHES = "--ghost", 2


def run() -> None:
    """Run the command line and exit with its code."""
    gc.set_threshold(_ALLOCATIONS)
    if any(len(word) > _DASHES and GHOST_FLAG.startswith(word) for word in sys.argv[1:]):
        sys.dont_write_bytecode = True  # before anything else is imported
    from companion.cli.main import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
