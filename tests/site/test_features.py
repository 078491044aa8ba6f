"""A site's own features: what they add, and what is said when their code fails."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
import seams
from sites import SETTINGS, Run, Site

from kinepedia import Folders, Options, Result, build_site

ON = f"{SETTINGS}[features]\nx = true\n"
HEAD = """\
from kinepedia import Diagnostic, EntryText, Feature, Field, SiteFile, SitePage, Syntax
from markdown import Extension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
"""
ARTICLE = {"content/articles/a.md": "---\ntitle: A\n---\nWords.\n"}
SHOWN = "{% extends 'theme/article.html' %}\n{% block below %}\nMORE\n{% endblock %}\n"
RAISES = "def f(*_):\n    raise KeyError('no such thing')\n"
LINE = HEAD.count("\n") + 2


def with_feature(site: Site, code: str, value: str, name: str = "x") -> Site:
    """Give a site an article and a feature with this code, whose parts are this value."""
    text = f'{HEAD}{code}FEATURE = Feature("{name}", {value})\n'
    return site.write({"site.toml": ON, **ARTICLE, f"features/{name}.py": text})


def built(site: Site, **options: object) -> Result:
    return build_site(Folders.of(site.root), Options(jobs=1, **options))


def only(result: Result) -> tuple[str, int, str]:
    """Return the place and the text of the only problem, which is an error."""
    assert not result.ok
    (problem,) = result.diagnostics
    assert problem.code == "feature-error"
    assert problem.hint == "mend its code, or turn it off in site.toml: [features] x = false"
    return problem.path, problem.line, problem.message


@pytest.mark.parametrize(
    ("value", "doing"),
    [
        ("page_data=f", "making /"),
        ("check=f", "checking the site"),
        ("check_entry=f", "checking content/articles/a.md"),
        ("files=f", "asked for its files"),
        ("pages=f", "asked for its pages"),
        ("filters={'loud': f}", "applying its filter loud, making /articles/a/"),
        ("markdown=Syntax(f)", "making its Markdown extension"),
    ],
)
def test_a_function_that_fails_is_named_once_with_its_line(site: Site, value: str, doing: str) -> None:
    with_feature(site, RAISES, value)
    if "filters" in value:
        site.write({"templates/article.html": SHOWN.replace("MORE", "{{ page.title | loud }}")})
    said = only(built(site))
    assert said[:2] == ("features/x.py", LINE)
    assert said[2].startswith('the feature "x" failed: KeyError: ')
    assert said[2].endswith(f"(while {doing})")


@pytest.mark.parametrize("body", ["def extendMarkdown(self, md):\n        1 / 0", "x = 1"])
def test_an_extension_that_fails_is_named(site: Site, body: str) -> None:
    with_feature(site, f"class E(Extension):\n    {body}\n", "markdown=Syntax(E)")
    if "1 / 0" in body:
        path, line, said = only(built(site))
        assert (path, line, "ZeroDivisionError" in said) == ("features/x.py", LINE + 1, True)
    else:  # what a library makes of that is its own matter, but nobody sees a bug
        assert {problem.code for problem in built(site).diagnostics} <= {"feature-error"}


def test_syntax_that_fails_on_a_text_is_named_with_that_text(site: Site) -> None:
    code = (
        "class P(InlineProcessor):\n    def handleMatch(self, m, data):\n        raise KeyError('x')\n"
        "class E(Extension):\n    def extendMarkdown(self, md):\n"
        "        md.inlinePatterns.register(P(r'Words'), 'p', 175)\n"
    )
    path, line, said = only(built(with_feature(site, code, "markdown=Syntax(E)")))
    assert (path, line) == ("features/x.py", LINE + 1)
    assert said.endswith("(while reading content/articles/a.md)")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("1 / 0\n", 1, "ZeroDivisionError"),
        ("A = 1\n", 1, "its module has no FEATURE = Feature(...)"),
        ("FEATURE = 3\n", 1, "its module has no FEATURE = Feature(...)"),
        ("\n\ndef f(:\n", 3, "SyntaxError"),
        ("from . import nothing\n", 1, "ImportError"),
        ("\nraise SystemExit(0)\n", 2, "SystemExit"),
        ("from kinepedia import Feature\nFEATURE = Feature('y')\n", 1, 'its module calls it "y"'),
        ("from kinepedia import Feature\nFEATURE = Feature('x', fiels=1)\n", 2, "TypeError"),
    ],
)
def test_a_module_that_cannot_be_used_is_named(site: Site, text: str, line: int, words: str) -> None:
    site.write({"site.toml": ON, "features/x.py": text})
    path, found, said = only(built(site))
    assert (path, found) == ("features/x.py", line)
    assert words in said
    assert said.endswith("(while loading it)")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("files=3", "its files is no function"),
        ("filters=[f]", "its filters are no mapping"),
        ("filters={'a': 3}", 'its filter "a" is no function'),
        ("markdown=3", "its markdown is no Syntax"),
        ("markdown=Syntax(f, ['b'])", "the tags of its Markdown are no mapping"),
        ("markdown=Syntax(f, {'SCRIPT': []})", "lets <SCRIPT> through"),
        ("markdown=Syntax(f, {'style': []})", "lets <style> through"),
        ("markdown=Syntax(f, {'b': ['OnClick']})", 'lets the attribute "OnClick" through'),
        ("markdown=Syntax(f, {'b': ['style']})", 'lets the attribute "style" through'),
        ("markdown=Syntax(f, {'iframe': ['srcdoc']})", 'lets the attribute "srcdoc" through'),
        ("markdown=Syntax(f)", 'a value of the type "list", not an extension of Markdown'),
        ("fields=['stars']", "its fields are no mapping"),
        ("fields={'exercises': {'stars': 3}}", 'the fields of "exercises" are not all of the type Field'),
        ("fields={'exercises': {'stars': Field(type='nubmer')}}", 'did you mean "number"?'),
        ("fields={'exercises': {'stars': Field(type='text', label=3)}}", "the label of the field"),
        ("fields={'exercises': {'stars': Field(type='text', fact='no')}}", "neither True nor False"),
        ("fields={'exercises': {'stars': Field(type='choice')}}", "something to choose from"),
        ("fields={'exercise': {'stars': Field(type='text')}}", 'there is no collection "exercise"'),
        ("fields={'exercises': {'level': Field(type='text')}}", "another name"),
        ("folder='templates'", "is no Path"),
        ("linked='a.txt'", "its linked are no tuple of addresses"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(site: Site, value: str, words: str) -> None:
    path, line, said = only(built(with_feature(site, "def f():\n    return []\n", value)))
    assert (path, line) == ("features/x.py", 1)
    assert words in said


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("files", "None", "TypeError"),
        ("files", "['a.txt']", 'a value of the type "str", not "SiteFile"'),
        ("files", "[SiteFile('a.txt', content=3)]", "/a.txt has no text or bytes as its content"),
        ("files", "[SiteFile('a.txt', content='\\ud800')]", "half a character"),
        ("files", "[SiteFile('a.txt', 'feed.xml')]", "/a.txt has no text or bytes as its content"),
        ("files", "[SiteFile(3, content='x')]", "the address 3 is no text"),
        ("pages", "3", "TypeError"),
        ("pages", "['a/']", 'a value of the type "str", not "SitePage"'),
        ("pages", "[SitePage('a/', 'base.html', 3)]", "the title of /a/ is no text"),
        ("pages", "[SitePage('a/', None)]", "the template of /a/ is no text"),
        ("pages", "[SitePage('a/', 'base.html', description=3)]", "the description of /a/ is no text"),
        ("pages", "[SitePage('a/', 'base.html', data={1, object()})]", "the data of /a/ are not only"),
        ("check", "['bad']", 'a value of the type "str", not "Diagnostic"'),
        ("check", "[s.problem('bad', 'm', s.read.entry('a'))]", 'must begin with "x/"'),
        ("check", "[s.problem('y/bad', 'm', s.read.entry('a'))]", 'must begin with "x/"'),
        ("check", "[s.problem('x/bad', None, s.read.entry('a'))]", "a problem has texts"),
        ("check", "[s.problem('x/bad', 'm', s.read.entry('a'), severity='bad')]", "a problem has texts"),
        ("check", "[s.problem('x/bad', 'm', 'a')]", "AttributeError"),
        ("check", "s.read.entries('article')", 'did you mean "articles"?'),
        ("check", "[s.read.entry('a').titel]", 'did you mean "title"?'),
        ("check", "[s.read.entry('a').page]", '"page" cannot be read here'),
        ("check_entry", "['bad']", 'a value of the type "str", not "Diagnostic"'),
        ("check_entry", "[s.problem('bad', 'm')]", 'must begin with "x/"'),
    ],
)
def test_rubbish_is_named(site: Site, kind: str, value: str, words: str) -> None:
    path, _, said = only(built(with_feature(site, f"def f(s):\n    return {value}\n", f"{kind}=f")))
    assert path == "features/x.py"
    assert words in said


@pytest.mark.parametrize(
    "address",
    [
        "/abs.txt",
        "../x.txt",
        "a/../../x.txt",
        "/etc/x",
        "a//b",
        "a\\b",
        "C:/x",
        "con",
        "a b",
        "x\0",
        "x" * 300,
    ],
)
@pytest.mark.parametrize("kind", ["files", "pages"])
def test_an_address_outside_is_refused(site: Site, kind: str, address: str) -> None:
    made = {"files": f"SiteFile({address!r}, content='x')", "pages": f"SitePage({address!r}, 'base.html')"}
    _, _, said = only(built(with_feature(site, f"def f(s):\n    yield {made[kind]}\n", f"{kind}=f")))
    assert "is no address on this site" in said


def test_a_function_that_ends_the_process_is_reported(site: Site) -> None:
    said = only(built(with_feature(site, "def f(s):\n    raise SystemExit(0)\n", "files=f")))
    assert said[:2] == ("features/x.py", LINE)


def test_anything_that_can_be_called_is_a_function(site: Site) -> None:
    code = (
        "class F:\n    __hash__ = None\n    def __call__(self, s):\n"
        "        return [SiteFile('a.txt', content='one')]\n"
    )
    assert built(with_feature(site, code, "files=F()")).ok
    assert site.read("a.txt") == "one"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that Windows has not")
@pytest.mark.parametrize("kind", ["page_data", "check", "check_entry", "files", "pages"])
def test_a_function_that_does_not_come_back_is_left(
    site: Site, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    seams.little_patience(monkeypatch, 0.2)
    patient = "        try:\n            1 / 0\n        except Exception:\n            pass\n"
    with_feature(site, f"def f(s):\n    while True:\n{patient}", f"{kind}=f")
    path, line, said = only(built(site))
    assert path == "features/x.py"
    assert LINE <= line <= LINE + 5
    assert "it has not come back" in said


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that Windows has not")
def test_a_module_that_does_not_come_back_is_left(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    seams.little_patience(monkeypatch, 0.2)
    site.write({"site.toml": ON, "features/x.py": "while True:\n    pass\n"})
    assert "it has not come back" in only(built(site))[2]


def test_two_that_want_the_same_address(site: Site) -> None:
    for name in ("x", "y"):
        with_feature(site, f"def f(s):\n    yield SiteFile('a.txt', content='{name}')\n", "files=f", name)
    site.write({"site.toml": f"{SETTINGS}[features]\ny = true\nx = true\n"})
    (problem,) = built(site).diagnostics
    assert (problem.path, problem.code) == ("features/x.py", "address-taken")


def test_a_page_where_another_is_is_reported(site: Site) -> None:
    with_feature(site, "def f(s):\n    yield SitePage('articles/a/', 'base.html')\n", "pages=f")
    (problem,) = built(site).diagnostics
    assert (problem.path, problem.code) == ("features/x.py", "address-taken")
    assert "content/articles/a.md" in problem.message


def test_what_a_feature_adds_is_there(site: Site) -> None:
    code = """\
