"""The fourth stage: an encyclopedia becomes a plan of pages, each with its template; views are made of it."""
