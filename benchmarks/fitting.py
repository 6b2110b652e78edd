"""The success of a fitting with six answers, compared with six throws of a coin.

    python benchmarks/fitting.py [LISTENERS]

Listeners are simulated, with wishes that the search cannot see. Prints the mean share of random
manners of speaking that suit a listener less well than the fitted one, and how many listeners are
better off with it than with the usual voice.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.voice.test_search import result


def main(listeners: int) -> None:
    by_answers, by_coin, better = result(listeners)
    print(f"{listeners} listeners, 6 answers each")
    print(f"better than random manners, with answers: {by_answers:5.1%}")
    print(f"                            with a coin:  {by_coin:5.1%}")
    print(f"better off than with the usual voice:     {better:5.1%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150)
