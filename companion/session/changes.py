"""A change of mind: an answer, a box that is written in, another anchor, another bed underneath.

Each gives a sitting with another plan, which is the same up to the place where it changed.
"""

from dataclasses import replace

from companion.audio.score import BedChange
from companion.script.manner import Anchor
from companion.script.step import Choose, Write
from companion.script.verbs.questions import ANCHORS
from companion.session.sitting import Sitting
from companion.timeline.answers import Answers, Value
from companion.timeline.arranging.arrange import usual_end
from companion.timeline.cue import Cue, Layer, Rest, Wait
from companion.timeline.planning.plan import plan, resume
from companion.timeline.timeline import Asking, Placement
from companion.units import Millis


def with_answer(sitting: Sitting, key: str, value: Value, at: Millis) -> Sitting | None:
    """With an answer to what is being asked; None where it has gone on by itself by then."""
    waiting = _waiting(sitting, key)
    if waiting is not None and waiting.end <= at:
        return None
    changed = _planned(sitting, sitting.answers.answer(key, value), at)
    target = sitting.target
    if sitting.request.length is None:
        # nobody asked for a length, so nobody waits for one: it ends as much sooner, or later
        was, will_be = (
            usual_end(one.plan, one.lengths, sitting.timeline, at) for one in (sitting, changed)
        )
        target = Millis(target + will_be - was)
    elif waiting is not None and key in sitting.answers.begun:
        # its clock stood still: only the time that was used lengthens the session
        target = Millis(target - (waiting.end - max(at, waiting.start)))
    if changed.plan.next and not sitting.plan.next:
        target = usual_end(changed.plan, changed.lengths, sitting.timeline, at)
    return replace(changed, target=target)


def with_room_to_write(sitting: Sitting, key: str, at: Millis) -> Sitting | None:
    """With room to write in, where the clock stops for that; None where it is too late."""
    waiting = _waiting(sitting, key)
    if waiting is None or waiting.end <= at or key in sitting.answers.begun:
        return None
    content = waiting.content
    asked = content.question.asked if isinstance(content, Asking) else None
    if not isinstance(asked, Write) or asked.clock != "stops":
        return None
    changed = _planned(sitting, sitting.answers.begin(key), at)
    return replace(changed, target=Millis(sitting.target + asked.most - asked.timeout))


def with_next_anchor(sitting: Sitting, at: Millis) -> tuple[Sitting, Anchor]:
    """With attention resting elsewhere from the next step on."""
    known = [anchor for anchor in ANCHORS if anchor != "breath" or sitting.request.breath]
    cue = _base(sitting, at)
    here = [anchor for first, anchor in sitting.plan.anchors if first <= cue]
    # one that was asked for just now has not begun yet, and counts all the same
    here += [anchor for first, anchor in sitting.answers.anchors if first >= cue]
    now = here[-1] if here else known[0]
    anchor = known[(known.index(now) + 1) % len(known)] if now in known else known[0]
    answers = sitting.answers.swap(cue, anchor)
    return _planned(sitting, answers, at), anchor


def without_answers_after(sitting: Sitting, at: Millis) -> Sitting:
    """Without the answers to what is asked from a place on."""
    here = sitting.timeline.placements[sitting.timeline.index_at(at)].cue
    later = {
        cue.question.key
        for cue in sitting.plan.cues[here:]
        if isinstance(cue, Wait)
        and (cue.question.key in sitting.answers.given or cue.question.key in sitting.answers.begun)
    }
    if not later:
        return sitting
    changed = _planned(sitting, sitting.answers.without(later, later - _leaving(sitting)), at)
    lent = sum(_lent(cue) for cue in sitting.plan.cues[here:] if _is_begun(sitting, cue))
    changed = replace(changed, target=Millis(changed.target - lent))
    if sitting.plan.next and not changed.plan.next:
        end = usual_end(changed.plan, changed.lengths, sitting.timeline, at)
        return replace(changed, target=max(end, sitting.request.length or end))
    return changed


def _leaving(sitting: Sitting) -> set[str]:
    """The choices that lead to another script: who comes back from them wants to be asked."""
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


def _is_begun(sitting: Sitting, cue: Cue) -> bool:
    return isinstance(cue, Wait) and cue.question.key in sitting.answers.begun


def _lent(cue: Cue) -> int:
    """By how much a box that is written in has lengthened the session for now."""
    asked = cue.question.asked if isinstance(cue, Wait) else None
    return asked.most - asked.timeout if isinstance(asked, Write) else 0


def _planned(sitting: Sitting, answers: Answers, at: Millis) -> Sitting:
    fresh = plan(sitting.script, sitting.request, sitting.kit.lengths, answers)
    here = sitting.timeline.placements[sitting.timeline.index_at(at)].cue
    return replace(sitting, plan=resume(sitting.plan, fresh, here), answers=answers)


def _base(sitting: Sitting, at: Millis) -> int:
    """Which cue is under way, not counting what the person has added."""
    here = sitting.timeline.placements[sitting.timeline.index_at(at)].cue
    cues = sitting.plan.cues[: here + 1]
    return sum(not (isinstance(cue, Rest) and cue.added) for cue in cues) - 1


def _waiting(sitting: Sitting, key: str) -> Placement | None:
    """Where a question waits."""
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
    """What runs at a place; empty for nothing."""
    return " and ".join(_names(_layers(sitting, at)))


def _layers(sitting: Sitting, at: Millis) -> tuple[Layer, ...]:
    chosen = [scene.layers for scene in sitting.scenes if scene.at <= at]
    laid = [laid.bed for laid in sitting.timeline.beds if laid.start <= at]
    if chosen or not laid:
        return chosen[-1] if chosen else ()
    bed = laid[-1]
    return (Layer(bed.sound, bed.volume),) if bed.sound else ()


def _names(layers: tuple[Layer, ...]) -> list[str]:
    return [layer.sound for layer in layers]


def with_next_bed(sitting: Sitting, at: Millis) -> tuple[Sitting, str]:
    """With the next bed there is from a place on, and its name; after the last one comes none.

    What was asked for at the beginning is one of them, also where it is several over each other.
    """
    rounds: list[tuple[Layer, ...]] = [(Layer(name),) for name in sitting.kit.beds]
    asked = sitting.request.bed
    if asked and asked not in rounds:
        rounds.insert(0, asked)
    rounds.append(())
    now = _layers(sitting, at)
    place = next((n for n, layers in enumerate(rounds) if layers == now), None)
    if place is None:  # a script's own, at a volume of its own
        place = next((n for n, layers in enumerate(rounds) if _names(layers) == _names(now)), -1)
    layers = rounds[(place + 1) % len(rounds)]
    earlier = tuple(scene for scene in sitting.scenes if scene.at < at)
    changed = replace(sitting, scenes=(*earlier, BedChange(at, layers, _FADE)))
    return changed, " and ".join(_names(layers))


def moved_to(sitting: Sitting, to: Millis) -> Sitting:
    """Gone to another place: what was chosen last is heard there too."""
    if not sitting.scenes or sitting.scenes[-1].at <= to:
        return sitting
    return replace(sitting, scenes=(replace(sitting.scenes[-1], at=to),))
