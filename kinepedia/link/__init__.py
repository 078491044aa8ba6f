"""The third stage: entries become an encyclopedia, in which every reference is resolved."""

from kinepedia.link.bodies import Target, plain_target, target_of
from kinepedia.link.encyclopedia import Encyclopedia, link
from kinepedia.link.related import Relatives, shared_terms
from kinepedia.link.relations import Relation

__all__ = [
    "Encyclopedia",
    "Relation",
    "Relatives",
    "Target",
    "link",
    "plain_target",
    "shared_terms",
    "target_of",
]