class Loud(Extension):
    def extendMarkdown(self, md):
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"()!!([^!]+)!!", "blink"), "loud", 175)
def page_data(shown):
    return {"near": [each.title for each in shown.read.entries("articles")], "at": shown.page.address}
def check(site):
    for each in site.read.entries("exercises", stars=3):
        yield site.problem("x/stars", f"{each.title} has three", each, field="stars", hint="give it four")
def check_entry(entry):
    if "Slowly" in entry.text:
        line = entry.text.split("\\n").index("Slowly.") + 1
        yield entry.problem("x/slow", f"{entry.fields.title} is slow", line=line)
def pages(site):
    yield SitePage("team/", "team.html", "Our team", [each.title for each in site.read.entries("levels")])
def files(site):
    yield SiteFile("api/levels.txt", content="".join(each.address for each in site.read.entries("levels")))
    yield SiteFile("api/raw.bin", content=b"\\x00\\xff")
"""
    value = (
        "fields={'exercises': {'stars': Field(type='number', label='Rating', fact=True)}}, "
        "markdown=Syntax(Loud, {'blink': []}), page_data=page_data, check=check, check_entry=check_entry, "
        "pages=pages, files=files, filters={'shout': str.upper}"
    )
    with_feature(site, code, value).exercise("bridge", "stars: 3\n").write(
        {
            "content/articles/a.md": "---\ntitle: A\n---\n!!Words!! and <blink>raw</blink>.\n",
            "templates/article.html": SHOWN.replace(
                "MORE", "{{ page.more.x.near }} {{ page.more.x.at | shout }}"
            ),
            "templates/team.html": "{% extends 'base.html' %}{% block main %}<h1>{{ page.title }}</h1>"
            "{% for name in page.data %}<p>{{ name }}</p>{% endfor %}{% endblock %}",
        }
    )
    result = built(site)
    assert result.ok
    assert [
        (problem.line, problem.code, problem.message, problem.hint) for problem in result.diagnostics
    ] == [
        (4, "x/stars", "Bridge has three", "give it four"),
        (10, "x/slow", "Bridge is slow", ""),
    ]
    assert "<dt>Rating</dt>\n<dd>3</dd>" in site.read("exercises/bridge/index.html")
    assert "<blink>Words</blink> and <blink>raw</blink>" in site.read("articles/a/index.html")
    assert "[&#39;A&#39;] ARTICLES/A/" in site.read("articles/a/index.html")
    assert "<p>Beginner</p>" in site.read("team/index.html")
    assert "<title>Our team \N{MIDDLE DOT} Test site</title>" in site.read("team/index.html")
    assert site.read("api/levels.txt") == "levels/beginner/"
    assert site.output_files()["api/raw.bin"] == b"\x00\xff"


def test_problems_of_features_are_in_every_form_of_report(site: Site) -> None:
    code = "def f(s):\n    yield s.problem('x/bad', 'Not good', s.read.entry('a'), field='title')\n"
    with_feature(site, code, "check=f")
    for form in ("text", "json", "sarif", "github"):
        run: Run = site.run("check", "--format", form)
        assert "x/bad" in run.stdout + run.stderr


def test_modules_that_only_help_are_no_features(site: Site) -> None:
    code = "from . import common\ndef f(s):\n    yield SiteFile('a.txt', content=common.word())\n"
    with_feature(site, code, "files=f").write({"features/common.py": "def word():\n    return 'one'\n"})
    assert built(site).diagnostics == ()
    assert site.read("a.txt") == "one"
    site.write({"features/common.py": "def word():\n    return 'two'\n"})
    assert built(site).ok
    assert site.read("a.txt") == "two"


def test_an_edit_takes_effect_in_the_same_process(site: Site) -> None:
    page = {"templates/article.html": SHOWN.replace("MORE", "<i>{{ page.more.x }} {{ 'abc' | loud }}</i>")}
    for word, function in (("One", "str.upper"), ("Two", "str.title"), ("One", "str.upper")):
        with_feature(
            site, f"def f(s):\n    return '{word}'\n", f"page_data=f, filters={{'loud': {function}}}"
        )
        assert built(site.write(page)).ok
        made = {"One": "ABC", "Two": "Abc"}[word]
        assert f"<i>{word} {made}</i>" in site.read("articles/a/index.html")


def test_a_filter_that_is_gone_is_missed(site: Site) -> None:
    with_feature(site, "", "filters={'loud': str.upper}")
    site.write({"templates/article.html": SHOWN.replace("MORE", "{{ 'abc' | loud }}")})
    assert built(site).ok
    site.write({"site.toml": f"{SETTINGS}[features]\nx = false\n"})
    (problem,) = built(site).diagnostics
    assert (problem.path, problem.line, problem.code) == ("templates/article.html", 3, "template-error")


def test_nothing_is_left_in_the_folder_of_features(site: Site) -> None:
    built(with_feature(site, "", "check=None"))
    assert [path.name for path in (site.root / "features").iterdir()] == ["x.py"]


MAKES_DO = """\
def f(s):
    if s.page.address != "articles/a/":
        return None
    try:
        return s.read.entry("wien").title
    except Exception:
        return "nobody"
