"""The first stage: what lies on disk, as sources."""

from kinepedia.read.entries import Source, digest_of, read_entry
from kinepedia.read.files import Attachment, EntryFile, Measured, Sources, read

__all__ = ["Attachment", "EntryFile", "Measured", "Source", "Sources", "digest_of", "read", "read_entry"]
