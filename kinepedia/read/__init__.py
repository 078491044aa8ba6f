"""The first stage: what lies on disk, as sources."""

from kinepedia.read.files import Attachment, Source, Sources, read, read_source

__all__ = ["Attachment", "Source", "Sources", "read", "read_source"]