"""


def test_what_makes_do_without_an_answer_hears_of_it_later(site: Site) -> None:
    with_feature(site, MAKES_DO, "page_data=f")
    site.write({"templates/article.html": SHOWN.replace("MORE", "<i>{{ page.more.x }}</i>")})
    assert built(site).ok
    assert "<i>nobody</i>" in site.read("articles/a/index.html")
    site.write({"content/articles/wien.md": "---\ntitle: Wien\n---\n"})
    assert built(site).ok
    assert "<i>Wien</i>" in site.read("articles/a/index.html")
    site.write({"content/articles/a.md": "---\ntitle: A\n---\nOther words.\n"})  # which needs no linking
    assert built(site).ok
    assert "Other words." in site.read("articles/a/index.html")
    assert "<i>Wien</i>" in site.read("articles/a/index.html")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with two installed packages: a module alone, and one that is a folder."""
    folder = tmp_path / "packages"
    made = "def f(s):\n    yield SiteFile('{0}.txt', content='{0}')\nFEATURE = Feature('{0}', files=f)\n"
    for name, file in (("alone", "kp_alone.py"), ("apart", "kp_apart/feature.py")):
        module = file.removesuffix(".py").replace("/", ".")
        Site(folder).write(
            {
                "kp_apart/__init__.py": "",
                file: HEAD + made.format(name),
                f"kp_{name}-1.dist-info/METADATA": f"Metadata-Version: 2.1\nName: kp-{name}\nVersion: 1\n",
                f"kp_{name}-1.dist-info/entry_points.txt": f"[kinepedia.features]\n{name} = {module}\n",
            }
        )
    monkeypatch.syspath_prepend(folder)
    importlib.invalidate_caches()
    return folder


