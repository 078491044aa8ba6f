"""What machines read: structured data, Open Graph, sitemap, feed, robots.txt, the manifest and the icons."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import feedparser
import pytest
import seams
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from selectolax.lexbor import LexborHTMLParser
from sites import NO_BASE_URL, Site

from kinepedia import Folders, Options, build_site
from kinepedia.features.structured_data import as_script

BASE = "https://example.org/moves/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module", params=["directory", "file"])
def output(
    build_sample: Callable, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Path:
    """Return the built sample encyclopedia, which knows its address."""
    folder = tmp_path_factory.mktemp("machines") / "sample"
    output, result = build_sample(folder, base_url=BASE, url_style=request.param)
    assert (result.diagnostics, result.notices) == ((), ())
    return output


def pages_of(output: Path) -> Iterator[tuple[str, LexborHTMLParser]]:
    """Yield the address and the content of every page but the one that is shown where there is none."""
    for path in sorted(output.rglob("*.html")):
        if path.name != "404.html":
            address = path.relative_to(output).as_posix().removesuffix("index.html")
            yield address, LexborHTMLParser(path.read_text("utf-8"))


def nodes_of(page: LexborHTMLParser) -> list[dict]:
    found = page.css('script[type="application/ld+json"]')
    assert len(found) == 1
    data = json.loads(found[0].text())
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def values_of(data: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Yield every value in structured data that is no collection, with the property that holds it."""
    items = data.items() if isinstance(data, dict) else ((name, item) for item in data)
    for key, value in items:
        if isinstance(value, dict | list):
            yield from values_of(value, key)
        else:
            yield key, value


def size_of(picture: Path) -> str:
    with Image.open(picture) as opened:
        return f"{opened.width}x{opened.height}"


def words(text: str) -> str:
    return "".join(text.split())


def test_structured_data_says_only_what_the_page_shows(output: Path) -> None:
    for address, page in pages_of(output):
        nodes = nodes_of(page)
        links = {urljoin(BASE + address, a.attributes["href"] or "") for a in page.css("a[href]")}
        anchors = {f"{BASE}{address}#{node.attributes['id']}" for node in page.css("[id]")}
        addresses = {link.replace("/index.html", "/") for link in (*links, *anchors, BASE + address)}
        times = {node.attributes["datetime"] for node in page.css("time")}
        language = page.css_first("html").attributes["lang"]
        shown = words(page.css_first("body").text())
        for name, value in values_of(nodes):
            if name in ("url", "item", "license", "sameAs", "image"):
                assert value in addresses, f"{address}: {value}"
            elif name in ("datePublished", "dateModified"):
                assert value in times, f"{address}: {value}"
            elif name == "inLanguage":
                assert value == language
            elif name not in ("@type", "position", "numberOfItems"):
                for text in str(value).split(": ") if name == "additionalVariable" else [str(value)]:
                    assert words(text) in shown, f"{address}: {name} {text}"


def test_structured_data_of_the_reference_page(output: Path) -> None:
    page = LexborHTMLParser((output / "exercises/sciatic-nerve-glide/index.html").read_text("utf-8"))
    exercise, breadcrumb = nodes_of(page)
    assert exercise["@type"] == ["HowTo", "ExercisePlan"]
    assert exercise["url"] == f"{BASE}exercises/sciatic-nerve-glide/"
    assert exercise["associatedAnatomy"] == {
        "@type": "Nerve",
        "name": "Sciatic nerve",
        "url": f"{BASE}muscles/sciatic-nerve/",
    }
    assert exercise["tool"]["name"] == "Mat"
    assert exercise["repetitions"] == 10
    assert [variable for variable in exercise["additionalVariable"] if "repetitions" in variable.lower()] == [
        "No more than 10 to 20 repetitions a leg a day.",
        *(text for text in exercise["additionalVariable"] if "number of repetitions" in text),
        *(text for text in exercise["additionalVariable"] if "half the repetitions" in text),
    ]
    assert [step["position"] for step in exercise["step"]] == [1, 2, 3, 4]
    assert exercise["step"][1]["name"] == "Point the foot and lift it"
    assert exercise["author"] == {
        "name": "Kinepedia contributors",
        "url": f"{BASE}authors/kinepedia-contributors/",
    }
    assert [(item["position"], item["item"]) for item in breadcrumb["itemListElement"]] == [
        (1, BASE),
        (2, f"{BASE}categories/hamstrings/"),
        (3, f"{BASE}exercises/sciatic-nerve-glide/"),
    ]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("", "WebSite"),
        ("exercises/", "CollectionPage"),
        ("muscles/", "DefinedTermSet"),
        ("muscles/hamstrings/", "Muscle"),
        ("muscles/sciatic-nerve/", "Nerve"),
        ("types/nerve-slider/", "DefinedTerm"),
        ("levels/beginner/", "DefinedTerm"),
        ("equipment/strap/", "WebPage"),
        ("articles/about/", "Article"),
        ("authors/kinepedia-contributors/", "ProfilePage"),
    ],
)
def test_structured_data_of_every_kind_of_page(output: Path, address: str, kind: str) -> None:
    page = LexborHTMLParser((output / address / "index.html").read_text("utf-8"))
    assert nodes_of(page)[0]["@type"] == kind


