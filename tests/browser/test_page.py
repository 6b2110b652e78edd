"""The page of a session in a real browser, from the disk: it plays, follows, and asks nobody."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.session.export import Export
from companion.session.sitting import Sitting
from tests.browser.chromium import Page, missing
from tests.fakes import sitting

SECOND = "document.getElementById('sound').currentTime"
LINE = "document.getElementById('line').textContent"

TEXT = """\
companion: 1
title: Small </script><b>one
intent: For a test & no more.
cautions: [Mind the "step".]
steps:
  - section: First
  - Something hurts. You noticed.
  - silence: 4s
  - section: Second
  - breathe: {in: 3s, out: 5s, rounds: 2}
  - section: Last
  - bell: soft
  - say: This is ending <now>.
  - silence: 3s
"""


def made(folder: Path) -> tuple[Sitting, Path]:
    sat = sitting(folder, TEXT)
    with Export([folder / "it.html"]) as targets:
        targets.write(sat, lambda *_: None)
    return sat, folder / "it.html"


def test_everything_is_in_the_page_and_nothing_can_break_out_of_it(tmp_path: Path) -> None:
    _, file = made(tmp_path)
    text = file.read_text("utf-8")
    assert "{{" not in text
    assert not re.search(r"https?://", text)
    assert "<title>Small &lt;/script&gt;&lt;b&gt;one</title>" in text
    assert "Mind the &quot;step&quot;." in text
    assert text.count("<script") == text.count("</script>") == 2
    assert "default-src 'none'" in text
    sound = re.search(r'src="data:audio/mpeg;base64,([^"]+)"', text)
    assert sound is not None
    assert len(base64.b64decode(sound[1], validate=True)) > 10_000
    assert [f.name for f in tmp_path.iterdir() if "it" in f.name] == ["it.html"]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    if reason := missing():
        pytest.skip(reason)
    (tmp_path / "profile").mkdir()
    opened = Page(tmp_path / "profile")
    yield opened
    opened.close()


def test_it_plays_and_the_captions_follow_also_after_a_seek(tmp_path: Path, page: Page) -> None:
    sat, file = made(tmp_path)
    page.open(file)
    assert page.run("document.getElementById('sound').hidden") is True
    page.run("document.getElementById('play').click()")
    page.until(f"{SECOND} > 0.2")
    assert page.run("document.getElementById('play').textContent") == "Pause"
    page.until(f"{LINE} === 'Something hurts.'")
    page.until("document.querySelector('#line .lit') !== null")
    last = next(p for p in reversed(sat.timeline.placements) if getattr(p.content, "utterance", 0))
    page.run(f"{SECOND} = {last.start / 1000 + 0.3}")
    page.until(f"{LINE} === 'This is ending <now>.'")
    assert page.run("document.getElementById('place').textContent") == "Last"
    page.until("document.getElementById('sound').ended")
    assert page.run("document.getElementById('sound').duration") == pytest.approx(
        sat.timeline.total / 1000, abs=0.2
    )


def _pressed(key: str) -> str:
    return f"document.body.dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}', bubbles: true}}))"


def test_lines_chapters_keys_and_buttons_lead_where_they_say(tmp_path: Path, page: Page) -> None:
    sat, file = made(tmp_path)
    page.open(file)
    page.run("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.until("document.getElementById('sound').readyState > 0")
    page.run("document.querySelectorAll('#chapters button')[1].click()")
    second = next(p.start for p in sat.timeline.placements if p.section == 1)
    assert page.run(SECOND) == pytest.approx(second / 1000, abs=0.1)
    page.run("document.querySelector('#words p[data-at] button').click()")
    assert page.run(SECOND) == pytest.approx(0.5, abs=0.1)
    for key, where in (("ArrowRight", 15.5), ("ArrowLeft", 0.5)):
        page.run(_pressed(key))
        assert page.run(SECOND) == pytest.approx(where, abs=0.1)
    page.run(_pressed(" "))
    page.until("!document.getElementById('sound').paused")
    assert page.run("navigator.mediaSession.metadata.title") == "Small </script><b>one"


@pytest.mark.parametrize("calm", [False, True])
def test_the_breath_moves_unless_the_person_wants_less_motion(
    tmp_path: Path, page: Page, calm: bool
) -> None:
    sat, file = made(tmp_path)
    features = [{"name": "prefers-reduced-motion", "value": "reduce" if calm else "no-preference"}]
    page.ask("Emulation.setEmulatedMedia", features=features)
    page.open(file)
    page.until("document.getElementById('sound').readyState > 0")
    sizes = set()
    begin = next(p.start for p in sat.timeline.placements if p.section == 1) / 1000
    for along in (0.5, 1.5, 2.9, 5.0):
        page.run(f"{SECOND} = {begin + along}")
        page.until("!document.getElementById('sound').seeking")
        page.run("new Promise((done) => requestAnimationFrame(done))")
        sizes.add(page.run("getComputedStyle(document.querySelector('#orb span')).transform"))
    assert len(sizes) == (1 if calm else 4)


def test_nothing_is_asked_of_anybody_and_nothing_could_be(tmp_path: Path, page: Page) -> None:
    _, file = made(tmp_path)
    page.open(file)
    page.run("document.getElementById('play').click()")
    page.until(f"{SECOND} > 0.2")
    assert {url.split(":")[0] for url in page.requests()} <= {"file", "blob", "data", "about"}
    assert page.complaints() == []
    refused = "fetch('https://example.org/').then(() => 'sent', () => 'refused')"
    assert page.run(refused) == "refused"
    assert any("Content Security Policy" in line for line in page.complaints())
