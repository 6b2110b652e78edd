"""The way in: `companion` and `python -m companion`. Imports nothing before it must."""

import sys


def run() -> None:
    """Run the command line and exit with its code."""
    from companion.cli.main import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
