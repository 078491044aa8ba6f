"""The author's desk: serves the site to its author, and shows every change at once.

Two processes work together. This one is the server: it watches the folders (`watch.py`), answers browsers
(`server.py`, `answers.py`) and tells them what is new (`news.py`). The other one builds (`building.py`). All
of it comes together in `desk.py`.
"""
