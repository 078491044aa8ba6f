"""What a build keeps for the next one. To delete it costs time, and nothing else."""

from kinepedia.cache.keeper import Keeper
from kinepedia.cache.memory import (
    EntryMemory,
    Memory,
    PageMemory,
    anchors_of,
    diagnostic_of,
    joined_ids,
    plain_diagnostic,
)
from kinepedia.cache.store import Store

__all__ = [
    "EntryMemory",
    "Keeper",
    "Memory",
    "PageMemory",
    "Store",
    "anchors_of",
    "diagnostic_of",
    "joined_ids",
    "plain_diagnostic",
]
