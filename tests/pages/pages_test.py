"""Each expectation of the kind `page`, on a page where it speaks and on one where it stays silent.

All pages are graded in one run; a row says what must come out, in the words that students read.
"""
import json
import os
import pathlib
import subprocess

import pytest

GRADER = pathlib.Path(os.environ["GRADER_BIN"])
BUILD = GRADER.parent.parent
LAYERS = pathlib.Path(os.environ.get("GRADER_LAYERS", BUILD / "cache" / "grader" / "layers"))

HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title>' \
       '<meta name="viewport" content="width=device-width">'
FORM = """<form><label for=n>Name</label><input id=n name=n required minlength=2>
<label>Email <input type=email name=e required></label>
<label>Day <input type=date name=d min=2026-03-01 max=2026-03-29></label>
<label>Size <select name=s><option>S<option>M</select></label>
<label><input type=checkbox name=t> I agree</label><button>Send</button></form>"""
GRID = """<style>:root{--ink:#123;--room:8px}body{margin:0;color:var(--ink)}
@media (min-width:600px){main{display:grid;grid-template-columns:1fr 1fr;gap:var(--room)}}
@media (min-width:900px){main{grid-template-columns:1fr 1fr 1fr}}nav{display:flex}
article:first-child{color:red}</style>
<nav><a href="#a">A</a></nav><main><article id=a>1</article><article>2</article><article>3</article></main>"""

# Name, what stands in <body>, settings of `page`, verdict, sentences of what does not hold.
HOLDS, ROWS = "This is as the exercise asks.", []


def row(name, body, settings, *said, files=(), findings=()):
    ROWS.append((name, {"index.html": HEAD + body, **dict(files)}, settings, said, findings))


def expects(*expectations, **more):
    return {"expect": list(expectations), **more}


row("sees-a-role", "<header>x</header><main>y</main>", expects({"see": {"role": "banner"}}, {"see": {"role": "main"}}))
row("sees-no-role", "<div>x</div>", expects({"see": {"role": "banner"}}),
    "The page does not have this yet. Which element should it be?")
