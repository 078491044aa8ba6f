"""Gives the templates the titles and lists, gathered once for the whole site."""

from collections import defaultdict


def on_env(env, files, **_):
    """Gather them when all pages are read and none is rendered yet."""
    titles, lists = {}, defaultdict(list)
    for file in files.documentation_pages():
        if file.src_uri.startswith("exercises/"):
            meta = file.page.meta
            titles[file.name] = meta["title"]
            for term in (*meta["categories"], meta["level"]):
                lists[term].append((meta["order"], file.name, meta["title"], meta["summary"]))
    for members in lists.values():
        members.sort()
    env.globals.update(titles=titles, lists=lists)
    env.globals["categories"] = [
        (file.name, file.page.meta["title"])
        for file in files.documentation_pages()
        if file.src_uri.startswith("categories/")
    ]
    return env
