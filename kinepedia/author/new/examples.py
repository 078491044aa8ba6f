"""An example for every field that an entry may have, as its author would write it."""

from __future__ import annotations

EXAMPLES = {
    "title": "title: Pigeon Pose",
    "aliases": "aliases: [Sleeping pigeon, Single pigeon]",
    "summary": "summary: A deep stretch for the outer hip, on hands and knees or lower.",
    "author": "author: your-name",
    "sources": """\
sources:
  - title: "Author A, Author B. Title of the article. Journal 2020;50(7):350-372."
    url: https://doi.org/10.1000/example
    note: What it says, or how far it goes.""",
    "published": "published: 2026-11-23",
    "updated": "updated: 2026-11-30",
    "draft": "draft: true",
    "slug": "slug: pigeon",
    "redirect_from": "redirect_from: [/hips/pigeon/]",
    "address": "address: /hips-and-more/",
    "template": "template: landing.html",
    "categories": "categories: [hips, glutes]",
    "type": "type: static-passive",
    "level": "level: beginner",
    "position": "position: supine",
    "equipment": "equipment: [mat, strap]",
    "stretches": "stretches: [piriformis]",
    "strengthens": "strengthens: none",
    "mobilizes": "mobilizes: [hip-joint]",
    "prerequisites": "prerequisites: none",
    "easier": "easier: [figure-four-stretch]",
    "harder": "harder: [king-pigeon]",
    "alternatives": "alternatives: [ninety-ninety]",
    "dose": """\
dose:
  reps: 8-12
  sets: 3
  hold: 30 s
  rest: 1 min
  sides: each
  limit: {amount: 20, unit: repetitions, per: side, reason: More can irritate the nerve.}""",
    "feel": "feel: A mild pull in the outer hip.",
    "avoid_feeling": "avoid_feeling: [Pain in the knee, Tingling in the leg]",
    "cautions": """\
cautions:
  - condition: Knee pain
    advice: Do the version on your back instead.""",
    "order": "order: 20",
    "sequence": "sequence: [figure-four-stretch, pigeon-pose]",
    "kind": "kind: muscle",
    "latin": "latin: Musculus piriformis",
    "definition": "definition: A position at the end of the range, held still without effort.",
    "rank": "rank: 1",
    "items": """\
items:
  - exercise: pigeon-pose
    dose: {hold: 30 s, sides: each}
    note: Breathe calmly.""",
    "credentials": "credentials: [Physiotherapist, BSc]",
    "link": "link: https://example.org/",
}
