"""Changes to a running sitting: an answer, time to write, another anchor, another bed.

Each function returns a new sitting that is the same as the old one up to the place of the change.
A new plan is not arranged yet: its timeline is still the old one.
"""

from collections.abc import Mapping
from dataclasses import replace

from companion.audio.scoring import BedChange
from companion.script.manner import Anchor, Words
from companion.script.step import Choose
from companion.script.verbs.questions import ANCHORS
from companion.session.sitting import Sitting
from companion.timeline.answers import Answers, Value
from companion.timeline.arranging.arrange import usual_end
from companion.timeline.cue import Layer, Rest, Wait
from companion.timeline.planning.plan import plan, resume
from companion.timeline.timeline import Asking, Placement, Quiet, Voiced
from companion.units import MINUTE, Millis

# A box stays open for this long after the last key, and longer as soon as half of it has gone.
PATIENCE = Millis(30 * MINUTE)


def with_answer(sitting: Sitting, key: str, value: Value, at: Millis) -> Sitting | None:
    """Return the sitting with an answer, or None when the question has already timed out.

    A session whose length was asked for keeps it to the ms, with two exceptions. It grows by the
    time someone wrote beyond the time that the question had, and by nothing else. And a silence
    that depends on whether this was answered (`Rest.apart`), such as the minutes to write on paper,
    is added or taken away whole, so that no other silence has to make up for it.
    """
    wait = _find_wait(sitting, key)
    if wait is not None and wait.end <= at:
        return None
    changed = _replan(sitting, sitting.answers.answer(key, value), at)
    took = _time_waited(wait, key, sitting, at)
    if sitting.request.length is None:
        # nobody asked for a length, so the session may end sooner or later than before
        old_end = usual_end(sitting.plan, sitting.lengths, sitting.timeline, at)
        new_end = usual_end(changed.plan, changed.lengths, sitting.timeline, at)
        target = sitting.target + new_end - old_end
    else:
        took = max(0, took)
        target = (
            sitting.target + took - sitting.waited.get(key, 0) + _time_apart(sitting, changed, key)
        )
    if changed.plan.next and not sitting.plan.next:
        target = usual_end(changed.plan, changed.lengths, sitting.timeline, at)
    waited = {**sitting.waited, key: took}
    return replace(changed, target=Millis(target), waited=waited)


def _time_waited(wait: Placement | None, key: str, sitting: Sitting, at: Millis) -> int:
    """The ms that a question answered now took longer than it would have untouched."""
    if wait is None:
        return 0
    planned = wait.length - sitting.waited.get(key, 0)
    return max(0, at - wait.start) - planned


def _time_apart(old: Sitting, new: Sitting, key: str) -> int:
    """The ms of silence that an answer brings, less those that it takes away."""
    if (old.answers.value(key) is None) == (new.answers.value(key) is None):
        return 0
    apart = {i for i, cue in enumerate(old.plan.cues) if isinstance(cue, Rest) and cue.apart == key}
    gone = sum(p.length for p in old.timeline.placements if p.cue in apart)
    rests = (cue for cue in new.plan.cues if isinstance(cue, Rest) and cue.apart == key)
    return sum(rest.glue.usual for rest in rests) - gone


def with_room_to_write(
    sitting: Sitting, key: str, at: Millis, patience: Millis = PATIENCE
) -> Sitting | None:
    """Return the sitting with room to write in a box, from the first key on and after later ones.

    None for a choice, which is never typed, once the time is up, and while there is room enough.
    The timeline needs a place for everything, so the box gets `patience` ms in it, and what is not
    used is taken back with the answer; a bed plays on meanwhile. `time_unused` is what a clock
    leaves out, so that it stands still for people who write.
    """
    wait = _find_wait(sitting, key)
    if wait is None or wait.end <= at or not isinstance(wait.content, Asking):
        return None
    start = max(at, wait.start)
    has_room = key in sitting.answers.begun and wait.end - start > patience // 2
    if has_room or isinstance(wait.content.question.asked, Choose):
        return None
    room = Millis(max(wait.length, start - wait.start + patience))
    more = room - wait.length
    changed = _replan(sitting, sitting.answers.begin(key, room), at)
    waited = {**sitting.waited, key: sitting.waited.get(key, 0) + more}
    return replace(changed, target=Millis(sitting.target + more), waited=waited)


def time_unused(sitting: Sitting, at: Millis) -> Millis:
    """The ms of the session that are only there in case someone writes on in an open box."""
    current = sitting.timeline.placements[sitting.timeline.index_at(at)].content
    question = current.question if isinstance(current, Asking | Voiced | Quiet) else None
    if question is None or question.key not in sitting.answers.begun:
        return Millis(0)
    wait = _find_wait(sitting, question.key)
    assert wait is not None
    left = wait.end - max(at, wait.start)
    return Millis(min(sitting.waited.get(question.key, 0), left))


def with_next_anchor(sitting: Sitting, at: Millis) -> tuple[Sitting, Anchor]:
    """Return the sitting with the next anchor from the next step on, and that anchor."""
    choices = [anchor for anchor in ANCHORS if anchor != "breath" or sitting.request.breath]
    cue = _cue_number(sitting, at)
    anchors = [anchor for first, anchor in sitting.plan.anchors if first <= cue]
    # a second key press goes on from the anchor that the first one chose
    anchors += [anchor for first, anchor in sitting.answers.anchors if first >= cue]
    current = anchors[-1] if anchors else choices[0]
    is_choice = current in choices
    anchor = choices[(choices.index(current) + 1) % len(choices)] if is_choice else choices[0]
    answers = sitting.answers.swap(cue, anchor)
    return _replan(sitting, answers, at), anchor


