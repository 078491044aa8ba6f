"""Hands what was made to the staging folder, and puts it in the place of the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.build.options import Result
from kinepedia.build.remember import remember
from kinepedia.model.addresses import output_path
from kinepedia.plan.wording import joined
from kinepedia.problems.diagnostics import has_errors, in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kinepedia.build.context import Context, Outcome
    from kinepedia.build.start import Start
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.publish.staging import Staging


def publish(start: Start, context: Context, outcome: Outcome) -> Result:
    """Publish the site, unless a problem forbids it or nothing is to be written; remember what was done.

    Returns what the build comes to. Raises as `Staging.publish` does.
    """
    problems = [*context.problems, *outcome.problems]
    found, is_ok = _published(context, outcome, problems)
    # Whichever way was gone, the outcome names every page of the whole site.
    pages = sum(output_path(address).endswith(".html") for address in outcome.pages)
    notices = tuple(_notices(context))
    result = Result(in_order([*problems, *found]), pages, outcome.exercises, is_ok, notices)
    # Last of all, and still under the lock: it keeps the stamps of what was just published.
    remember(start, context, outcome, result)
    return result


def _notices(context: Context) -> Iterator[str]:
    """Yield what is said of a site that no author has to heed."""
    if not context.settings.base_url:
        absolute = [each.absolute for each in reversed(context.features) if each.absolute]
        missing = ["canonical links", *absolute]
        yield (
            f"site.toml has no base_url, so there are {joined([f'no {each}' for each in missing])}: "
            "they have to name the address at which the site will stand."
        )
    if context.options.safe:
        names = context.loaded.left_out
        were = "features {} were" if len(names) > 1 else "feature {} was"
        left_out = f"the {were.format(', '.join(names))} left out" if names else "there was none to leave out"
        yield f"--safe ran no code of the site: {left_out}. Templates could only show what they got."


def _published(
    context: Context, outcome: Outcome, problems: Sequence[Diagnostic]
) -> tuple[list[Diagnostic], bool]:
    """Return what is found on the way, and whether nothing stood in the way."""
    staging = context.staging
    strict = context.options.strict
    if staging is None:
        return [], not has_errors(problems, strict=strict)
    is_faulty = has_errors(problems)
    # Even if there are errors: what stands in the way of the output is to be reported in the same build.
    _complete(staging, outcome, is_faulty=is_faulty)
    if not is_faulty:
        # After `_complete`, because the staging folder has to know of every file that may have a companion.
        for feature in context.features:
            if feature.complete:
                feature.complete(staging, context.settings, context.published, context.jobs)
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
