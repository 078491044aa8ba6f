"""Draws the figures of a body in the places of its blocks of poses.

Only an entry with such a block loads this, and the engine behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kinepedia import figures
from kinepedia.machine.folders import POSES_FILE
from kinepedia.parse.markdown.body import Finding
from kinepedia.parse.markdown.convert import plain_text
from kinepedia.parse.markdown.poses import LOST_PLACEHOLDER, PLACEHOLDER
from kinepedia.problems.diagnostics import Place, Severity
from kinepedia.problems.pose_rules import POSE_EXPECTED, POSE_NO_PREVIOUS, POSE_TOO_LONG, POSE_UNKNOWN_WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kinepedia.figures import Fault, Library, Scene
    from kinepedia.parse.markdown.body import Body, PoseBlock, Step
    from kinepedia.problems.diagnostics import Diagnostic

# What is wrong with the words alone, whatever they are about.
_OF_WORDS = frozenset([POSE_UNKNOWN_WORD, POSE_EXPECTED, POSE_TOO_LONG])


@dataclass(frozen=True, slots=True)
class _Figure:
    """What became of one block: its scene and the HTML inside the figure, which is empty for a faulty one."""

    scene: Scene
    faults: tuple[Fault, ...]
    html: str


@lru_cache(maxsize=1)
def library_of(poses: str) -> tuple[Library, tuple[Fault, ...]]:
    """Return the base poses of a site, and what is wrong with the text of its own."""
    return figures.read_library(poses) if poses else (figures.STANDARD, ())


def pose_problems(poses: str) -> Iterator[Diagnostic]:
    """Say what is wrong with the text of the site's own base poses."""
    for fault in library_of(poses)[1]:
        yield fault.rule.at(Place(POSES_FILE, fault.span), hint=fault.hint, **dict(fault.facts))


def illustrated(body: Body, poses: str) -> Body:
    """Return `body` with its figures drawn and their faults among its findings.

    `poses` is the text of the site's own base poses.
    """
    parts = (body.intro, body.steps_lead, *(step.html for step in body.steps), body.steps_tail, body.rest)
    shown = {int(number) for part in parts for number in PLACEHOLDER.findall(part)}  # none in a comment
    blocks = {number: block for number, block in enumerate(body.poses) if number in shown}
    drawn = dict(_figures(blocks, library_of(poses)[0]))

    def filled(part: str) -> str:
        # After the sanitizer, which lets no SVG of an author's through: this is ours, and has no text of an
        # author's that is not escaped.
        return LOST_PLACEHOLDER.sub("", PLACEHOLDER.sub(lambda match: _content(match[1], drawn), part))

    found = [_finding(blocks[number], fault) for number, figure in drawn.items() for fault in figure.faults]
    return replace(
        body,
        intro=filled(body.intro),
        steps_lead=filled(body.steps_lead),
        steps=tuple(
            replace(step, html=filled(step.html), has_figure=bool(PLACEHOLDER.search(step.html)))
            for step in body.steps
        ),
        steps_tail=filled(body.steps_tail),
        rest=filled(body.rest),
        findings=(*body.findings, *found),
        poses=(),
        has_figures=bool(drawn),
        strip=_strip(body.steps, drawn),
    )


def _figures(blocks: Mapping[int, PoseBlock], library: Library) -> Iterator[tuple[int, _Figure]]:
    """Yield the figure of each block, which may refer to the one before it."""
    before: _Figure | None = None
    for place, (number, block) in enumerate(blocks.items(), start=1):
        if before and not before.html:
            scene = figures.read(block.text, None, library)
            faults = _own_faults(scene)
        else:
            scene = figures.read(block.text, before.scene if before else None, library)
            faults = scene.faults
        is_faulty = any(fault.rule.severity is Severity.ERROR for fault in scene.faults)
        # By its place on the page, so that ids are the same however many blocks stand in comments.
        before = _Figure(scene, faults, "" if is_faulty else _html(scene, f"figure-{place}"))
        yield number, before


def _own_faults(scene: Scene) -> tuple[Fault, ...]:
    """Return the faults of a scene after one that could not be drawn, without those that follow from that."""
    if any(fault.rule is POSE_NO_PREVIOUS for fault in scene.faults):
        return tuple(fault for fault in scene.faults if fault.rule in _OF_WORDS)
    return scene.faults


def _html(scene: Scene, name: str) -> str:
    """Return a figure; one that moves has a box to tick, by which a style sheet shows it moving or still."""
    switch = ""
    if scene.moves:
        switch = (
            f'<input type="checkbox" id="{name}-moves" checked>'
            f'<label for="{name}-moves">Show the movement</label>'
        )
    return switch + figures.draw(scene, name)


def _content(number: str, drawn: Mapping[int, _Figure]) -> str:
    return drawn[int(number)].html if int(number) in drawn else ""


def _finding(block: PoseBlock, fault: Fault) -> Finding:
    """Return a fault with its place in the body."""
    return Finding(fault.rule, "", fault.facts, fault.hint, fault.span.down(block.line - 1))


def _strip(steps: tuple[Step, ...], drawn: Mapping[int, _Figure]) -> str:
    """Return the figures of all steps side by side; nothing if there are fewer than two to show."""
    scenes, captions = [], []
    for place, step in enumerate(steps, start=1):
        title = plain_text(step.title)
        for number in map(int, PLACEHOLDER.findall(step.html)):
            if number in drawn:
                scenes.append(drawn[number])
                captions.append(f"{place}. {title}" if title else f"Step {place}")
    if len(scenes) < 2 or not all(figure.html for figure in scenes):
        return ""
    return figures.draw_strip([figure.scene for figure in scenes], captions)
