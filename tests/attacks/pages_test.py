"""Pages that attack: classes 2, 9, 12, 14, 17 and 18. All of them in one run, so that each stands beside
the others; an honest page comes first and last, and has the same verdict as alone.

Each check asks for a title that only honest pages have, and for a button with a text.
"""
import json

import pytest
from whole_program import MARKER, run

HEAD = "<!doctype html><html lang=en><meta charset=utf-8><title>Honest</title>"
HONEST = HEAD + "<h1>Shop</h1><button>Buy</button>"
# Name, page, whether it may earn its point, causes that may be told, more files.
LIED = HEAD.replace("Honest", "Other")
CASES = [
    ("honest", HONEST, True, None),
    ("never-ends", HEAD + "<script>for(;;);</script>", False, "timeout_wall"),
    ("never-ends-later", HEAD + "<script>setTimeout(() => { for(;;); }, 100)</script><button>Buy</button>", None, "timeout_wall"),
    ("asks-for-ever", HEAD + "<script>for(;;) alert(1);</script>", False, "timeout_wall"),
    ("asks-now-and-then", HONEST + "<script>alert(1); confirm(2); prompt(3); onbeforeunload = () => 'stay'</script>", True, None),
    ("opens-windows", HONEST + "<script>for (let i = 0; i < 200; ++i) open('index.html?' + i)</script>", True, None),
    ("draws-much", HONEST + "<script>for (let i = 0; i < 300; ++i) { const c = document.createElement('canvas');"
     "c.width = c.height = 16000; const d = c.getContext('2d'); d.fillRect(0, 0, 16000, 16000); d.getImageData(0,0,9000,9000); document.body.append(c) }</script>", None, None),
    ("fills-memory", HEAD + "<script>const all = []; for (;;) all.push(new Uint8Array(1 << 26).fill(7));</script>", False, None),
    ("makes-workers", HEAD + "<button>Buy</button><script>for (let i = 0; i < 500; ++i) new Worker(URL.createObjectURL(new Blob(['for(;;);'])))</script>", None, None),
    ("fills-storage", HEAD + "<button>Buy</button><script>(async () => { const c = await caches.open('x');"
     "for (let i = 0;; ++i) await c.put('/' + i, new Response(new Uint8Array(1 << 24).fill(i))) })()</script>", None, None),
    ("goes-in-circles", HEAD + "<script>location.href = 'index.html?' + Math.random()</script>", False, None),
    ("reloads", HEAD + "<meta http-equiv=refresh content=0>", None, None),
    ("serves-itself", HONEST + "<script>navigator.serviceWorker?.register('sw.js')</script>", True, None),
    ("downloads", HONEST + "<a id=d href='index.html' download='../../results/page'>d</a><script>d.click()</script>", True, None),
    ("grows-tall", HONEST + "<div style='height:30000000px'></div>", True, None),
    ("has-many-elements", HONEST + "<script>document.body.insertAdjacentHTML('beforeend', '<p>x</p>'.repeat(200000))</script>", None, None),
    ("changes-all-the-time", HONEST + "<p id=p></p><script>setInterval(() => { p.textContent = Math.random() }, 1)</script>", True, None),
    # Patching what a judge in the page would use.
    ("patches-the-document", LIED + "<script>document.querySelectorAll = () => [document.body]; Element.prototype.checkVisibility = () => true;"
     "Object.defineProperty(document, 'title', {get: () => 'Honest'}); window.getComputedStyle = () => new Proxy({}, {get: () => 'Honest'});"
     "window.grader = {see: () => ({shown: true, text: 'Buy'})}; window.graderTell = () => 1; JSON.stringify = () => '{\"title\":\"Honest\"}'</script>", False, "wrong_result"),
    ("retitles", LIED + "<button>Buy</button><script>let n = 0; Object.defineProperty(navigator, 'webdriver', {get() { document.title = 'Honest'; return true }})</script>", False, "wrong_result"),
    ("finds-the-driver", LIED + "<button>Buy</button><script>if (navigator.webdriver || /Headless/.test(navigator.userAgent) || window.__playwright || window.__pwInitScripts) document.title = 'Honest'</script>", False, "wrong_result"),
    # Reaching out: other ports of loopback, the protocol of the browser, files, the metadata address.
    ("looks-around", LIED + "<script>let got = 0; const see = (u) => fetch(u, {mode: 'no-cors'}).then(() => { got++ }, () => {});"
     "for (const u of ['http://127.0.0.1:9222/json', 'http://127.0.0.1:22/', 'http://169.254.169.254/', 'http://localhost:8080/', 'http://[::1]:8080/',"
     "'file:///etc/passwd', 'file:///results/page', '/../results/page', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd'])"
     "{ const before = got; see(u).then(() => { if (got > before && !/8080|%2|\\.\\./.test(u)) document.title = 'Honest' }) }"
     "fetch('/../../../../results/page').then((r) => { if (r.ok) document.title = 'Honest' })</script><button>Buy</button>", False, "wrong_result"),
    ("reads-the-marker", LIED + "<script>for (const u of ['/marker', '/%2e%2e/marker', '/link']) fetch(u).then((r) => r.text()).then((t) => { console.error(t); document.title = t })</script><button>Buy</button>", False, "wrong_result"),
    # What it says is shown to people.
    ("speaks-html", HEAD + "<script>console.error('<script>alert(1)<\\/script>\\u001b[31m ::error::x')</script><button aria-label='<img src=x onerror=alert(1)>'>Buy</button>", None, None),
    ("honest-again", HONEST, True, None),
]

