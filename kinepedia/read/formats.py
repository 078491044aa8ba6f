"""Which pictures can be published."""

FORMATS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".webp": "WEBP",
    ".gif": "GIF",
    ".avif": "AVIF",  # last: some builds of Pillow cannot read it
}
"""What the names of pictures end in, apart from ".svg", and what they are then."""
