"""The settings of the Pelican site: no feeds, archives or author pages, and its own cache of read content."""

SITENAME = "Bench Encyclopedia"
SITEURL = "https://example.org"
PATH = "content"
OUTPUT_PATH = "output"
TIMEZONE = "UTC"
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["titles"]

ARTICLE_PATHS = ["exercises"]
ARTICLE_URL = "exercises/{slug}/"
ARTICLE_SAVE_AS = "exercises/{slug}/index.html"
ARTICLE_ORDER_BY = "place"
PAGE_PATHS = ["muscles", "types", "equipment", "articles", "authors", "routines"]
CATEGORY_URL = "categories/{slug}/"
CATEGORY_SAVE_AS = "categories/{slug}/index.html"
TAG_URL = "levels/{slug}/"
TAG_SAVE_AS = "levels/{slug}/index.html"
AUTHOR_SAVE_AS = ""
STATIC_PATHS = []
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
DEFAULT_PAGINATION = False

FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

FORMATTED_FIELDS = []
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.meta": {},
        "markdown.extensions.tables": {},
        "markdown.extensions.toc": {},
    },
    "output_format": "html5",
}

CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"
