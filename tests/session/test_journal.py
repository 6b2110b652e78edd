"""The journal as lines: counts, dots, and Markdown that is read again as it was written."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from companion.session import journal
from companion.session import journal_words as words
from companion.store.kept.ratings import Tally
from companion.store.kept.sealed import Entry

NOW = datetime(2026, 11, 26, 21, 40, tzinfo=UTC)  # a Thursday


def entry(text: str, at: datetime = NOW, number: int = 1) -> Entry:
    return Entry(number, round(at.timestamp() * 1000), {"text": text})


def test_changes_are_told_with_their_counts_and_a_few_are_too_few_to_say() -> None:
    tallies = [
        Tally("five-things", "8 to 10", {"softer": 3, "same": 1}),
        Tally("five-things", "", {"softer": 1, "stronger": 1}),
        Tally("enough", "0 to 4", {"stronger": 4}),
        Tally("enough", "5 to 7", {"same": 5}, with_it=3),
    ]
    assert journal.tally_lines(tallies, str.upper) == [
        "FIVE-THINGS, from 8 to 10: softer 3 times, about the same once.",
        "FIVE-THINGS: twice, too few to say.",
        "ENOUGH, from 0 to 4: stronger 4 times.",
        "ENOUGH, from 5 to 7: about the same 5 times; you could be with it 3 times.",
    ]


def test_days_are_dots_until_today() -> None:
    days = {date(2026, 11, 3), date(2026, 11, 26), date(2026, 10, 1)}
    assert journal.weeks(days, NOW.date()) == [
        " 2 Nov  · ● · · · · ·",
        " 9 Nov  · · · · · · ·",
        "16 Nov  · · · · · · ·",
        "23 Nov  · · · ●",
    ]
    assert journal.day_words(days, NOW.date()) == "With a session: 3 November and 26 November."
    assert journal.day_words([], NOW.date()) == words.NO_DAYS


def test_r21_no_streak_score_or_blame_anywhere() -> None:
    package = Path(journal.__file__).parent.parent
    files = [*package.glob("session/journal*.py"), *package.glob("tui/screens/journal*.py")]
    files += [*package.glob("plain/journal*.py"), *package.glob("store/kept/*.py")]
    said = " ".join(
        text
        for file in files
        for text in re.findall(r'"([^"\n]*)"', file.read_text())
        if text != words.NO_JUDGEMENT
    ).lower()
    for word in (
        "streak",
        "in a row",
        "badge",
        "missed",
        "well done",
        "score",
        "goal",
        "keep it up",
    ):
        assert word not in said, word


def test_entries_are_found_by_every_word() -> None:
    entries = [entry("The kitchen floor."), entry("The Kitchen window.")]
    assert journal.found(entries, "kitchen FLOOR") == entries[:1]
    assert journal.found(entries, "") == entries
    assert journal.found(entries, "door") == []


def test_an_entry_is_named_by_its_first_words() -> None:
    assert journal.first_words(entry("\n  One.\nTwo.")) == "One."
    assert len(journal.first_words(entry("word " * 40))) <= 60
    assert journal.first_words(entry("")) == ""


def test_markdown_has_the_local_time_and_is_read_again() -> None:
    here = NOW.astimezone(timezone(timedelta(hours=1)))
    text = journal.markdown([entry("One.\n\nTwo."), entry("Three.")], here)
    assert text.startswith("# Journal\n\n## 2026-11-26 22:40\n\nOne.\n\nTwo.\n\n## 2026")
    assert journal.texts_in(text, here) == [(here, "One.\n\nTwo."), (here, "Three.")]


def test_other_markdown_is_one_entry_of_now() -> None:
    source = "# My page\n\nSome words.\n\n## A part\n\nMore.\n\n## 2026-13-45\n"
    assert journal.texts_in(source, NOW) == [(NOW, source.strip())]
    assert journal.texts_in("", NOW) == []
    noon = datetime(2026, 1, 2, 12, tzinfo=UTC)
    assert journal.texts_in("First.\n## 2026-01-02\nThen.", NOW) == [
        (NOW, "First."),
        (noon, "Then."),
    ]


LINE = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
TEXTS = st.lists(st.one_of(LINE, st.sampled_from(["## 2026-01-01 10:00", "\\## x", "# Journal"])), min_size=1, max_size=5).map("\n".join)  # fmt: skip


@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4))
def test_whatever_was_written_is_read_again(texts: list[str]) -> None:
    source = journal.markdown([entry(text) for text in texts], NOW)
    assert [text.text for text in journal.texts_in(source, NOW)] == [t.strip() for t in texts]
