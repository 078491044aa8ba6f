"""The fourth stage: an encyclopedia becomes a plan of pages, each with its template and its view."""

from kinepedia.plan.drafts import Drafts, entry_view
from kinepedia.plan.pages import TEMPLATES, Page, Plan, asset_address, entry_page, plan
from kinepedia.plan.sites import SiteViews
from kinepedia.plan.surroundings import Surroundings
from kinepedia.plan.surveyor import Surveyor

__all__ = [
    "TEMPLATES",
    "Drafts",
    "Page",
    "Plan",
    "SiteViews",
    "Surroundings",
    "Surveyor",
    "asset_address",
    "entry_page",
    "entry_view",
    "plan",
]
