"""The shipped scripts, for tests of each of them."""

from companion.resources import shipped
from companion.store.library import MOMENTS

SCRIPTS = sorted(f for f in shipped("meditations").glob("*.yaml") if f.stem != MOMENTS)
IDS = [file.stem for file in SCRIPTS]