@pytest.mark.parametrize(
    ("address", "kind", "selector"),
    [
        ("categories/hamstrings/", "CollectionPage", "ol.cards h3 a"),
        ("routines/front-split-foundations/", "ExercisePlan", "ol.cards h3 a"),
    ],
)
def test_lists_have_the_order_of_the_page(output: Path, address: str, kind: str, selector: str) -> None:
    page = LexborHTMLParser((output / address / "index.html").read_text("utf-8"))
    node = nodes_of(page)[0]
    assert node["@type"] == kind
    names = [item["name"] for item in node["mainEntity"]["itemListElement"]]
    assert names == [link.text().strip() for link in page.css(selector)]
    assert node["mainEntity"]["numberOfItems"] == len(names) > 2


@given(st.text())
@example("</script><!-- & \u2028\u2029 <script>")
def test_nothing_in_structured_data_ends_its_script(name: str) -> None:
    data = {"name": name}
    text = as_script(data)
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == data


def test_a_title_with_markup_stays_a_text(site: Site) -> None:
    site.exercise("bridge", 'aliases: ["</script><b>x</b>"]\n').run("build")
    page = LexborHTMLParser(site.read("exercises/bridge/index.html"))
    assert nodes_of(page)[0]["alternateName"] == "</script><b>x</b>"
    assert page.css("b") == []


def test_open_graph(output: Path) -> None:
    page = LexborHTMLParser((output / "exercises/sciatic-nerve-glide/index.html").read_text("utf-8"))
    found = {node.attributes["property"]: node.attributes["content"] for node in page.css("meta[property]")}
    image = found.pop("og:image")
    assert (output / image.removeprefix(BASE)).is_file()
    assert found.pop("og:description").startswith("A small, rhythmic movement")
    assert found == {
        "og:type": "article",
        "og:title": "Sciatic Nerve Glide",
        "og:site_name": "Kinepedia",
        "og:url": f"{BASE}exercises/sciatic-nerve-glide/",
        "og:image:alt": "The mark of Kinepedia",
    }


def test_the_language_with_its_country_is_a_locale(site: Site) -> None:
    site.write({"site.toml": 'title = "T"\nlanguage = "pt-Latn-BR"\n'}).run("build")
    assert '<meta property="og:locale" content="pt_BR">' in site.read("index.html")


def test_the_sitemap_has_every_page_and_honest_days(output: Path) -> None:
    root = ET.fromstring((output / "sitemap.xml").read_bytes())
    assert root.tag == f"{SITEMAP}urlset"
    listed = {}
    for url in root:
        assert [child.tag for child in url] in ([f"{SITEMAP}loc"], [f"{SITEMAP}loc", f"{SITEMAP}lastmod"])
        listed[url[0].text] = url.findtext(f"{SITEMAP}lastmod")
    pages = dict(pages_of(output))
    assert listed.keys() == {BASE + address for address in pages}
    for address, page in pages.items():
        assert page.css_first("link[rel=canonical]").attributes["href"] == BASE + address
        times = [node.attributes["datetime"] for node in page.css(".dates time")]
        assert listed[BASE + address] == (times[-1] if times else None)


def test_old_addresses_are_in_no_sitemap_and_lead_on(site: Site) -> None:
    site.exercise("bridge", "redirect_from: /old/bridge/\nupdated: 2026-02-03\npublished: 2025-01-01\n")
    assert site.run("build", "--base-url", BASE).status == 0
    sitemap = site.read("sitemap.xml")
    assert "/old/" not in sitemap
    assert f"<url><loc>{BASE}exercises/bridge/</loc><lastmod>2026-02-03</lastmod></url>" in sitemap
    old = LexborHTMLParser(site.read("old/bridge/index.html"))
    assert old.css_first("link[rel=canonical]").attributes["href"] == f"{BASE}exercises/bridge/"
    assert old.css_first("meta[name=robots]").attributes["content"] == "noindex"
    assert old.css("script") == []


