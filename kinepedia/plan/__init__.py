"""The fourth stage: an encyclopedia becomes a plan of pages, each with its template and its view."""
