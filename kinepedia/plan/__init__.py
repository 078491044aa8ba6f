"""The fourth stage: an encyclopedia becomes a plan of pages, each with its template and its view."""

from kinepedia.plan.pages import Drafts, Page, Plan, plan

__all__ = ["Drafts", "Page", "Plan", "plan"]