def test_a_long_sitemap_is_split(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    seams.sitemap_of(monkeypatch, 4)
    for name in ("a", "b", "c"):
        site.exercise(name)
    assert build_site(Folders.of(site.root), Options(base_url=BASE)).ok
    index = ET.fromstring(site.read("sitemap.xml"))
    assert index.tag == f"{SITEMAP}sitemapindex"
    parts = [child.findtext(f"{SITEMAP}loc") for child in index]
    assert parts == [f"{BASE}sitemap-{number}.xml" for number in (1, 2, 3)]
    listed = [
        url.findtext(f"{SITEMAP}loc")
        for part in parts
        for url in ET.fromstring(site.read(part.removeprefix(BASE)))
    ]
    assert sorted(listed) == sorted(BASE + address for address, _ in pages_of(site.root / "output"))


def test_the_feed_is_a_feed(output: Path) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2: what a feed and its entries must have."""
    feed = feedparser.parse((output / "feed.xml").read_bytes())
    assert (feed.bozo, feed.version, feed.feed.title) == (False, "atom10", "Kinepedia")
    root = ET.fromstring((output / "feed.xml").read_bytes())
    for node in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{name}")) == 1
        links = {link.attrib["rel"]: link.attrib["href"] for link in node.findall(f"{ATOM}link")}
        assert links["alternate"].startswith(BASE)
        assert (output / links["alternate"].removeprefix(BASE) / "index.html").is_file()
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", node.findtext(f"{ATOM}updated") or "")
    assert root.find(f"{ATOM}link[@rel='self']").attrib["href"] == f"{BASE}feed.xml"
    ids = [node.text for node in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    days = [entry.updated for entry in feed.entries]
    assert days == sorted(days, reverse=True)
    assert feed.feed.updated == days[0]
    for address in ("", "exercises/sciatic-nerve-glide/"):
        page = LexborHTMLParser((output / address / "index.html").read_text("utf-8"))
        link = page.css_first('link[type="application/atom+xml"]').attributes["href"]
        assert urljoin(BASE + address, link) == f"{BASE}feed.xml"


def test_the_feed_has_the_newest_thirty_and_ids_that_stay(site: Site) -> None:
    for number in range(1, 41):
        site.exercise(f"e{number}", f"published: {date(2026, 1, 1).replace(day=min(number, 31))}\n")
    site.exercise("undated", "summary: Nobody said when.\n")
    site.exercise("moved", "published: 2020-01-01\nupdated: 2026-12-31\nredirect_from: /before/\n")
    assert site.run("build", "--base-url", BASE).status == 0
    feed = feedparser.parse(site.read("feed.xml"))
    assert len(feed.entries) == 30
    assert (feed.entries[0].id, feed.entries[0].link) == (f"{BASE}before/", f"{BASE}exercises/moved/")
    assert feed.entries[0].published.startswith("2020-01-01")
    assert "undated" not in site.read("feed.xml")


def test_ids_of_the_feed_are_urls_whatever_the_old_address_is(site: Site) -> None:
    site.exercise("post", "published: 2020-01-02\nredirect_from: ['/?p=123', /other/]\n")
    site.exercise("folder", "published: 2020-01-01\nredirect_from: /Übungen/a b/\n")
    assert site.run("build", "--base-url", BASE).status == 0
    ids = [entry.id for entry in feedparser.parse(site.read("feed.xml")).entries]
    assert ids == [f"{BASE}?p=123", f"{BASE}%C3%9Cbungen/a%20b/"]


def test_a_site_without_days_has_no_feed(site: Site) -> None:
    site.exercise("bridge").run("build", "--base-url", BASE)
    assert not (site.root / "output/feed.xml").exists()
    assert "atom" not in site.read("index.html")
    site.exercise("bridge", "published: 2026-01-01\n").run("build", "--base-url", BASE)
    assert 'href="feed.xml"' in site.read("index.html")
    path = site.root / "content/exercises/bridge.md"
    path.write_text(f"{path.read_text('utf-8')}\nMore.\n", "utf-8")  # only its text: the short way
    site.run("build", "--base-url", BASE)
    page = site.read("exercises/bridge/index.html")
    assert "More." in page
    assert 'href="../../feed.xml"' in page


def test_without_an_address_what_needs_one_is_left_out_with_one_note(site: Site) -> None:
    site.exercise("bridge", "published: 2026-01-01\n")
    for _ in range(2):  # the second has nothing to do
        run = site.run("build", "--strict")
        assert (run.status, run.stderr) == (0, "")
        assert run.stdout.count("Note: ") == run.stdout.count(f"Note: {NO_BASE_URL}\n") == 1
    assert "Note: " not in site.run("build", "--quiet").stdout + site.run("check").stdout
    names = site.output_files().keys()
    assert names.isdisjoint({"sitemap.xml", "feed.xml", "robots.txt"})
    page = LexborHTMLParser(site.read("exercises/bridge/index.html"))
    properties = {node.attributes["property"] for node in page.css("meta[property]")}
    assert properties == {"og:type", "og:title", "og:site_name"}
    exercise = nodes_of(page)[0]
    assert [node["@type"] for node in nodes_of(page)] == [["HowTo", "ExercisePlan"]]
    assert "url" not in json.dumps(exercise)
    assert "Note: " not in site.run("build", "--base-url", BASE).stdout


def test_robots_are_told_where_the_sitemap_is_at_the_root_of_a_host_only(site: Site) -> None:
    site.run("build", "--base-url", "https://example.org")
    assert site.read("robots.txt").splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        "Sitemap: https://example.org/sitemap.xml",
    ]
    site.run("build", "--base-url", BASE)
    assert not (site.root / "output/robots.txt").exists()
    assert (site.root / "output/sitemap.xml").exists()


@pytest.mark.parametrize(
    "name", ["robots.txt", "sitemap.xml", "feed.xml", "manifest.webmanifest", "favicon.ico", "_headers"]
)
def test_a_file_of_the_site_takes_the_place_of_each(site: Site, name: str) -> None:
    site.write({"site.toml": 'title = "T"\nheaders = true\n', f"static/{name}": "mine"})
    run = site.exercise("bridge", "published: 2026-01-01\n").run("build", "--base-url", "https://example.org")
    assert (run.status, run.stderr) == (0, "")
    assert site.read(name) == "mine"
    (site.root / f"static/{name}").unlink()
    assert site.run("build", "--base-url", "https://example.org").status == 0
    assert (site.root / "output" / name).read_bytes() != b"mine"


def test_the_manifest_and_the_icons(output: Path) -> None:
    page = LexborHTMLParser((output / "exercises/sciatic-nerve-glide/index.html").read_text("utf-8"))
    icons = [node.attributes["href"] for node in page.css("link[rel=icon], link[rel=apple-touch-icon]")]
    pictures = [(output / "exercises/sciatic-nerve-glide" / icon).resolve() for icon in icons]
    assert [picture.name.partition(".")[0] for picture in pictures] == ["favicon", "icon", "apple-touch-icon"]
    assert pictures[0] == (output / "favicon.ico").resolve()
    with Image.open(pictures[0]) as picture:
        assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    assert size_of(pictures[2]) == "180x180"
    link = page.css_first("link[rel=manifest]")
    if link is None:  # a browser refuses one from a folder on disk
        assert "index.html" in page.css_first(".site-name").attributes["href"]
        return
    folder = output / "exercises/sciatic-nerve-glide"
    manifest = json.loads((folder / link.attributes["href"]).read_text("utf-8"))
    assert (manifest["name"], manifest["start_url"], manifest["scope"]) == ("Kinepedia", "./", "./")
    for icon in manifest["icons"]:
        path = output / icon["src"]
        if icon["sizes"] != "any":
            assert size_of(path) == icon["sizes"]
    assert [icon["purpose"] for icon in manifest["icons"] if "purpose" in icon] == ["maskable"]


def test_a_site_has_its_own_icon(site: Site) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    site.write({"templates/assets/icon.svg": svg, "templates/assets/favicon.ico": "ico"}).run("build")
    href = (
        LexborHTMLParser(site.read("index.html")).css_first('link[type="image/svg+xml"]').attributes["href"]
    )
    assert site.read(href) == svg
    assert site.read("favicon.ico") == "ico"


def test_headers_are_published_if_the_settings_say_so(site: Site) -> None:
    site.run("build")
    assert not (site.root / "output/_headers").exists()
    site.write({"site.toml": 'title = "T"\nheaders = true\n'}).run("build")
    assert "/*\n  Content-Security-Policy: default-src 'self';" in site.read("_headers")
