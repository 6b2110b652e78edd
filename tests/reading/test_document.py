import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.reading import document
from companion.reading.document import (
    FlawedTextError,
    ListNode,
    MapNode,
    Node,
    Scalar,
    decode,
    read,
)
from companion.reading.flaw import Span
from companion.script.parse import HINTS
from tests.reading.parsers import LOADERS, agree


@pytest.fixture(params=LOADERS)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "_LOADER", request.param)


def plain(node: Node) -> object:
    match node:
        case Scalar(text):
            return text
        case ListNode(items):
            return [plain(item) for item in items]
        case MapNode(entries):
            return {key.text: plain(value) for key, value in entries}


@pytest.mark.usefixtures("loader")
def test_scalars_stay_the_text_that_was_typed() -> None:
    root = read("a: off\nb: 1:30\nc: 010\nd: 1.10\ne: [no, ~]\n").root
    assert plain(root) == {"a": "off", "b": "1:30", "c": "010", "d": "1.10", "e": ["no", "~"]}


def test_every_node_keeps_its_place() -> None:
    root = read("a: 1\nb:\n  - word here\n").root
    assert isinstance(root, MapNode)
    inner = root.entries[1][1]
    assert isinstance(inner, ListNode)
    assert inner.items[0].span == Span(2, 4, 9)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x 1\n", "anchors"),
        ("a: *x\n", "anchors"),
        ("a: !!str 1\n", "tags"),
        ("a: !mine 1\n", "tags"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("", "empty"),
        ("# only a comment\n", "empty"),
        ("a:\n\t- b\n", "can't be read as it is"),
        ("a: [1, 2\n", "isn't closed"),
        ("a: b: c\n", "can't be read as it is"),
        ("[" * 200_000, "too deep"),
        ("- a\n" * 6_000, "too long"),
    ],
)
def test_what_is_no_plain_document_is_refused(text: str, message: str) -> None:
    with pytest.raises(FlawedTextError, match=message):
        read(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [("a: 1\na: 2\n", '"a" is given twice'), ("<<: {b: 1}\n", "merge keys"), ("? [a]\n: 1\n", "plain word")],
)  # fmt: skip
def test_a_bad_key_is_a_flaw_and_the_rest_is_read(text: str, message: str) -> None:
    found = read(text + "z: 3\n")
    assert message in found.flaws[0].message
    assert isinstance(found.root, MapNode)
    assert found.root.entries[-1][0].text == "z"


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("- say: {partner} hi there", '"|" after the colon'),
        ("- say: one: two: three", '": " in them need "|"'),
        ("\t- say: hi", "spaces, not with tabs"),
        ("- say: 'don't go'", "apostrophe"),
        ("- say: @home", "this sign"),
        ("- breathe: {in: 3s, out: 5s\n  - bell: soft", "the } that belongs to this {"),
        ('- say: "never closed\n  - say: x', "the same quote at the end"),
        ("- breathe: in: 3s, out: 5s", "need { } around them"),
        ('- say: "If" so', "the quote ends before the words do"),
        ("- say: |\n      One.\n  two three\n  - silence: 3s", "further right"),
        ("- say: x\n  silence: 3s", 'start this line with "- "'),
        ("- say: x\n - bell: soft", "line this up"),
    ],
)
def test_a_broken_line_is_answered_with_its_own_remedy(line: str, remedy: str) -> None:
    with pytest.raises(FlawedTextError) as caught:
        read(f"steps:\n  {line}\n", HINTS)
    assert remedy in caught.value.flaws[0].remedy


def test_control_characters_are_refused_with_a_remedy() -> None:
    with pytest.raises(FlawedTextError) as caught:
        read("a: \x07\n")
    assert caught.value.flaws[0].remedy


def test_words_that_a_hash_cuts_off_are_a_flaw_and_a_comment_is_none() -> None:
    found = read("say: If #breathing is kind\nsilence: 20s # long\nnote: |\n  a #b\n")
    assert [(flaw.span, flaw.message[:16]) for flaw in found.flaws] == [
        (Span(0, 8, 18), "nothing after th")
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [(b"a: \xff\xfe\n", "UTF-8"), (b"a\0b", "NUL"), (b"x" * (document.MOST_BYTES + 1), "larger"),
     ("a: 1".encode("utf-16"), "UTF-8")],
)  # fmt: skip
def test_a_file_that_is_no_text_of_ours_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(FlawedTextError, match=message):
        decode(raw)


def test_a_byte_order_mark_is_fine() -> None:
    assert decode(b"\xef\xbb\xbfa: 1") == "a: 1"


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_both_parsers_agree(text: str) -> None:
    agree(text)


@given(st.text(alphabet="abc :-[]{}&*!|>'\"\n\t#?,.%~", max_size=80))
def test_any_soup_of_yaml_is_read_or_refused_and_both_parsers_agree(text: str) -> None:
    agree(text)
