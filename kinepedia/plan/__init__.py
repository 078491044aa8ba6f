"""The fourth stage: an encyclopedia becomes a plan of pages, each with its template and its view."""

from kinepedia.plan.pages import Plan, plan
from kinepedia.plan.views import Page

__all__ = ["Page", "Plan", "plan"]
