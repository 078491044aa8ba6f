"""Reads the notation: from clauses to poses, one change after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kinepedia.figures import vocabulary as words
from kinepedia.figures.faults import Fault
from kinepedia.figures.joints import JOINTS, PLURALS
from kinepedia.figures.pose import Pose
from kinepedia.figures.words.bending import bend, freed
from kinepedia.figures.words.commands import COMMANDS
from kinepedia.figures.words.mistakes import PoseError
from kinepedia.figures.words.notation import SIDES, Clause, Reader, Strange, clauses
from kinepedia.figures.words.touching import touch
from kinepedia.problems.diagnostics import Span
from kinepedia.problems.pose_rules import POSE_NO_BASE, POSE_NO_PREVIOUS, POSE_TOO_LONG, POSE_UNKNOWN_WORD
from kinepedia.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from kinepedia.figures.library import Library

_MOST_CHARACTERS = 4000
_MOST_POSES = 8
_OF_SIDES = ("arm", "arms", "fist", "fists", "highlight", "arrow")
_JOINT_WORDS = (*JOINTS, *PLURALS)


def read_poses(
    text: str, before: Pose | None, library: Library
) -> tuple[tuple[Pose, ...], tuple[Fault, ...]]:
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
            stand_in = builder.stand_in
            builder = _Builder(builder.pose or before, library, goes_on=True)
            builder.stand_in = stand_in
            continue
        try:
            builder.take(clause)
        except PoseError as error:
            found.append(error.fault)
    if builder.pose:
        poses.append(builder.pose)
    if not poses and not found:
        found.append(Fault(POSE_NO_BASE, Span()))
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
    if not pose or found:
        return None, tuple(found)
    # What only the base pose says has no place in an author's text.
    # Without a length, by which `freed`, `describe` and others know that no author wrote it.
    contacts = tuple(contact._replace(span=Span()) for contact in pose.contacts)
    return replace(pose, stated={}, contacts=contacts), ()


class _Builder:
    """Makes one pose of the clauses that describe it.

    Where a pose has no beginning, a `stand_in` is changed instead, so that mistakes after it are found, too.
    """

    def __init__(
        self, before: Pose | None, library: Library, *, goes_on: bool = False, is_base: bool = False
    ) -> None:
        self.before = before
        self.library = library
        self.is_base = is_base
        self.goes_on = goes_on
        self.pose: Pose | None = before if is_base else None
        self.stand_in: Pose | None = None

    def take(self, clause: Clause) -> None:
        """Change the pose by a clause. Raises `PoseError`."""
        reader = Reader(clause)
        # Only as a whole clause: a base pose may be called like the beginning of something else.
        if clause.side is None and (name := reader.one_of(self.library.poses)) and reader.at_end:
            known = self.library.poses[name]
            self.pose, self.stand_in = replace(known, base=name, span=reader.span()), None
            if self.is_base:
                self.pose = replace(self.pose, base="")
            return
        reader.index = 0
        if reader.one_of(("same",)):
            if not self.before:
                if self.stand_in:
                    return
                self.stand_in = Pose()
                raise PoseError(POSE_NO_PREVIOUS, reader.span(), word="same")
            self.pose = self._going_on(reader.span())
            if not reader.at_end:  # "same left knee 0" reads as well as "same, left knee 0"
                self.pose = self._change(reader, self._going_on(reader.span()))
            return
        if self.stand_in:
            self.stand_in = self._change(reader, self.stand_in)
            return
        if self.pose is None:
            if self.goes_on and self.before:
                self.pose = self._going_on(reader.span(0, 1))
            else:
                self.stand_in = Pose()
                names = (*self.library.poses, "same")
                written = " ".join(word.text for word in clause.words)
                raise PoseError(POSE_NO_BASE, reader.span(0, len(clause.words)), did_you_mean(written, names))
        self.pose = self._change(reader, self.pose)

    def _going_on(self, span: Span) -> Pose:
        """Return the pose before, without what was only shown in its picture."""
        assert self.before is not None  # noqa: S101 - its callers ask
        pose = replace(self.before, arrows=(), ghost=False, span=span, follows=True)
        if self.goes_on:
            return pose
        # What was said in another block has no place in this one but the word that refers to it.
        contacts = (
            contact._replace(span=span) if contact.span.length else contact for contact in pose.contacts
        )
        return replace(
            pose, highlights=(), contacts=tuple(contacts), stated=dict.fromkeys(self.before.stated, span)
        )

    def _change(self, reader: Reader, pose: Pose) -> Pose:
        """Return the pose with one change."""
        start = reader.index
        if self.is_base and (facing := reader.one_of(words.FACINGS)) and reader.at_end:
            return replace(pose, facing=facing)
        reader.index = start
        spoken = reader.one_of(SIDES)
        reader.side = spoken or reader.side
        after_side = reader.index
        if word := reader.one_of(_OF_SIDES if spoken else COMMANDS):
            changed: Pose | None = COMMANDS[word](pose, reader)
        elif (changed := touch(pose, reader, start)) is None:
            reader.index = after_side
            if joint := reader.one_of(_JOINT_WORDS):
                changed = bend(pose, reader, joint, start)
                if not self.is_base:
                    changed = freed(changed, joint, reader.side)
            elif thing := reader.one_of(words.THINGS):
                changed = replace(pose, things=(*pose.things, words.THINGS[thing]))
        if changed is None or not reader.at_end:
            raise _unknown_words(reader, self.library)
        return changed


def _unknown_words(reader: Reader, library: Library) -> PoseError:
    start = min(reader.index, len(reader.words) - 1)
    end = start + 1
    while end < len(reader.words) and reader.words[end].value is None:
        end += 1
    rest = " ".join(word.text for word in reader.words[start:end])
    known = (*_JOINT_WORDS, *words.PARTS, *COMMANDS, *library.poses, *words.THINGS)
    hint = did_you_mean(rest, known) or did_you_mean(reader.words[start].text, known)
    return PoseError(
        POSE_UNKNOWN_WORD,
        reader.span(start, end),
        hint,
        what="the words" if " " in rest else "the word",
        word=rest,
    )


def _unknown(what: str, word: str, span: Span, known: tuple[str, ...]) -> Fault:
    return Fault(POSE_UNKNOWN_WORD, span, (("what", what), ("word", word)), did_you_mean(word, known))


def _too_long(count: int, what: str, most: int, span: Span) -> Fault:
    return Fault(POSE_TOO_LONG, span, (("count", count), ("what", what), ("most", most)))