_THINNER: Mapping[Words, Words] = {"guided": "light", "light": "quiet"}


def with_fewer_words(sitting: Sitting, at: Millis) -> Sitting | None:
    """Return the sitting with fewer words from the next step on; None when there are few already.

    A silence takes the place of the words, so that the session stays as long as it was.
    """
    words = ([sitting.request.words] + [words for _, words in sitting.answers.words])[-1]
    fewer = _THINNER.get(words)
    if fewer is None:
        return None
    return _replan(sitting, sitting.answers.thin_out(_cue_number(sitting, at), fewer), at)


def without_answers_after(sitting: Sitting, at: Millis) -> Sitting:
    """Return the sitting without the answers to questions that are asked from a place on.

    The old answers still shape the plan until they are replaced, unless they lead elsewhere.
    """
    current = sitting.timeline.placements[sitting.timeline.index_at(at)].cue
    later = {
        cue.question.key
        for cue in sitting.plan.cues[current:]
        if isinstance(cue, Wait)
        and (cue.question.key in sitting.answers.given or cue.question.key in sitting.answers.begun)
    }
    if not later:
        return sitting
    answers = sitting.answers.without(later, later - _leaving_choices(sitting))
    changed = _replan(sitting, answers, at)
    extra = sum(ms for key, ms in sitting.waited.items() if key in later)
    waited = {key: ms for key, ms in sitting.waited.items() if key not in later}
    changed = replace(changed, target=Millis(changed.target - extra), waited=waited)
    if sitting.plan.next and not changed.plan.next:
        end = usual_end(changed.plan, changed.lengths, sitting.timeline, at)
        asked = sitting.request.length
        whole = end if asked is None else Millis(asked + changed.plan.settle)
        return replace(changed, target=max(end, whole))
    return changed


def _leaving_choices(sitting: Sitting) -> set[str]:
    """The keys of the choices whose answer leads to another script."""
    return {
        cue.question.key
        for cue in sitting.plan.cues
        if isinstance(cue, Wait)
        and isinstance(cue.question.asked, Choose)
        and any(
            option.next and option.label == sitting.answers.given.get(cue.question.key)
            for option in cue.question.asked.options
        )
    }


def _replan(sitting: Sitting, answers: Answers, at: Millis) -> Sitting:
    """Plan the script again for these answers, and keep all cues up to the current one."""
    fresh = plan(sitting.script, sitting.request, sitting.kit.lengths, answers)
    current = sitting.timeline.placements[sitting.timeline.index_at(at)].cue
    return replace(sitting, plan=resume(sitting.plan, fresh, current), answers=answers)


def _cue_number(sitting: Sitting, at: Millis) -> int:
    """The index of the cue at a place, not counting silences that the person added."""
    current = sitting.timeline.placements[sitting.timeline.index_at(at)].cue
    cues = sitting.plan.cues[: current + 1]
    return sum(not (isinstance(cue, Rest) and cue.added) for cue in cues) - 1


def _find_wait(sitting: Sitting, key: str) -> Placement | None:
    """The placement that waits for the answer to a question."""
    return next(
        (
            p
            for p in sitting.timeline.placements
            if isinstance(p.content, Asking) and p.content.question.key == key
        ),
        None,
    )


_FADE = Millis(2_000)


def bed_name_at(sitting: Sitting, at: Millis) -> str:
    """The name of the bed at a place, or an empty string for silence."""
    return " and ".join(_names(_layers_at(sitting, at)))


def _layers_at(sitting: Sitting, at: Millis) -> tuple[Layer, ...]:
    """The layers of the bed at a place: the one the person chose, else the script's."""
    chosen = [scene.layers for scene in sitting.scenes if scene.at <= at]
    laid = [laid.bed for laid in sitting.timeline.beds if laid.start <= at]
    if chosen or not laid:
        return chosen[-1] if chosen else ()
    bed = laid[-1]
    return (Layer(bed.sound, bed.volume),) if bed.sound else ()


def _names(layers: tuple[Layer, ...]) -> list[str]:
    return [layer.sound for layer in layers]


def with_next_bed(sitting: Sitting, at: Millis) -> tuple[Sitting, str]:
    """Return the sitting with the next bed from a place on, and the name of that bed.

    The bed of the request comes first, then each bed of the kit, then silence with an empty name.
    """
    cycle: list[tuple[Layer, ...]] = [(Layer(name),) for name in sitting.kit.beds]
    asked = sitting.request.bed
    if asked and asked not in cycle:
        cycle.insert(0, asked)
    cycle.append(())
    current = _layers_at(sitting, at)
    index = next((n for n, layers in enumerate(cycle) if layers == current), None)
    if index is None:  # the script's bed may have another volume than the one in the cycle
        names = _names(current)
        index = next((n for n, layers in enumerate(cycle) if _names(layers) == names), -1)
    layers = cycle[(index + 1) % len(cycle)]
    earlier = tuple(scene for scene in sitting.scenes if scene.at < at)
    changed = replace(sitting, scenes=(*earlier, BedChange(at, layers, _FADE)))
    return changed, " and ".join(_names(layers))


def with_bed_at(sitting: Sitting, to: Millis) -> Sitting:
    """Move to another place and keep the bed that was chosen last."""
    if not sitting.scenes or sitting.scenes[-1].at <= to:
        return sitting
    return replace(sitting, scenes=(replace(sitting.scenes[-1], at=to),))
