"""Lines about what went wrong: each is told once, whichever thread found it."""

import threading

from companion.notices import Notices


def test_a_line_is_handed_out_once_and_in_order() -> None:
    notices = Notices(["first"])
    notices.add("second")
    assert notices.take() == ["first", "second"]
    assert notices.take() == []


def test_a_line_that_was_told_before_is_only_told_again_where_it_may_repeat() -> None:
    notices = Notices()
    for repeat in (False, False, True):
        notices.add("too short", repeat=repeat)
    assert notices.take() == ["too short", "too short"]
    notices.add("too short")
    assert notices.take() == []


def test_nothing_that_threads_add_at_the_same_time_is_lost() -> None:
    notices = Notices()

    def work(number: int) -> None:
        for i in range(200):
            notices.add(f"{number}.{i}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    taken: list[str] = []
    while any(thread.is_alive() for thread in threads):
        taken += notices.take()
    taken += notices.take()
    assert sorted(taken) == sorted(f"{n}.{i}" for n in range(8) for i in range(200))