def test_an_installed_package_offers_features(site: Site, installed: Path) -> None:
    site.write({"site.toml": f"{SETTINGS}[features]\nalone = true\napart = true\n"})
    assert built(site).ok
    assert (site.read("alone.txt"), site.read("apart.txt")) == ("alone", "apart")
    result = built(site, safe=True)
    assert "alone, apart" in result.notices[-1]
    assert not (site.root / "output/alone.txt").exists()
    site.write({"site.toml": f"{SETTINGS}[features]\nalon = true\n"})
    (problem,) = built(site).diagnostics
    assert (problem.path, problem.line, problem.hint) == ("site.toml", 3, 'did you mean "alone"?')


BUILT_IN = "finder feed manifest headers sitemap theme figures structured_data twins redirects".split()


@pytest.mark.parametrize("name", BUILT_IN)
def test_any_feature_of_ours_can_be_left_out(site: Site, name: str) -> None:
    more = 'base_url = "https://example.org/"\nheaders = true\nprecompress = "gzip"\n'
    pose = "## How to\n\n### Step 1: Lie\n\n```pose\nsupine\n```\n"
    site.write({"site.toml": f"{SETTINGS}{more}[features]\n{name} = false\n"}).exercise(
        "bridge", "redirect_from: /old/\npublished: 2026-01-01\n", pose
    )
    result = built(site)
    assert (result.ok, result.diagnostics) == (True, ())
    gone = {
        "feed": "feed.xml",
        "sitemap": "sitemap.xml",
        "finder": "search/exercises.js",
        "headers": "_headers",
    }
    for feature, file in gone.items():
        assert (site.root / "output" / file).exists() == (feature != name)


