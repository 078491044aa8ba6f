"""The third stage: entries become an encyclopedia, in which every reference is resolved."""

from kinepedia.link.bodies import Target
from kinepedia.link.encyclopedia import Encyclopedia, link
from kinepedia.link.related import Relatives, shared_terms
from kinepedia.link.relations import Relation

__all__ = ["Encyclopedia", "Relation", "Relatives", "Target", "link", "shared_terms"]
