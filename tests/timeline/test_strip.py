from companion.timeline.arranging.arrange import arrange
from companion.timeline.pacing import longest_silence
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.timeline.views.strip import strip
from companion.units import MINUTE, Millis
from tests.fakes import BELL_LENGTHS, SCRIPT, script


def shown(text: str, width: int = 40, steps: tuple[int, ...] = ()) -> tuple[str, list[str]]:
    timeline = arrange(plan(script(text), Request(), BELL_LENGTHS), {})
    made = strip(timeline, width, steps)
    return "".join(sort[0] for sort in made.cells), [title for _, title in made.sections]


def test_a_strip_is_to_scale_and_names_its_sections() -> None:
    cells, titles = shown(SCRIPT)
    assert len(cells) == 40
    assert titles == ["First", "Second", "Last"]
    assert set(cells) == {"t", "q", "b"}
    assert cells.startswith("t")


def test_a_bell_shows_however_short_it_is_and_a_question_is_one() -> None:
    cells, _ = shown(
        "companion: 1\ntitle: T\nsteps: [{silence: 5m}, {bell: soft}, {rate: {id: a}}]\n"
    )
    assert "b" in cells
    assert "q" in cells
    asked, _ = shown("companion: 1\ntitle: T\nsteps: [{ask: {id: a, prompt: What, timeout: 5m}}]\n")
    assert asked.count("q") > 30


def test_the_step_one_writes_in_is_marked() -> None:
    timeline = arrange(plan(script(), Request(), BELL_LENGTHS), {})
    made = strip(timeline, 40, [2])
    assert made.marked is not None
    first, last = made.marked
    assert 0 < first < last <= 40
    assert strip(timeline, 40, [99]).marked is None


def test_the_longest_silence_follows_the_pacing_table() -> None:
    assert longest_silence(Millis(10 * MINUTE), "guided") == 45_000
    assert longest_silence(Millis(10 * MINUTE), "quiet") == 90_000
    assert longest_silence(Millis(10 * MINUTE), "light") == 67_500
    assert longest_silence(Millis(30_000), "guided") == 6_000
    assert longest_silence(Millis(90 * MINUTE), "guided") == 240_000
    assert longest_silence(Millis(12 * MINUTE + 30_000), "guided") == 52_500