# What is asked in another way: name, page, checks, their points.
REMEMBERS = LIED + ("<form><input required aria-label=A><button>Buy</button></form><script>"
                    "if (name || document.cookie || history.state || history.length > 2 || localStorage.x || sessionStorage.x) document.title = 'Honest';"
                    "onpagehide = onclick = () => { name = document.cookie = 'x=1'; localStorage.x = sessionStorage.x = 1; history.pushState(1, '') }</script>")
OTHERS = [
    ("remembers", REMEMBERS, [[{"form": {"css": "form"}, "rest": "filled"}], [{"title": "Honest"}], [{"form": {"css": "form"}, "accepts": False}],
                              [{"title": "Honest"}]], [1, 0, 1, 0]),
    ("hides-behind-many", HONEST + "<p class=e hidden></p>" * 250 + "<p class=e>Bad</p>", [
        [{"see": {"css": ".e"}, "count": {"max": 0}}], [{"see": {"css": ".e"}, "text": "Bad", "visible": False, "count": {"max": 0}}],
        [{"see": {"text": "Bad"}, "count": {"max": 0}}]], [0, 0, 0]),
    # Elements whose names are those of the document's own.
    ("names-what-is-ours", LIED + "".join(f"<img name={one}><form name={one} id={one}></form>" for one in (
        "createDocumentFragment querySelector querySelectorAll documentElement body evaluate styleSheets getElementById CSS "
        "DocumentFragment getComputedStyle grader").split()) + "<button class=b>Buy</button>",
     [[{"see": {"css": ".b"}, "style": {"display": "inline-block"}}], [{"see": {"css": "button.b"}, "style": {"color": "red"}}],
      [{"title": "Honest"}], [{"see": {"css": ".c"}}]], [1, 0, 0, 0]),
    ("links-oddly", HONEST + "<a href='#100%'>a</a><a name='100%'>b</a><a href='#%zz'>c</a><p id='%zz'></p>", [[{"links": "work"}]], [1]),
]


@pytest.fixture(name="checks", scope="module")
def make_checks(tmp_path_factory):
    scratch = tmp_path_factory.mktemp("pages")
    tasks = []
    for name, page, _, _ in CASES:
        folder = scratch / "work" / name
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(page)
        (folder / "sw.js").write_text("onfetch = (e) => e.respondWith(new Response('<title>Other</title>'))")
        tasks.append({"id": name, "title": name, "path": name, "points": 1, "checks": [
            {"id": "page", "title": name, "points": 1, "score": "all", "page": {"open": "index.html", "expect": [
                {"title": "Honest"}, {"see": {"role": "button"}, "text": "Buy"}, {"console": "clean"}]}}]})
    for name, page, asked, _ in OTHERS:
        (scratch / "work" / name).mkdir()
        (scratch / "work" / name / "index.html").write_text(page)
        tasks.append({"id": name, "title": name, "path": name, "points": len(asked), "checks": [
            {"id": f"page-{i}", "title": name, "points": 1, "score": "all", "page": {"open": "index.html", "expect": expect}}
            for i, expect in enumerate(asked)]})
    (scratch / "work" / "link").symlink_to(scratch / "run" / "marker")
    rubric = scratch / "rubric.yaml"
    rubric.write_text(json.dumps({
        "rubric": "attacks/pages", "version": 1, "title": "Pages", "language": "en", "template": "none",
        "limits": {"wall": "8s", "cpu": "8s"}, "tasks": tasks}))
    code, words = run(scratch / "run", "grade", scratch / "work", "--rubric", rubric, "--format", "json,html,md,text",
                      "--out", scratch / "run" / "out", patience=230)
    assert code == 0, words
    report = json.loads((scratch / "run" / "out" / "report.json").read_text())
    assert report["result"]["status"] == "complete"
    assert report["sandbox"]["level"] == "full"
    page = (scratch / "run" / "out" / "report.html").read_text()
    assert "<script" not in page and "<img src=x" not in page
    assert "\x1b[31m" not in words
    return {**{task["id"]: task["checks"][0] for task in report["tasks"]},
            "all": {task["id"]: task["checks"] for task in report["tasks"]}}


@pytest.mark.parametrize("name, earns, cause", [(one[0], one[2], one[3]) for one in CASES], ids=[one[0] for one in CASES])
def test_attack(checks, name, earns, cause):
    check = checks[name]
    assert check["status"] in ("pass", "fail"), check
    if earns is not None:
        assert (check["points"] == 1) == earns, check
    if check["status"] == "fail":
        assert check["cause"], check
        if cause is not None:
            assert check["cause"] == cause, check
    assert check["assurance"] == "black_box"


@pytest.mark.parametrize("name, points", [(one[0], one[3]) for one in OTHERS], ids=[one[0] for one in OTHERS])
def test_several_checks(checks, name, points):
    assert [check["points"] for check in checks["all"][name]] == points, checks["all"][name]


def test_honest_pages_are_judged_alike(checks):
    first, last = dict(checks["honest"]), dict(checks["honest-again"])
    for one in (first, last):
        one.pop("title")
    assert first == last
    assert MARKER not in json.dumps(checks)
