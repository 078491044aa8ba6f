"""The first stage: what lies on disk, as sources. No later stage reads a content file."""

from kinepedia.read.files import Attachment, Source, Sources, read

__all__ = ["Attachment", "Source", "Sources", "read"]
