"""The dev server: serves the site to its author, and shows every change at once.

Two processes work together. This one is the server: it watches the folders (`watch.py`), answers browsers
(`connections.py`, `routes.py`) and tells them what is new (`updates.py`). The other one builds
(`builder_process.py`; `builder_client.py` is the server's end of it). All of it comes together in
`dev_server.py`.
"""
