"""Gives the templates the titles of all exercises, gathered once for the whole site."""

from pelican import signals


def gather(generator):
    """Gather them when all exercises are read and none is rendered yet."""
    generator.context["titles"] = {article.slug: article.title for article in generator.articles}


def register():
    """Tell Pelican when to gather."""
    signals.article_generator_finalized.connect(gather)
