"""What a build found, as people and programs read it: one module for each form."""

from kinepedia.report.page import as_data
from kinepedia.report.plain import as_json
from kinepedia.report.text import as_text

__all__ = ["as_data", "as_json", "as_text"]