SIDE_EFFECT = "from pathlib import Path\nPath(__file__).with_name('ran').write_text('x')\n"


def test_safe_runs_nothing_of_the_site(site: Site) -> None:
    value = "fields={'articles': {'stars': Field(type='number')}}, filters={'loud': str.upper}, page_data=f"
    with_feature(site, SIDE_EFFECT + "def f(s):\n    return 'more'\n", value).write(
        {
            "content/articles/a.md": "---\ntitle: A\nstars: 3\n---\nWords.\n",
            "templates/article.html": SHOWN.replace(
                "MORE", "<i>{{ page.title | loud }}{{ page.more.x }}</i>"
            ),
        }
    )
    run = site.run("build", "--safe")
    assert run.status == 0
    assert not (site.root / "features/ran").exists()
    assert "--safe ran no code of the site: the feature x was left out." in run.stderr + run.stdout
    assert "content/articles/a.md:3:1: warning[unknown-field]" in run.stderr
    assert "<i>ANone</i>" in site.read("articles/a/index.html")
    assert site.run("build").status == 0
    assert (site.root / "features/ran").exists()
    assert "stars" not in site.run("check").stderr


@pytest.mark.parametrize(
    "reach",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ page.__init__.__globals__ }}",
        "{{ entries.__self__._catalogue }}",
        "{{ ''['__class__'] }}",
        "{{ ('' | attr('__class__')) }}",
        "{{ page.more.update({'a': 1}) }}",
        "{{ '{0.__class__}'.format(page) }}",
        "{{ entries.__globals__ }}",
        "{{ (entries('articles') | first)._reader }}",
        "{{ self.__init__.__globals__ }}",
        "{{ once.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}",
    ],
)
def test_safe_templates_reach_nothing(site: Site, reach: str) -> None:
    site.write({**ARTICLE, "templates/article.html": SHOWN.replace("MORE", f"{reach}")})
    (problem,) = built(site, safe=True).diagnostics
    assert (problem.path, problem.line, problem.code) == ("templates/article.html", 3, "template-error")


