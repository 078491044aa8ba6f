"""The sentences that the made-up encyclopedia is put together from.

They have places for `{region}`, `{muscle}`, `{joint}`, `{exercise}` and the like, which `corpus` fills.
"""

from __future__ import annotations

SUMMARIES = (
    "A {pace} movement for the {region} that asks for little room and rewards a calm breath.",
    "Lengthens the {region} in a position that is easy to find and easy to leave again.",
    "Teaches the {region} to move a long way without hurry, and the rest of the body to stay still.",
    "A {pace} way to wake the {region} after sitting, with an end that you choose yourself.",
    "Makes the {region} work at length, where most everyday movements leave it alone.",
)

OPENINGS = (
    "Most people meet the {muscle} only when it complains. Here it moves before it has a reason to.",
    (
        "This is a *quiet* exercise: from outside hardly anything happens, and yet the {muscle} is busy "
        "throughout."
    ),
    "Between two long meetings the {region} stiffens first. A minute of this sets it free again.",
    "There are grander movements for the {region}, but few that tell you as plainly how far you may go.",
    "The idea is simple. The {joint} stays where it is, and the {muscle} gives way a little at a time.",
    (
        "Runners, gardeners and desk workers arrive at the same place: a {region} that does not like to "
        "be *long*."
    ),
)

REASONS = (
    (
        "It suits you if {exercise} has become comfortable and you would like a little more of the same. "
        "Give it two weeks before you judge it: tissue answers more slowly than curiosity does."
    ),
    (
        "Compare it with {exercise}, which reaches the same place from the other side. Do whichever "
        "leaves you freer an hour later, and forget about the one that merely *feels* like more."
    ),
    (
        "As a {type} it belongs after a warm-up. Those who come from {exercise} will know the beginning; "
        "what is new is the slow way back, and that is where the work is done."
    ),
    (
        "You need no talent for it, only a floor and some patience. If anything about {exercise} bothered"
        " you, this is the kinder choice, since the {joint} carries less."
    ),
)

READING = (
    (
        "The article on {article} says how much is enough, and a [longer discussion]({url}) lists what is"
        " not known."
    ),
    (
        "Read {article} first if you are new here. The numbers come from a [small study]({url}) of "
        "healthy adults."
    ),
    "Whether it helps beyond a day is **not settled**: see the [summary of trials]({url}) and {article}.",
)

ALERTS = (
    (
        "WARNING",
        "Stop at once if it tingles, burns or turns numb. A {region} that protests is telling the truth.",
    ),
    (
        "CAUTION",
        "Keep a hand on something firm the first few times, until you know where your balance ends.",
    ),
    (
        "NOTE",
        "One side is usually stiffer. Begin with that one, and give the other no more than it got.",
    ),
    (
        "TIP",
        "Hum a long note while you move. If the note breaks, you are going too fast or too far.",
    ),
)

