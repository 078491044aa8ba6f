"""Hands what was made to the staging folder, and puts it in the place of the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.features.twins import add_twins
from kinepedia.problems.diagnostics import has_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinepedia.build.context import Context, Outcome
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.publish.staging import Staging


def publish(
    context: Context, outcome: Outcome, problems: Sequence[Diagnostic]
) -> tuple[list[Diagnostic], bool]:
    """Publish the site, unless one of the problems forbids it or nothing is to be written.

    Returns what is found on the way, and whether nothing stood in the way. Raises as `Staging.publish` does.
    """
    staging = context.staging
    strict = context.options.strict
    if staging is None:
        return [], not has_errors(problems, strict=strict)
    is_faulty = has_errors(problems)
    # Even if there are errors: what stands in the way of the output is to be reported in the same build.
    _complete(staging, outcome, is_faulty=is_faulty)
    if not is_faulty:
        # After `_complete`, because the staging folder has to know of every file that may have a twin.
        add_twins(staging, context.settings.precompress, context.published, context.jobs)
    found = staging.collisions()
    is_ok = not has_errors([*problems, *found], strict=strict)
    if is_ok:
        found += staging.publish()
    return found, is_ok


def _complete(staging: Staging, outcome: Outcome, *, is_faulty: bool) -> None:
    """Tell the staging folder of everything that is published besides the pages that were made."""
    for address in outcome.pages:
        # One that is not new has to be in the output as it should be: `WholeSite` and
        # `touch` have compared its stamp.
        staging.expect(address, is_new=address in outcome.made)
    for address in outcome.copied:
        if address not in outcome.copies:
            staging.expect(address, is_new=False)
        elif not is_faulty:  # one of the errors may be that a file cannot be read
            staging.copy(address, outcome.copies[address])