def test_safe_templates_show_what_they_get(site: Site) -> None:
    more = "{% for x in entries('articles') %}<i>{{ x.title }} {{ x.page.intro }}</i>{% endfor %}"
    site.write({**ARTICLE, "templates/article.html": SHOWN.replace("MORE", more)})
    assert built(site, safe=True).ok
    assert "<i>A <p>Words.</p></i>" in site.read("articles/a/index.html")


def test_an_element_that_a_syntax_does_not_name_is_not_lost_in_silence(site: Site) -> None:
    code = (
        "class Loud(Extension):\n    def extendMarkdown(self, md):\n"
        '        loud = SimpleTagInlineProcessor(r"()!!([^!]+)!!", "blink")\n'
        '        md.inlinePatterns.register(loud, "loud", 175)\n'
    )
    with_feature(site, code, "markdown=Syntax(Loud, {})")
    site.write({"content/articles/a.md": "---\ntitle: A\n---\n!!Words!! and `<blink>` as code.\n"})
    (problem,) = built(site).diagnostics
    assert (problem.path, problem.line, problem.code) == ("content/articles/a.md", 4, "removed-html")
    assert "<blink>" in problem.message
    assert "Syntax" in problem.hint
    with_feature(site, code, "markdown=Syntax(Loud, {'blink': []})")
    assert not built(site).diagnostics
