"""Reads the notation: from clauses to poses, one change after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kinepedia.diagnostics import Span
from kinepedia.figures import faults, words
from kinepedia.figures.camera import TILT, VIEWS
from kinepedia.figures.faults import Fault
from kinepedia.figures.joints import JOINTS, PLURALS, SHARES, range_of
from kinepedia.figures.notation import SIDES, Clause, Reader, Strange, clauses
from kinepedia.figures.pose import Arrow, Contact, Pose, Rhythm, Strap
from kinepedia.figures.targets import TARGETS
from kinepedia.suggest import did_you_mean

if TYPE_CHECKING:
    from kinepedia.diagnostics import Rule
    from kinepedia.figures.library import Library

_MOST_CHARACTERS = 4000
_MOST_POSES = 8
_JOINT_WORDS = (*JOINTS, *PLURALS)
_GROUPS = (
    "feet", "foot", "heels", "heel", "balls", "toes", "knees", "knee", "insteps", "instep", "seat", "upper back", "chest",
    "belly", "thighs", "thigh", "hands", "hand", "elbows", "elbow", "hip", "shoulder", "head",
)  # fmt: skip
_FIRST_WORDS = (
    "same", "mirror", "trunk", "view", "highlight", "arrow", "ghost", "rhythm", "look", "fists", "strap", "band",
    "arms", "arm", "turned", "rests on", "balanced", "says", "partner", "partner's hands",
)  # fmt: skip


class PoseError(Exception):
    """A clause cannot be understood."""

    def __init__(self, rule: Rule, span: Span, hint: str = "", **facts: str | int) -> None:
        super().__init__(rule.code)
        self.fault = Fault(rule, span, tuple(facts.items()), hint)


def read_poses(text: str, before: Pose | None, library: Library) -> tuple[tuple[Pose, ...], tuple[Fault, ...]]:
    """Return the poses that a block describes, and what is wrong with it."""
    if len(text) > _MOST_CHARACTERS:
        return (), (_too_long(len(text), "characters", _MOST_CHARACTERS, Span()),)
    found: list[Fault] = []
    poses: list[Pose] = []
    builder = _Builder(before, library)
    for clause in clauses(text):
        if isinstance(clause, Strange):
            found.append(_unknown("the character", clause.text, clause.span, ()))
            continue
        if clause.words[0].text == "then" and len(clause.words) == 1:
            if builder.pose:
                poses.append(builder.pose)
            if len(poses) >= _MOST_POSES:
                found.append(_too_long(len(poses) + 1, "poses", _MOST_POSES, clause.words[0].span))
                break
            builder = _Builder(builder.pose or before, library, goes_on=True)
            continue
        try:
            builder.take(clause)
        except PoseError as error:
            found.append(error.fault)
    if builder.pose:
        poses.append(builder.pose)
    if not poses and not found:
        found.append(Fault(faults.POSE_NO_BASE, Span()))
    return tuple(poses), tuple(found)


def read_base(text: str, library: Library) -> tuple[Pose | None, tuple[Fault, ...]]:
    """Return one base pose of a library; its angles are not counted as stated by an author."""
    found: list[Fault] = []
    builder = _Builder(Pose(), library, is_base=True)
    for clause in clauses(text):
        if isinstance(clause, Strange):
            found.append(_unknown("the character", clause.text, clause.span, ()))
            continue
        try:
            builder.take(clause)
        except PoseError as error:
            found.append(error.fault)
    pose = builder.pose
    return (replace(pose, stated={}) if pose and not found else None), tuple(found)


class _Builder:
    """Makes one pose of the clauses that describe it."""

    def __init__(
        self, before: Pose | None, library: Library, *, goes_on: bool = False, is_base: bool = False
    ) -> None:
        self.before = before
        self.library = library
        self.is_base = is_base
        self.goes_on = goes_on
        self.pose: Pose | None = before if is_base else None
        self.failed = False

    def take(self, clause: Clause) -> None:
        """Change the pose by a clause. Raises `PoseError`."""
        reader = Reader(clause)
        if clause.side is None and (name := reader.one_of(self.library.poses)) and self._ends(reader):
            known = self.library.poses[name]
            self.pose = replace(known, base=name, span=reader.span())
            if self.is_base:
                self.pose = replace(self.pose, base="")
            return
        reader.index = 0
        if reader.one_of(("same",)):
            if not self.before:
                raise PoseError(faults.POSE_NO_PREVIOUS, reader.span(), word="same")
            self._go_on(reader.span())
            if not reader.at_end:  # "same left knee 0" reads as well as "same, left knee 0"
                self._change(reader, clause.side)
            return
        if self.pose is None:
            if self.failed:
                return
            if self.goes_on and self.before:
                self._go_on(reader.span(0, 1))
            else:
                self.failed = True
                names = (*self.library.poses, "same")
                words_ = " ".join(word.text for word in clause.words)
                raise PoseError(
                    faults.POSE_NO_BASE, reader.span(0, len(clause.words)), did_you_mean(words_, names)
                )
        self._change(reader, clause.side)

    def _ends(self, reader: Reader) -> bool:
        return reader.at_end

    def _go_on(self, span: Span) -> None:
        assert self.before is not None  # noqa: S101 - its callers ask
        self.pose = replace(
            self.before, arrows=(), ghost=False, span=span, stated=dict(self.before.stated), rhythm=self.before.rhythm
        )

    def _change(self, reader: Reader, side: str | None) -> None:
        pose = self.pose
        assert pose is not None  # noqa: S101 - `take` makes one
        start = reader.index
        if self.is_base and (facing := reader.one_of(words.FACINGS)) and reader.at_end:
            self.pose = replace(pose, facing=facing)
            return
        reader.index = start
        spoken = reader.one_of(SIDES)
        side = spoken or side
        word = reader.one_of(("arm", "arms") if spoken else _FIRST_WORDS)
        if word:
            self.pose = _COMMANDS[word](pose, reader, side)
            self._finished(reader)
            return
        reader.index = start + (1 if spoken else 0)
        if self._contact(pose, reader, side, start):
            return
        reader.index = start + (1 if spoken else 0)
        joint = reader.one_of(_JOINT_WORDS)
        if joint:
            bent = _bend(pose, reader, side, joint, start)
            self.pose = bent if self.is_base else _freed(bent, PLURALS.get(joint, joint), side)
            return
        reader.index = start
        thing = reader.one_of(words.THINGS)
        if thing and reader.at_end:
            self.pose = replace(pose, things=(*pose.things, words.THINGS[thing]))
            return
        reader.index = start + (1 if spoken else 0)
        raise _unknown_words(reader, self.library)

    def _contact(self, pose: Pose, reader: Reader, side: str | None, start: int) -> bool:
        """Read "hands on floor" or "right foot off floor"; return whether it was one."""
        part = reader.one_of(words.PARTS)
        if not part:
            return False
        plural = part.endswith("s") or part == "feet"
        if reader.one_of(("off floor", "off the floor", "lifted", "off")):
            kind = words.PARTS[part]
            kept = tuple(c for c in pose.contacts if not _is_part(c.part, kind, side))
            lifted = {f"{s} {kind}" for s in _sides(side)}
            rests = tuple(rest for rest in pose.rests if rest not in lifted)
            self.pose = replace(pose, contacts=kept, lifted=pose.lifted | lifted, rests=rests)
            self._finished(reader)
            return True
        relation = reader.one_of(words.RELATIONS)
        if not relation:
            return False
        reader.one_of(("the", "a"))
        target_side = reader.one_of(("left", "right", "both", "other", "opposite"))
        target = reader.one_of((*words.THINGS, *words.BODY_TARGETS))
        if not target:
            span = reader.word().span if reader.word() else reader.span()  # type: ignore[union-attr]
            after = " ".join(word.text for word in reader.words[start : reader.index])
            if reader.at_end:
                raise PoseError(
                    faults.POSE_EXPECTED, reader.span(start), after=after, expected="what it touches",
                    example=f"{part} on floor",
                )
            raise PoseError(
                faults.POSE_UNKNOWN_WORD, span, did_you_mean(reader.rest(), (*words.THINGS, *words.BODY_TARGETS)),
                what="the thing or part of the body", word=reader.rest(),
            )
        span = Span() if self.is_base else reader.span(start)
        kind = words.PARTS[part]
        made = []
        sides: tuple[str, ...] = _sides(side) if kind in words.SIDED_PARTS and (plural or side) else ("",)
        if sides == ("",) and kind in words.SIDED_PARTS:
            sides = ("left", "right")
        for one in sides:
            name = f"{one} {kind}".strip()
            if target in words.THINGS:
                made.append(Contact(name, relation, words.THINGS[target], span))
            else:
                where = words.BODY_TARGETS[target]
                made.append(Contact(name, relation, _target_side(where, target_side, one), span))
        replaced = {_limb(contact.part) for contact in made}
        kept = tuple(contact for contact in pose.contacts if _limb(contact.part) not in replaced)
        lifted = pose.lifted - {contact.part for contact in made}
        self.pose = replace(pose, contacts=(*kept, *made), lifted=lifted)
        self._finished(reader)
        return True

    def _finished(self, reader: Reader) -> None:
        if not reader.at_end:
            raise _unknown_words(reader, self.library)


def _is_part(name: str, kind: str, side: str | None) -> bool:
    return any(name == f"{one} {kind}" for one in _sides(side))


def _limb(part: str) -> str:
    """Return which limb a part belongs to: a new contact of a limb takes the place of its old one."""
    side, _, kind = part.partition(" ")
    if kind in ("hand", "fingertips", "forearm"):
        return f"{side} arm"
    if kind in ("foot", "heel", "toes", "instep", "ankle"):
        return f"{side} leg"
    return part


def _target_side(target: str, side: str | None, own: str) -> str:
    if target in ("chest", "head", "belly", "lower back"):
        return target
    if side in ("other", "opposite"):
        return f"{'left' if own == 'right' else 'right'} {target}"
    if side in ("left", "right"):
        return f"{side} {target}"
    return f"{own or 'right'} {target}"


def _sides(side: str | None) -> tuple[str, ...]:
    return ("left", "right") if side in (None, "both") else (side,)  # type: ignore[return-value]


def _bend(pose: Pose, reader: Reader, side: str | None, word: str, start: int) -> Pose:
    """Read the movements of a joint: "hip flexion 85 abduction 20", "knee 35", "elbows straight"."""
    name = PLURALS.get(word, word)
    joint = JOINTS[name]
    angles, stated = dict(pose.angles), dict(pose.stated)
    any_read = False
    while not reader.at_end or not any_read:
        begin = reader.index
        if reader.one_of(("straight",)):
            changes = {"flexion": 0.0}
        else:
            motion_word = reader.one_of(joint.motions)
            motion = joint.motions[motion_word] if motion_word else joint.usual
            number = reader.number()
            if number is None or number.value is None:
                if not motion_word and not reader.at_end:
                    rest = reader.rest()
                    raise PoseError(
                        faults.POSE_UNKNOWN_WORD,
                        reader.words[reader.index].span,
                        did_you_mean(rest, joint.motions),
                        what=f"the movement of the {name}",
                        word=rest,
                    )
                after = " ".join(w.text for w in reader.words[start : reader.index])
                raise PoseError(
                    faults.POSE_EXPECTED,
                    reader.span(start),
                    after=after,
                    expected="a number of degrees",
                    example=f"{after} 30",
                )
            changes = {motion.angle: motion.sign * number.value}
        any_read = True
        span = reader.span(begin if begin > start + 1 else start)
        for angle, value in changes.items():
            for full in [f"{one} {name} {angle}" for one in _sides(side)] if joint.sided else [f"{name} {angle}"]:
                for key, share in SHARES.get(full, ((full, 1.0),)):
                    _check(key, value * share, span, full, value)
                    angles[key] = value * share
                    stated[key] = span
    return replace(pose, angles=angles, stated=stated)


def _freed(pose: Pose, joint: str, side: str | None) -> Pose:
    """Return a pose whose limb no longer has to touch what only its base pose wants it to touch."""
    limb = "leg"
    if joint not in ("hip", "knee"):
        return pose
    limbs = {f"{one} {limb}" for one in _sides(side)}
    resting = {_limb(rest) for rest in pose.rests} | {
        f"{one} {_limb(f'x {rest}')[2:]}" for rest in map(words.singular, pose.rests) for one in ("left", "right")
    }
    return replace(
        pose,
        contacts=tuple(
            contact
            for contact in pose.contacts
            if contact.span.length or _limb(contact.part) not in limbs or _limb(contact.part) in resting
        ),
    )


def _check(key: str, value: float, span: Span, full: str, whole: float) -> None:
    limits = range_of(key)
    if limits is None or limits.possible[0] <= value <= limits.possible[1]:
        return
    limit = limits.possible[0] if value < 0 else limits.possible[1]
    share = value / whole if whole else 1.0
    raise PoseError(
        faults.POSE_IMPOSSIBLE, span, joint=full, value=_plain(whole), limit=_plain(limit / share)
    )


def _plain(value: float) -> str:
    return f"{value:.0f}".replace("-", "\N{MINUS SIGN}") if value == round(value) else f"{value:.1f}"


def _trunk(pose: Pose, reader: Reader, side: str | None) -> Pose:  # noqa: ARG001
    word = reader.one_of(("upright", "horizontal", "forward", "back"))
    if word in words.TRUNK:
        return replace(pose, trunk=words.TRUNK[word])
    number = reader.number()
    if number is None or number.value is None:
        raise PoseError(
            faults.POSE_EXPECTED, reader.span(), after="trunk", expected="upright, horizontal, or forward and a number of degrees",
            example="trunk forward 30",
        )
    return replace(pose, trunk=-number.value if word == "back" else number.value)


def _view(pose: Pose, reader: Reader, side: str | None) -> Pose:
    if side in ("left", "right") and reader.at_end:
        return replace(pose, view=VIEWS[side])
    reader.one_of(("from",))
    name = reader.one_of([view.replace("-", " ") for view in VIEWS])
    if name:
        around, above = VIEWS[name.replace("three quarter", "three-quarter")]
    else:
        number = reader.number()
        if number is None or number.value is None:
            if reader.at_end:
                raise PoseError(
                    faults.POSE_EXPECTED, reader.span(), after="view", expected="a view or a number of degrees", example="view side"
                )
            raise PoseError(
                faults.POSE_UNKNOWN_WORD, reader.words[reader.index].span, did_you_mean(reader.rest(), VIEWS),
                what="the view", word=reader.rest(),
            )
        around, above = number.value, TILT
    if reader.one_of(("up", "above")):
        number = reader.number()
        above = number.value if number and number.value is not None else 30.0
    return replace(pose, view=(around % 360, max(-90.0, min(90.0, above))))


def _highlight(pose: Pose, reader: Reader, side: str | None) -> Pose:
    side = reader.one_of(SIDES) or side
    name = reader.one_of([target.replace("-", " ") for target in TARGETS])
    if not name:
        if reader.at_end:
            raise PoseError(
                faults.POSE_EXPECTED, reader.span(), after="highlight", expected="a muscle or a nerve", example="highlight hamstrings"
            )
        raise PoseError(
            faults.POSE_UNKNOWN_WORD, reader.span(reader.index, len(reader.words)), did_you_mean(reader.rest().replace(" ", "-"), TARGETS),
            what="the muscle or nerve", word=reader.rest(),
        )
    slug = name.replace(" ", "-")
    return replace(pose, highlights=(*pose.highlights, *(f"{one} {slug}" for one in _sides(side))))


def _arrow(pose: Pose, reader: Reader, side: str | None) -> Pose:
    side = reader.one_of(SIDES) or side
    part = reader.one_of((*words.PARTS, "hip", "hips", "pelvis", "chest", "thigh", "shin"))
    if not part:
        raise _expected_or_unknown(reader, "arrow", "a part of the body", "arrow right foot up", words.PARTS)
    direction = reader.one_of(words.DIRECTIONS) or ""
    part = {"hips": "pelvis", "hip": "pelvis"}.get(part, words.PARTS.get(part, part))
    name = f"{side if side in ('left', 'right') else 'right'} {part}"
    if part in ("pelvis", "chest", "head", "seat", "upper back"):
        name = part
    sides = [name] if part in name.split(" ", 1)[0] or side in ("left", "right") or name == part else [f"left {part}", f"right {part}"]
    return replace(pose, arrows=(*pose.arrows, *(Arrow(one, direction) for one in sides)))


def _rhythm(pose: Pose, reader: Reader, side: str | None) -> Pose:  # noqa: ARG001
    values = []
    reader.one_of(("out",))
    while (number := reader.number()) is not None and number.value is not None:
        values.append(max(0.1, min(60.0, number.value)))
        reader.one_of(("out", "hold", "back"))
    if not values:
        raise _expected_or_unknown(reader, "rhythm", "seconds", "rhythm 2 1 2", ())
    rhythm = Rhythm(values[0], values[1] if len(values) > 2 else 0.4, values[-1])
    return replace(pose, rhythm=rhythm)


def _look(pose: Pose, reader: Reader, side: str | None) -> Pose:
    word = reader.one_of(words.LOOKS) or (side if side in words.LOOKS else None)
    if not word:
        raise _expected_or_unknown(reader, "look", "a direction", "look down", words.LOOKS)
    angle, value = words.LOOKS[word]
    return replace(pose, angles={**pose.angles, angle: value})


def _fists(pose: Pose, reader: Reader, side: str | None) -> Pose:  # noqa: ARG001
    return replace(pose, fists=pose.fists | set(_sides(side)))


def _arms(pose: Pose, reader: Reader, side: str | None) -> Pose:
    place = reader.one_of(words.ARM_PLACES)
    if not place:
        raise _expected_or_unknown(reader, "arms", "a place", "arms overhead", words.ARM_PLACES)
    angles, stated = dict(pose.angles), dict(pose.stated)
    for one in _sides(side):
        for name, value in words.ARM_PLACES[place].items():
            angles[f"{one} {name}"] = value
            stated[f"{one} {name}"] = reader.span()
    contacts = tuple(c for c in pose.contacts if _limb(c.part) not in {f"{one} arm" for one in _sides(side)})
    return replace(pose, angles=angles, stated=stated, contacts=contacts)


def _strap(pose: Pose, reader: Reader, side: str | None) -> Pose:  # noqa: ARG001
    kind = reader.words[0].text
    relation = reader.one_of(("round", "around", "between", "from", "over", "under"))
    middle_side = reader.one_of(SIDES)
    middle = reader.one_of(words.BODY_TARGETS)
    if not relation or not middle:
        raise _expected_or_unknown(
            reader, kind, "round and a part of the body, or between and two parts", f"{kind} round right foot", words.BODY_TARGETS
        )
    where = words.BODY_TARGETS[middle]
    ends: tuple[str, ...] = ("left hand", "right hand")
    if reader.one_of(("in", "to")):
        hand_side = reader.one_of(SIDES)
        if not reader.one_of(("hand", "hands")):
            raise _expected_or_unknown(reader, kind, "a hand", f"{kind} round right foot in right hand", ())
        ends = tuple(f"{one} hand" for one in _sides(hand_side))
    if relation == "between":
        strap = Strap(kind, tuple(f"{one} {where}" for one in ("left", "right")), "")
    else:
        strap = Strap(kind, ends, f"{middle_side if middle_side in ('left', 'right') else 'right'} {where}")
    fists = frozenset(end.split()[0] for end in strap.ends if end.endswith("hand"))
    return replace(pose, straps=(*pose.straps, strap), fists=pose.fists | fists)


def _partner(pose: Pose, reader: Reader, side: str | None) -> Pose:
    reader.one_of(("hands",))
    reader.one_of(("on", "at", "under", "behind"))
    side = reader.one_of(SIDES) or side
    target = reader.one_of(words.BODY_TARGETS)
    if not target:
        raise _expected_or_unknown(reader, "partner's hands", "a part of the body", "partner's hands on right heel", words.BODY_TARGETS)
    where = words.BODY_TARGETS[target]
    name = where if where in ("chest", "head", "belly", "lower back") else f"{side if side in ('left', 'right') else 'right'} {where}"
    return replace(pose, helpers=(*pose.helpers, name))


def _mirror(pose: Pose, reader: Reader, side: str | None) -> Pose:  # noqa: ARG001
    return mirrored(pose)


def mirrored(pose: Pose) -> Pose:
    """Return a pose with its sides exchanged."""
    angles = {_other(key): -value if _is_signed(key) else value for key, value in pose.angles.items()}
    facing = {"left side": "right side", "right side": "left side"}.get(pose.facing, pose.facing)
    return replace(
        pose,
        facing=facing,
        rests=tuple(map(_other, pose.rests)),
        angles=angles,
        stated={_other(key): span for key, span in pose.stated.items()},
        contacts=tuple(
            contact._replace(part=_other(contact.part), target=_other(contact.target)) for contact in pose.contacts
        ),
        lifted=frozenset(map(_other, pose.lifted)),
        fists=frozenset(map(_other, pose.fists)),
        straps=tuple(
            Strap(strap.kind, tuple(map(_other, strap.ends)), _other(strap.middle)) for strap in pose.straps
        ),
        helpers=tuple(map(_other, pose.helpers)),
        highlights=tuple(map(_other, pose.highlights)),
        arrows=tuple(arrow._replace(part=_other(arrow.part)) for arrow in pose.arrows),
        says=_other_words(pose.says),
    )


def _other(name: str) -> str:
    if name == "left" or name.startswith("left "):
        return "right" + name[4:]
    if name == "right" or name.startswith("right "):
        return "left" + name[5:]
    return name


def _other_words(text: str) -> str:
    return " ".join({"left": "right", "right": "left", "left,": "right,", "right,": "left,"}.get(w, w) for w in text.split())


def _is_signed(key: str) -> bool:
    return not key.startswith(("left ", "right ")) and key.endswith(("side bend", "rotation"))


def _ghost(pose: Pose, reader: Reader, side: str | None) -> Pose:  # noqa: ARG001
    return replace(pose, ghost=True)


def _turned(pose: Pose, reader: Reader, side: str | None) -> Pose:  # noqa: ARG001
    number = reader.number()
    return replace(pose, turned=number.value if number and number.value is not None else 0.0)


def _rests(pose: Pose, reader: Reader, side: str | None) -> Pose:
    groups = []
    while not reader.at_end:
        reader.one_of(("and",))
        one = reader.one_of(SIDES)
        group = reader.one_of(_GROUPS)
        if not group:
            raise _expected_or_unknown(reader, "rests on", "a part of the body", "rests on seat and feet", _GROUPS)
        groups += [f"{one} {group}"] if one in ("left", "right") else [group]
    return replace(pose, rests=tuple(groups))


def _balanced(pose: Pose, reader: Reader, side: str | None) -> Pose:  # noqa: ARG001
    return replace(pose, balanced=True)


def _says(pose: Pose, reader: Reader, side: str | None) -> Pose:  # noqa: ARG001
    text = reader.rest()
    reader.index = len(reader.words)
    return replace(pose, says=text[:1].upper() + text[1:])


_COMMANDS = {
    "trunk": _trunk,
    "view": _view,
    "highlight": _highlight,
    "arrow": _arrow,
    "rhythm": _rhythm,
    "look": _look,
    "fists": _fists,
    "arms": _arms,
    "arm": _arms,
    "strap": _strap,
    "band": _strap,
    "partner": _partner,
    "partner's hands": _partner,
    "mirror": _mirror,
    "ghost": _ghost,
    "turned": _turned,
    "rests on": _rests,
    "balanced": _balanced,
    "says": _says,
}


def _expected_or_unknown(reader: Reader, after: str, expected: str, example: str, names: object) -> PoseError:
    if reader.at_end:
        return PoseError(faults.POSE_EXPECTED, reader.span(), after=after, expected=expected, example=example)
    hint = did_you_mean(reader.rest(), tuple(names)) if names else ""  # type: ignore[call-overload]
    return PoseError(
        faults.POSE_UNKNOWN_WORD, reader.span(reader.index, len(reader.words)), hint or f"after {after} has to come {expected}: {example}",
        what="the word", word=reader.rest(),
    )


def _unknown_words(reader: Reader, library: Library) -> PoseError:
    rest = reader.rest() or " ".join(word.text for word in reader.words)
    start = min(reader.index, len(reader.words) - 1)
    known = (*_JOINT_WORDS, *words.PARTS, *_FIRST_WORDS, *library.poses, *words.THINGS)
    first = reader.words[start].text
    hint = did_you_mean(rest, known) or did_you_mean(first, known)
    return PoseError(
        faults.POSE_UNKNOWN_WORD, reader.span(start, len(reader.words)), hint, what="the words" if " " in rest else "the word", word=rest
    )


def _unknown(what: str, word: str, span: Span, known: tuple[str, ...]) -> Fault:
    return Fault(faults.POSE_UNKNOWN_WORD, span, (("what", what), ("word", word)), did_you_mean(word, known))


def _too_long(count: int, what: str, most: int, span: Span) -> Fault:
    return Fault(faults.POSE_TOO_LONG, span, (("count", count), ("what", what), ("most", most)))