row("sees-a-picture", '<img alt="A cat" src="a.svg">', expects({"see": {"role": "img", "name": "A cat"}}),
    files={"a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'}.items())
row("sees-a-name", "<button> Send  it </button>",
    expects({"see": {"role": "button", "name": "Send it"}},
            {"see": {"role": "button", "name": {"matches": "(?i)^send"}}}))
row("sees-other-names", "<button>Submit</button>", expects({"see": {"role": "button", "name": "Send"}}),
    "The page does not have this yet. Which element should it be?")
row("sees-labels", FORM, expects({"see": {"label": "Name"}, "has": ["required"], "attributes": {"minlength": "2"}},
                                 {"see": {"label": {"matches": "^Email"}}, "attributes": {"type": "email"}}))
row("sees-no-label", "Name <input placeholder=Name>", expects({"see": {"label": "Name"}}),
    "The page does not have this yet. Which element should it be?")
row("has-a-lost-label", "<label for=nam>Name</label><input id=name><label>Email<input></label>",
    expects({"see": {"label": "Name"}}), "The page does not have this yet. Which element should it be?")
row("sees-no-attribute", FORM, expects({"see": {"label": "Name"}, "has": ["pattern"]}),
    "The attribute pattern is missing.")
row("sees-another-attribute", FORM, expects({"see": {"label": "Name"}, "attributes": {"minlength": "3"}}),
    "The attribute minlength is different.")
row("sees-text", "<p>Three  colours</p>", expects({"see": {"text": "Three colours"}}))
row("sees-hidden", "<p hidden>Three colours</p>", expects({"see": {"css": "p"}}),
    "It is in the page, but nobody can see it.")
row("sees-hidden-as-asked", "<p hidden>x</p>", expects({"see": {"css": "p"}, "visible": False}))
row("sees-another-text", "<h1>Hello</h1>", expects({"see": {"css": "h1"}, "text": "Goodbye"}),
    "It is there with a different text.")
row("counts", "<article>1</article><article>2</article>",
    expects({"see": {"css": "article"}, "count": 2}, {"see": {"css": "p"}, "count": 0}))
row("counts-too-few", "<article>1</article>", expects({"see": {"css": "article"}, "count": {"min": 3}}),
    "The page has 1 of these. The exercise asks for at least 3.")
row("counts-too-many", "<h1>1</h1><h1>2</h1>", expects({"see": {"css": "h1"}, "count": 1}),
    "The page has 2 of these. The exercise asks for at most 1.")
row("has-what-is-not-wanted", "<script>0</script>", expects({"see": {"css": "script"}, "visible": False, "count": 0}),
    "The page has 1 of these. The exercise asks for none.")
row("sees-style", "<footer style='position:fixed;bottom:0'>x</footer>",
    expects({"see": {"css": "footer"}, "style": {"position": "fixed", "bottom": "0px"}}))
row("sees-another-style", "<footer>x</footer>", expects({"see": {"css": "footer"}, "style": {"position": "fixed"}}),
    "The style position is different.")
row("is-not-as-named", "<footer>x</footer>",
    expects({"see": {"css": "footer"}, "name": "it stays", "style": {"position": {"matches": "fixed|sticky"}}}),
    "The style position is different.")
row("sees-at-a-width", GRID, expects({"see": {"css": "main"}, "style": {"display": "block"}, "at": 500},
                                     {"see": {"css": "main"}, "style": {"display": "grid"}}))
row("has-a-title", "", expects({"title": "A shop"}))
row("has-another-title", "", expects({"title": {"matches": "^Order"}}), "The title of the page is different.")
row("is-reached", FORM, expects({"keyboard": {"css": "input, select, button"}}))
row("is-reached-after-steps", FORM,
    expects({"keyboard": {"css": "input, select, button"}}, steps=[{"click": {"label": {"matches": "^Size"}}}]))
row("is-not-reached", "<div onclick='1' role=button>Buy</div>", expects({"keyboard": {"role": "button"}}),
    "The Tab key does not reach div. Can somebody use it without a mouse?")
row("hides-the-focus", "<style>button:focus{outline:0}</style><button id=b>Buy</button>",
    expects({"keyboard": {"role": "button"}}),
    "Nothing shows when button#b has the focus. How does somebody see where they are?")
row("shows-the-focus-otherwise", "<style>button:focus{outline:0;background:gold}</style><button>Buy</button>",
    expects({"keyboard": {"role": "button"}}))
ADA = [{"type": "Ada", "into": {"label": "Name"}}, {"type": "ada@example.org", "into": {"label": "Email"}}]
row("accepts-a-form", FORM, expects({"form": {"css": "form"}, "fill": [
    *ADA, {"type": "2026-03-02", "into": {"label": "Day"}},
    {"choose": "M", "in": {"label": {"matches": "^Size"}}}, {"check": {"label": "I agree"}}]}))
row("refuses-a-form", FORM, expects(
    {"form": {"css": "form"}, "fill": [{"type": "A", "into": {"label": "Name"}}], "accepts": False, "at": {"label": "Name"}},
    {"form": {"css": "form"}, "fill": [*ADA, {"type": "2026-05-02", "into": {"label": "Day"}}], "accepts": False,
     "at": {"label": "Day"}}))
row("accepts-too-much", FORM.replace("minlength=2", ""), expects(
    {"form": {"css": "form"}, "fill": [{"type": "A", "into": {"label": "Name"}}, ADA[1]], "accepts": False}),
    "The form accepts this example. Should it?")
row("refuses-too-much", FORM, expects({"form": {"css": "form"}, "fill": [ADA[0]]}),
    'The form does not accept this example. It stops at input[name="e"].')
row("refuses-elsewhere", FORM, expects({"form": {"css": "form"}, "fill": [ADA[0]], "accepts": False, "at": {"label": "Name"}}),
    'The form stops this example, but at another field: input[name="e"].')
NAMES = """<form><label>First <input class=n required></label><label>Last <input class=n required></label>
<button>Send</button></form>"""
LETTER = {"form": {"css": "form"}, "fill": [{"type": "A", "into": {"css": ".n"}}], "rest": "filled", "accepts": False,
          "at": {"css": ".n"}}
row("asks-about-what-was-filled-in", NAMES, expects(LETTER), "The form accepts this example. Should it?")
row("asks-about-what-was-filled-in-and-is-refused", NAMES.replace("class=n", "class=n minlength=2", 1), expects(LETTER))
row("asks-about-several-fields", NAMES, expects({key: LETTER[key] for key in LETTER if key != "fill"}))
row("asks-a-page-that-went-on", """<form><label>Size <select required onchange="location.search = '?m'"><option value="">-<option>M</select></label>
<button>Send</button></form>""", expects({"form": {"css": "form"}, "fill": [{"choose": "M", "in": {"css": "select"}}], "rest": "filled",
                                          "accepts": False, "at": {"css": "select"}}))
row("has-no-form", "<p>x</p>", expects({"form": {"css": "form"}}), "The page has no such form yet.")
row("cannot-be-sent", "<form><input></form>", expects({"form": {"css": "form"}}),
    "The form has no button yet that sends it.")
row("asks-without-a-button", "<form><label>Name <input required></label></form>", expects(
    {"form": {"css": "form"}, "accepts": False, "at": {"label": "Name"}},
    {"form": {"css": "form"}, "fill": ADA[:1], "accepts": False, "at": {"label": "Name"}}),
    "The form accepts this example. Should it?")
row("cannot-be-filled", FORM, expects({"form": {"css": "form"}, "fill": [{"type": "x", "into": {"label": "City"}}]}),
    "Step 1 of filling in is not possible: there is no such field.")
ALL = """<form><label>Your name <input name=n required pattern="[a-z]+"></label><label>Mail <input type=email name=e required></label>
<label>Day <input type=date name=d required min=2026-03-09 max=2026-03-29></label>
<label>Pieces <input type=number name=p required min=3 max=9></label><label>Hint <input name=h pattern="[!]+"></label>
<fieldset><legend>Colour</legend><label><input type=radio name=c value=r required>Red</label>
<label><input type=radio name=c value=b>Blue</label></fieldset>
<label>Size <select name=s required><option value="">Choose one<option>S<option>M</select></label>
<label><input type=checkbox name=t required> I agree</label><button>Send</button></form>"""
row("fills-the-rest", ALL, expects(
    {"form": {"css": "form"}, "rest": "filled"},
    {"form": {"css": "form"}, "fill": [{"type": "ada", "into": {"label": "Mail"}}], "rest": "filled", "accepts": False,
     "at": {"label": "Mail"}},
    {"form": {"css": "form"}, "rest": "filled", "accepts": False, "at": {"label": "Day"}}))
row("leaves-what-is-filled", ALL, expects(
    {"form": {"css": "form"}, "fill": [{"type": "1", "into": {"label": "Pieces"}}], "rest": "filled"}),
    'The form does not accept this example. It stops at input[name="p"].')
row("offers-choices", ALL, expects(
    {"choice": {"matches": "(?i)colou?r"}, "options": 2, "required": True},
    {"choice": {"matches": "^Size"}, "options": {"min": 2, "max": 6}, "required": True}, {"choice": "Colour"}))
row("offers-choices-by-other-names", """<form><p>Colour</p><label for=r>Red</label><input type=radio name=x id=r checked>
<label for=b>Blue</label><input type=radio name=x id=b>
<h2>What fits?</h2><select name=shirt-size><option>S<option>M</select></form>""", expects(
    {"choice": "Colour", "options": 2, "required": True}, {"choice": {"matches": "size"}, "options": 2, "required": True},
    {"choice": {"matches": "fits"}}))
row("offers-no-such-choice", ALL, expects({"choice": "Shape"}),
    "The page does not have this choice yet. Which list or group of radio buttons should it be?")
row("offers-other-numbers", ALL.replace('value=""', "value=none"), expects(
    {"choice": "Colour", "options": 3}, {"choice": {"matches": "^Size"}, "options": 2}),
    "Options that can be chosen: 2. The exercise asks for at least 3.",
    "Options that can be chosen: 3. The exercise asks for at most 2.")
row("can-be-left-out", ALL.replace('value=""', "disabled selected").replace(" value=r required", ""), expects(
    {"choice": "Colour", "options": 2}, {"choice": "Colour", "required": True},
    {"choice": {"matches": "^Size"}, "options": 2, "required": True}),
    *["The form can be sent without this choice. What tells the browser that it is needed?"] * 2)
row("chooses-more-than-one", "<form><fieldset><legend>Colour</legend><label><input type=radio name=r>Red</label>"
    "<label><input type=radio name=b>Blue</label></fieldset><h2>Sizes</h2><label><input type=checkbox>S</label>"
    "<label><input type=checkbox>M</label><label>Shape<select multiple><option>Round</select></label></form>",
    expects({"choice": "Colour"}, {"choice": "Sizes"}, {"choice": {"matches": "Shape"}}),
    *["More than one of these can be chosen at the same time. How does the browser know that one is meant?"] * 3)
row("links-work", '<a href="b.html">b</a><a href="#top">t</a><a href="https://example.org/">e</a>',
    expects({"links": "work"}), files={"b.html": "b"}.items())
row("links-are-broken", '<a href="B.html">b</a><a href="c.html">c</a><a href="#none">d</a>',
    expects({"links": "work"}), "The number of addresses that lead to nothing is 3.", files={"b.html": "b"}.items(),
    findings=("The file is called links-are-broken/b.html. Capital letters count in B.html.",
              "There is nothing at the address c.html.", "The page has no place with the name in #none."))
row("assets-work", '<link rel=stylesheet href="a.css"><img alt="" src="a.svg">', expects({"assets": "work"}),
    files={"a.css": "p{}", "a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"}.items())
row("assets-are-broken", '<link rel=stylesheet href="a.css"><p>x</p>', expects({"assets": "work"}),
    "The number of addresses that lead to nothing is 2.", files={"a.css": "p{background:url(no.png)}body{background:url(A.CSS)}"}.items(),
    findings=("The file is called assets-are-broken/a.css. Capital letters count in /assets-are-broken/A.CSS.",
              "There is nothing at the address /assets-are-broken/no.png."))
row("console-is-clean", "<script>console.log('x'); console.warn('y')</script>", expects({"console": "clean"}))
row("console-is-not", "<script>console.error('no'); nothing.at.all</script>", expects({"console": "clean"}),
    "The number of problems in the console of the browser is 2.",
    findings=("The browser reports this in its console.",) * 2)
row("fits", GRID, expects({"no_scroll_at": [320, 1200]}))
row("scrolls", "<div id=wide style='width:600px'>x</div>", expects({"no_scroll_at": [1200, 320]}),
    "At a width of 320 pixels the page is wider than the screen. The widest part is div#wide.")
row("grows", GRID, expects({"media": "min-width"}))
row("shrinks", "<style>@media (max-width: 600px){p{color:red}}</style>", expects({"media": "min-width"}),
    "The query (max-width: 600px) asks for less width. Could the style begin with the small screen?")
row("has-no-query", "<p>x", expects({"media": "min-width"}), "The style has no query about the width yet.")
row("has-breakpoints", GRID, expects({"breakpoints": 2}))
row("has-few-breakpoints", "<style>@media (min-width:600px){p{color:red}}</style><p>x", expects({"breakpoints": 1}),
    "The layout changes at 0 widths. The exercise asks for at least 1.")
row("has-properties", GRID, expects({"properties": 2}))
row("has-few-properties", "<style>:root{--a:1px}</style>", expects({"properties": 1}),
    "Custom properties that are set and used: 0. The exercise asks for at least 1.")
row("has-layouts", GRID, expects({"layout": ["grid", "flex"]}))
row("has-no-layout", "<p>x", expects({"layout": ["grid"]}), "No part of the page is laid out with grid yet.")
row("has-a-selector", GRID, expects({"selector": {"matches": ":first-child"}}))
row("has-no-selector", "<p>x", expects({"selector": {"matches": ":first-child"}}),
    "No rule of the style has such a selector yet.")
row("is-accessible", "<main><h1>x</h1></main>", {"accessibility": {}})
row("is-not-accessible", "<main><h1>x</h1><img src='a.svg'></main>", {"accessibility": {"standard": "wcag2a"}},
    "{passed} of {count} rules of accessibility hold.", findings=("img is hard to use for some people.",),
    files={"a.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"}.items())
row("is-accessible-enough", "<main><h1>x</h1><img src='a.svg'></main>",
    {"accessibility": {"standard": "wcag2a", "at_least": 30}}, findings=("img is hard to use for some people.",),
    files={"a.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"}.items())
COUNTER = """<button onclick="o.textContent = +o.textContent + 1">More</button><output id=o>0</output>
<input id=i aria-label=City oninput="p.textContent = i.value"><p id=p></p>
<input id=k aria-label=Key onkeydown="if (event.key === 'Enter') setTimeout(() => q.textContent = 'entered', 300)"><p id=q></p>
<button id=x disabled>Off</button>"""
row("does-steps", COUNTER, {
    "steps": [{"click": {"role": "button", "name": "More"}}, {"see": {"css": "#o"}, "text": "1"},
              {"click": {"role": "button", "name": "More"}}, {"type": "Lviv", "into": {"label": "City"}},
              {"press": "Enter", "on": {"label": "Key"}}, {"wait_for": {"text": "entered"}},
              {"wait_gone": {"text": "1"}}],
    "expect": [{"see": {"css": "#o"}, "text": "2"}, {"see": {"text": "Lviv"}}, {"see": {"label": "City"}, "value": "Lviv"}]})
row("counts-wrongly", COUNTER.replace("+ 1", "+ 2"),
    {"steps": [{"click": {"role": "button", "name": "More"}}], "expect": [{"see": {"css": "#o"}, "text": "1"}]},
    "It is there with a different text.")
row("cannot-be-clicked", COUNTER, {"steps": [{"click": {"role": "button", "name": "Off"}}],
                                   "expect": [{"title": "A shop"}, {"title": "A shop"}]},
    "The step “click: button \"Off\"” is not possible: it cannot be used.",
    "This was not looked at, because the page did not come so far.",
    "This was not looked at, because the page did not come so far.")
row("is-covered", "<button>Buy</button><div style='position:fixed;inset:0'></div>",
    {"steps": [{"click": {"role": "button"}}], "expect": [{"title": "A shop"}]},
    "The step “click: button” is not possible: something lies over it.",
    "This was not looked at, because the page did not come so far.")
row("holds-another-value", COUNTER, expects({"see": {"label": "City"}, "value": "Kyiv"}),
    "The field holds something different.")
row("knows-the-time", "<p id=p></p><script>p.textContent = new Date().toISOString().slice(0, 16)</script>",
    expects({"see": {"css": "p"}, "text": "2026-03-01T09:30"}, clock="2026-03-01T09:30"))
row("opens", "<p>x</p>", {"screenshots": True, "widths": [800, 375]})
row("is-not-there", "", {"open": "Index.html", "expect": [{"title": "x"}]},
    "There is no page is-not-there/Index.html yet, but is-not-there/index.html is there. Capital letters count.")

# Checks of one page share it; none sees what another did there.
SHARED = """<form onsubmit="localStorage.used = sessionStorage.used = 1; event.preventDefault()">
<label>Name <input name=n onkeydown="document.title = 'typed'"></label><button>Send</button></form>
<button id=b onclick="document.title = 'clicked'">More</button>
<script>document.title = localStorage.used || sessionStorage.used ? "used" : "fresh"; console.error(document.title)</script>"""
FRESH = {"expect": [{"title": "fresh"}, {"see": {"label": "Name"}, "value": ""}]}
SHARERS = [
    FRESH, {"expect": [{"form": {"css": "form"}, "fill": [{"type": "Ada", "into": {"label": "Name"}}]}]}, FRESH,
    {"steps": [{"click": {"css": "#b"}}], "expect": [{"title": "clicked"}]}, FRESH,
    {"expect": [{"keyboard": {"css": "input"}}]}, FRESH, {"expect": [{"title": "gone"}]}, {"expect": [{"title": "gone"}]},
    {"expect": [{"console": "clean"}]},
]


@pytest.fixture(name="graded", scope="module")
def make_graded(tmp_path_factory):
    """The checks of one run over all pages, by name, and the folder that it wrote into."""
    scratch = tmp_path_factory.mktemp("pages")
    tasks = []
    for name, files, settings, _, _ in ROWS:
        for file, content in files.items():
            path = scratch / "work" / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        tasks.append({"id": name, "title": name, "path": name, "points": 1, "checks": [
            {"id": "page", "title": name, "points": 1, "score": "all", "page": {"open": "index.html", **settings}}]})
    (scratch / "work" / "shared").mkdir()
    (scratch / "work" / "shared" / "index.html").write_text(HEAD + SHARED)
    tasks.append({"id": "shared", "title": "shared", "path": "shared", "checks": [
        {"id": f"check-{number}", "title": "Shared", "points": 1, "page": {"open": "index.html", **settings}}
        for number, settings in enumerate(SHARERS)]})
    rubric = {"rubric": "tests/pages", "version": 1, "title": "Pages", "language": "en", "template": "none", "tasks": tasks}
    (scratch / "rubric.yaml").write_text(json.dumps(rubric))
    ran = subprocess.run(
        [GRADER, "grade", scratch / "work", "--rubric", scratch / "rubric.yaml", "--out", scratch / "out", "--jobs", "2",
         "--format", "json,html,md,text"],
        env={**os.environ, "GRADER_LAYERS": str(LAYERS), "XDG_CACHE_HOME": str(scratch / "cache")},
        capture_output=True, timeout=250, check=False)
    assert ran.returncode == 0, (ran.stdout + ran.stderr).decode()
    report = json.loads((scratch / "out" / "report.json").read_text())
    checks = {task["id"]: task["checks"][0] for task in report["tasks"]}
    return checks | {"shared": report["tasks"][-1]["checks"]}, scratch / "out"


@pytest.mark.parametrize("name, said, findings", [(one[0], one[3], one[4]) for one in ROWS], ids=[one[0] for one in ROWS])
def test_expectation(graded, name, said, findings):
    check = graded[0][name]
    failed = [case["message"] for case in check["cases"] if case["status"] == "fail"]
    texts = [message["text"] for message in failed] or ([check["message"]["text"]] if said else [])
    wanted = [text.format(**(failed[0]["params"] if failed and "{" in text else {})) for text in said]
    assert texts == wanted, check
    assert check["status"] == ("fail" if said else "pass")
    assert sorted(one["message"]["text"] for one in check["findings"]) == sorted(findings)
    assert all(case["message"]["text"] == HOLDS for case in check["cases"] if case["status"] == "pass")
    assert check["assurance"] == "black_box"


def test_near_names_are_told(graded):
    case = graded[0]["sees-other-names"]["cases"][0]
    assert (case["expected"], case["actual"]) == ('button "Send"', 'button "Submit"')


def test_labels_of_no_field_are_told(graded):
    case = graded[0]["has-a-lost-label"]["cases"][0]
    assert case["actual"] == 'Email, <label for="nam">Name'


def test_options_and_other_choices_are_told(graded):
    assert [case["actual"] for case in graded[0]["offers-other-numbers"]["cases"]] == ["Red, Blue", "Choose one, S, M"]
    case = graded[0]["offers-no-such-choice"]["cases"][0]
    assert (case["expected"], case["actual"]) == ('"Shape"', "Size Choose oneSM, c")


def test_a_pattern_is_told_by_the_words_of_the_rubric(graded):
    case = graded[0]["is-not-as-named"]["cases"][0]
    assert (case["expected"], case["actual"]) == ("it stays", "static")


def test_other_servers_are_told(graded):
    assert graded[0]["links-work"]["cases"][-1]["status"] == "pass"


def test_checks_that_share_a_page_do_not_meet(graded):
    checks, out = graded
    assert [check["status"] for check in checks["shared"]] == ["pass"] * 7 + ["fail"] * 3
    assert len(checks["shared"][-1]["findings"]) == 1
    assert {check["evidence"][0]["path"] for check in checks["shared"][-3:]} == {"evidence/shared-check-7-1.png"}
    assert (out / "evidence/shared-check-7-1.png").read_bytes().startswith(b"\x89PNG")


def test_pictures_are_below_the_report(graded):
    checks, out = graded
    evidence = checks["opens"]["evidence"]
    assert [one["title"] for one in evidence] == ["opens/index.html, 800 × 800", "opens/index.html, 375 × 800"]
    for one in evidence:
        assert (out / one["path"]).read_bytes().startswith(b"\x89PNG")
    page = (out / "report.html").read_text()
    assert '<img src="evidence/opens-page-1.png" loading="lazy" alt=""><a href="evidence/opens-page-1.png">' \
        "Picture of the page <bdi>opens/index.html, 800 × 800</bdi></a>" in page
    # A comment stands where none of these files is.
    comment = (out / "report.md").read_text()
    assert "evidence/" not in comment
    titles = {one["title"] for one in checks["sees-no-role"]["evidence"] if one["kind"] == "picture"}
    assert "In the report: Picture of the page " in comment
    assert any(title.replace("-", "\\-").replace(".", "\\.") in comment for title in titles)
    assert "img-src &#39;self&#39; data:" in page.replace("&#x27;", "&#39;").replace("'", "&#39;")


def test_what_was_seen_is_recorded_where_something_is_amiss(graded):
    checks, out = graded
    kinds = [one["kind"] for one in checks["sees-other-names"]["evidence"]]
    assert kinds == ["picture", "outline"]
    outline = (out / checks["sees-other-names"]["evidence"][1]["path"]).read_text()
    assert outline == 'button "Submit"\n'
    assert checks["sees-a-role"]["evidence"] == []
