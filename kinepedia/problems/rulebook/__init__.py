"""What each rule means: a file for each group of rules, read only by those who explain or show them.

Every explanation has a wrong and a right example; a test builds a site from each, to see that the very rule
is broken, and that none is.
"""

from kinepedia.problems.rulebook.book import Explanation, Group, explanations, groups

__all__ = ["Explanation", "Group", "explanations", "groups"]
