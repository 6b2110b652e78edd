"""The shipped scripts, for tests of each of them."""

from companion.resources import shipped
from companion.store.moments import FILE

SCRIPTS = sorted(f for f in shipped("meditations").glob("*.yaml") if f.stem != FILE)
IDS = [file.stem for file in SCRIPTS]