STEPS = (
    (
        (
            "Find your place",
            (
                "Set yourself up with the {thing} within reach. Let the weight settle and feel what "
                "touches the floor before anything moves."
            ),
        ),
        (
            "Settle down",
            (
                "Take up the position and breathe out twice. The {region} should have nothing to do yet; "
                "if it already works, move the {thing} closer."
            ),
        ),
        (
            "Arrange yourself",
            (
                "Place the {thing} where you can lean on it. Let the jaw hang loose and the shoulders "
                "sink before you begin."
            ),
        ),
    ),
    (
        (
            "Make yourself long",
            (
                "Grow from the tailbone to the crown, as if somebody measured you. Keep that length "
                "through everything that follows."
            ),
        ),
        (
            "Stack the joints",
            (
                "Bring the {joint} under control: neither pushed to its end nor left to wobble. The "
                "breath stays *easy*."
            ),
        ),
        (
            "Draw yourself together",
            (
                "Tighten the belly as far as a cough would, then halve it. This is all the tension that "
                "you will need."
            ),
        ),
    ),
    (
        (
            "Begin small",
            (
                "Move about a third of the way and come back. Do this **three times**, and let each one "
                "be a little smoother than the last."
            ),
        ),
        (
            "Take up the slack",
            (
                "Go on until the {muscle} first answers. That is the beginning, not the goal, so pause "
                "here for a breath."
            ),
        ),
        (
            "Lead with the hips",
            (
                "Let the pelvis start the movement and the rest follow. The right knee stays soft and "
                "points where the toes point."
            ),
        ),
    ),
    (
        (
            "Go to the edge",
            (
                "Move on to where the stretch is clear but friendly. You should be able to hold a "
                "conversation there, if a short one."
            ),
        ),
        (
            "Lengthen",
            (
                "Breathe out and let the {muscle} grow long. Nothing is forced: the weight of the body "
                "does the work, and you allow it."
            ),
        ),
        (
            "Meet the resistance",
            (
                "Lean in until the movement slows by itself. Stay *exactly* there for a breath, and let "
                "the shoulders sink once more."
            ),
        ),
    ),
    (
        (
            "Come back slowly",
            "Count to four on the way back. Most of the benefit lies here, and so do most of the mistakes.",
        ),
        (
            "Return the way you came",
            (
                "Retrace the path without dropping the last part. If you cannot see it in your mind, you "
                "went too fast."
            ),
        ),
        (
            "Let go in order",
            (
                "First ease the breath, then the {region}, and only then the hands. The body remembers "
                "the end best."
            ),
        ),
    ),
    (
        (
            "Repeat, then change sides",
            (
                "Do all repetitions on one side before you turn to the other. Rest as long as you worked,"
                " standing or lying."
            ),
        ),
        (
            "Rest and compare",
            (
                "Stop for three breaths and compare both sides. Then go on with the other one, at the "
                "pace of the stiffer."
            ),
        ),
        (
            "Finish",
            (
                "Walk a few steps before you sit down again. What you gained is yours for the next hour, "
                "so use it."
            ),
        ),
    ),
)

MISTAKES = (
    "**Holding the breath.** A face that turns red has left the exercise behind.",
    "**Chasing the end of the range.** The middle is where you learn something.",
    "**Letting the back do it.** If the spine bends, the {region} rests.",
    "**Hurrying the way back.** Half of the movement is lost that way.",
    "**Comparing yourself with a picture.** Bones differ, and so do good positions.",
    "**Doing more on a good day.** The bill comes on the day after.",
    "**Looking in the mirror.** Turning the head changes the load on the {joint}.",
)

FEELINGS = (
    "A clear but friendly pull in the middle of the {muscle}.",
    "Warmth around the {region} that stays for some minutes.",
    "Work on the side that shortens, ease on the side that lengthens.",
    "A stretch that fades within a few breaths of letting go.",
)

SIGNALS = (
    "Tingling, numbness or a feeling like a thin wire.",
    "A pinch deep in the {joint}.",
    "Pain that is sharper on the second repetition than on the first.",
    "A pull at the very end of the muscle, where it meets the bone.",
)

CAUTIONS = (
    (
        "Recent strain of the {region}",
        "Wait until daily movements are painless, then begin with half the range.",
    ),
    (
        "Pain that runs down a limb",
        "Ask a physiotherapist before you try this, and bring the page along.",
    ),
    (
        "Joint replacement nearby",
        "Keep to the limits that you were given, whatever this page says.",
    ),
    ("Pregnancy", "Use a smaller range, and choose another position if lying flat is unpleasant."),
    (
        "Very mobile joints",
        "Stop well before the end of the range and let the muscles do more of the work.",
    ),
    (
        "Dizziness when the head is low",
        "Raise yourself on the {thing}, or choose a seated exercise.",
    ),
)

SOURCES = (
    (
        "Example A, Sample B. Range of motion after {movement} exercises of the {region}. J Imag Rehabil "
        "2019;12:31-40."
    ),
    (
        "Model C et al. Slow and fast {movement} training compared in healthy adults. Made-up Sci Sports "
        "2021;7:112-9."
    ),
    "Sketch D. A handbook of the {region}. 3rd ed. Invented Press; 2017.",
)

TABLES = (
    ("Week", "Sets", "What changes"),
    ("1", "1", "Only find the position"),
    ("2", "2", "Add the slow way back"),
    ("3", "2", "Hold the end for a breath"),
    ("4", "3", "Use less support"),
)
