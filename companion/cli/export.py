"""`companion export`: a session as files, to keep or to give away."""

import sys
from pathlib import Path

from companion.cli.terminal import Progress
from companion.errors import SoundError, WrongUsageError
from companion.reading.diagnostic import printable
from companion.session.export import Export, check
from companion.session.options import Options
from companion.timeline.request import Request
from companion.units import spoken_duration
from companion.wiring import Services

_LARGE = 1_000_000


def export(  # noqa: PLR0913 - one argument for each option
    script: str, to: list[Path], request: Request, *, voice: str, pace: float, force: bool
) -> int:
    """Run `companion export`: write one session into every file that is named."""
    files = to
    check(files)
    for file in files:
        if file.exists() and not file.is_dir() and not force and not _may_replace(file):
            raise SoundError(f"{file} already exists", "--force replaces it")
    options = Options(output="none", voice=voice, pace=pace)
    services = Services(options)
    progress = Progress("the voice reads")
    try:
        with Export(files, over=any(file.exists() for file in files)) as targets:
            services.warm()
            preparation = services.prepare(services.open(script), request, whole=True)
            preparation.wait(progress.tell)
            sitting = preparation.sitting()
            progress.clear()
            progress = Progress("writing")
            missing = targets.write(sitting, progress.tell)
    finally:
        progress.clear()
        services.close()
    for line in dict.fromkeys([*services.notices.take(), *missing, *sitting.missing_bells]):
        print(f"companion: {printable(line)}", file=sys.stderr)
    for failure in targets.failures:
        print(f"companion: {printable(f'{failure.message}; {failure.remedy}')}", file=sys.stderr)
    length = spoken_duration(sitting.timeline.total)
    for file in targets.files:
        print(f"{printable(str(file))}  {length}, {_size(file.stat().st_size)}")
    return 1 if targets.failures else 0


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= _LARGE else f"{-(-count // 1000)} kB"


def _may_replace(file: Path) -> bool:
    """Ask whether a file may be replaced; False when there is nobody to answer.

    Raises:
        WrongUsageError: when the answer is no.
    """
    if not sys.stdin or not sys.stdin.isatty():
        return False
    question = f"{printable(str(file))} already exists. Replace it? [y/N] "
    print(question, end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip().lower()
    if answer not in ("y", "yes"):
        raise WrongUsageError("nothing was written", "choose another name, or answer y")
    return True
