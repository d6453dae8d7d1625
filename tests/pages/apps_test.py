"""Apps that are built before a browser opens them: what is built, what is said where it cannot be, and
what a submission may not do on the way. All are graded in one run.
"""
import json
import os
import pathlib
import subprocess

import pytest

GRADER = pathlib.Path(os.environ["GRADER_BIN"])
BUILD = GRADER.parent.parent
LAYERS = pathlib.Path(os.environ.get("GRADER_LAYERS", BUILD / "cache" / "grader" / "layers"))

SCRIPTS_PAGE = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>' \
               '<link rel="icon" href="%PUBLIC_URL%/icon.svg"></head><body><div id="root"></div></body></html>'
VITE_PAGE = SCRIPTS_PAGE.replace("%PUBLIC_URL%", "").replace(
    "</body>", '<script type="module" src="/src/main.jsx"></script></body>')
ICON = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
APP = "export default () => <h1>Open</h1>;\n"


def package(**dependencies):
    return json.dumps({"dependencies": {name.replace("_", "-"): version for name, version in dependencies.items()}})


def scripts(version="16.8.0", **files):
    """An app for react-scripts; names of files with '__' for '/'."""
    return {"package.json": package(react=version, react_dom=version, react_scripts="3.4.1"),
            "public/index.html": SCRIPTS_PAGE, "public/icon.svg": ICON, "src/App.js": APP,
            "src/index.js": "import React from 'react';\nimport ReactDOM from 'react-dom';\nimport App from './App';\n"
                            "ReactDOM.render(<App />, document.getElementById('root'));\n", **files}


def vite(**files):
    return {"package.json": package(react="^19.0.0", react_dom="^19.0.0", vite="^7.0.0"), "index.html": VITE_PAGE,
            "public/icon.svg": ICON, "src/App.jsx": APP,
            "src/main.jsx": "import { createRoot } from 'react-dom/client';\nimport App from './App.jsx';\n"
                            "createRoot(document.getElementById('root')).render(<App />);\n", **files}


OPEN = {"expect": [{"see": {"role": "heading", "name": "Open"}}, {"assets": "work"}, {"console": "clean"}]}
ROUTES = """import { BrowserRouter, Link, Route, Routes } from 'react-router-dom';
export default () => <BrowserRouter><Link to="/bread">Bread</Link><Routes>
  <Route path="/" element={<h1>Open</h1>} /><Route path="/bread" element={<h1>Bread</h1>} /></Routes></BrowserRouter>;
"""
NOT_BUILT = "The app cannot be built yet. The place below says where it stops."
# Name, files, settings of `page`, status, message (None: any), findings: (path, line, text).
ROWS = [
    ("react-scripts", scripts(), OPEN, "pass", None, []),
    ("react-scripts-5", scripts("^18.2.0", **{
        "src/App.js": "import { useState } from 'react';\nimport './App.css';\nimport logo, { ReactComponent as Drawn } from './logo.svg';\n"
                      "export default function App() {\n  const [count, setCount] = useState(0);\n"
                      "  return <><h1>{process.env.REACT_APP_STATE}</h1><img src={logo} alt='a' /><Drawn title='b' />\n"
                      "    <button onClick={() => setCount(count + 1)}>{count}</button></>;\n}\n",
        "src/App.css": "h1 { background: url(./logo.svg) }\n", "src/logo.svg": ICON, ".env": "REACT_APP_STATE=Open\n",
        "src/index.js": "import { createRoot } from 'react-dom/client';\nimport App from './App';\n"
                        "createRoot(document.getElementById('root')).render(<App />);\n"}),
     {"steps": [{"click": {"role": "button", "name": "0"}}], "expect": [{"see": {"role": "button", "name": "1"}}, *OPEN["expect"]]},
     "pass", None, []),
    ("requires", scripts(**{"src/logo.svg": ICON, "src/App.js":
        "import React from 'react';\nconst { open } = require('./words.json');\n"
        "export default () => <><h1>{open}</h1><img src={require('./logo.svg')} alt='' /></>;\n", "src/words.json": '{"open": "Open"}'}),
     {"expect": [*OPEN["expect"], {"see": {"css": "img"}, "attributes": {"src": {"matches": "svg"}}}]}, "pass", None, []),
    ("asks-the-internet", vite(**{"src/App.jsx": "fetch('https://api.example.org/').then((r) => r.json());\n" + APP}), OPEN, "pass", None, []),
    ("vite", vite(), OPEN, "pass", None, []),
    ("vite-without-react", {"index.html": VITE_PAGE.replace("main.jsx", "main.ts"), "public/icon.svg": ICON,
                            "src/main.ts": "const said: string = 'Open';\ndocument.body.append(Object.assign(document.createElement('h1'), { textContent: said }));\n"},
     OPEN, "pass", None, []),
    ("routes", vite(**{"src/App.jsx": ROUTES}),
     {"steps": [{"see": {"role": "heading", "name": "Open"}}, {"click": {"role": "link", "name": "Bread"}}],
      "expect": [{"see": {"role": "heading", "name": "Bread"}}, {"links": "work"}]}, "pass", None, []),
    ("opens-a-route", vite(**{"src/App.jsx": ROUTES}), {"open": "bread", "expect": [{"see": {"role": "heading", "name": "Bread"}}]},
     "pass", None, []),
    ("short-names", vite(**{"jsconfig.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["./src/*"]}}}',
                            "src/main.jsx": vite()["src/main.jsx"].replace("./App.jsx", "@/App")}), OPEN, "pass", None, []),
    ("names-from-src", scripts(**{"jsconfig.json": '{"compilerOptions": {"baseUrl": "src"}}',
                                  "src/index.js": scripts()["src/index.js"].replace("./App", "App")}), OPEN, "pass", None, []),
    ("lacks-a-package", vite(**{"src/App.jsx": "import dayjs from 'dayjs';\n" + APP}), OPEN, "fail", NOT_BUILT,
     [("src/App.jsx", 1, "This file imports the package dayjs. package.json does not name it.")]),
    ("names-a-package", vite(**{"package.json": package(react="^19.0.0", dayjs="^1.0.0"),
                                "src/App.jsx": "import dayjs from 'dayjs';\n" + APP}), OPEN, "needs_review",
     "The app uses the package dayjs, which is not here. A mentor looks at it.", []),
    ("lacks-a-file", vite(**{"src/App.jsx": "\nimport './app.css';\n" + APP, "src/App.css": ""}), OPEN, "fail", NOT_BUILT,
     [("src/App.jsx", 2, "This file imports ./app.css, and nothing is there. Capital letters count.")]),
    ("asks-for-a-script", scripts(**{"public/index.html": SCRIPTS_PAGE.replace("</head>", "\n<script type=module src=start.js></script></head>")}),
     OPEN, "fail", NOT_BUILT, [("public/index.html", 2, "This file imports start.js, and nothing is there. Capital letters count.")]),
    ("does-not-parse", scripts(**{"src/App.js": "export default () => (\n  <h1>Open</h2>\n);\n"}), OPEN, "fail", NOT_BUILT,
     [("src/App.js", 2, 'The build stops here. It says: Unexpected closing "h2" tag does not match opening "h1" tag')]),
    ("lacks-an-export", vite(**{"src/App.jsx": APP, "src/main.jsx": vite()["src/main.jsx"].replace("import App", "import { App }")}),
     OPEN, "fail", NOT_BUILT,
     [("src/main.jsx", 2, 'The build stops here. It says: "App" is not exported by "src/App.jsx", imported by "src/main.jsx".')]),
    ("has-no-page", {"package.json": package(react="19"), "src/App.jsx": APP}, OPEN, "fail",
     "There is no app to build yet: has-no-page/index.html is missing.", []),
    ("has-no-start", {"package.json": package(react_scripts="5"), "public/index.html": SCRIPTS_PAGE}, OPEN, "fail",
     "There is no app to build yet: has-no-start/src/index.js is missing.", []),
    ("throws", scripts(**{"src/App.js": "export default function App() {\n  return <h1>{useName()}</h1>;\n}\n"}),
     {"expect": [{"console": "clean"}]}, "fail", None,
     [("src/App.js", 2, "The browser reports this in its console.")]),
    # What a submission says about its build is not asked, and nothing else is written where it lies.
    ("configures", vite(**{"vite.config.js": "throw new Error('run');\n", "postcss.config.js": "throw new Error('run');\n",
                           "babel.config.js": "throw new Error('run');\n", "node_modules/react/index.js": "throw new Error('run');\n"}),
     OPEN, "pass", None, []),
    ("writes-its-verdict", {**vite(**{"src/App.jsx": "import said from '/results/app?raw';\n" + APP}), "dist/index.html": "<h1>Open</h1>",
                            "build/site/index.html": "<h1>Open</h1>"}, OPEN, "pass", None, None),
    ("leads-out", {**vite(), "public/passwd": pathlib.Path("/etc/passwd"), "public/up": pathlib.Path("../../../..")},
     {"expect": [{"see": {"role": "heading", "name": "Open"}}]}, None, None, None),
    ("grows", vite(**{"src/App.jsx": "import './a.css';\n" + APP, "src/a.css": "@import './b.css';\n", "src/b.css": "@import './a.css';\n"}),
     OPEN, None, None, None),
    # Odd by mistake or on purpose: never our fault, and never another's.
    ("is-odd", scripts(**{"package.json": '{"devDependencies": [1, null], "dependencies": {"react": {"toString": 1, "valueOf": 1},'
                          ' "react-scripts": null, "__proto__": {"react": "1"}}}', "index.html/index.html": "<h1>Closed</h1>",
                          "jsconfig.json": '{"compilerOptions": {"baseUrl": "src/App.js"}}',
                          "src/index.js": vite()["src/main.jsx"].replace(".jsx", "")}), OPEN, "pass", None, []),
    ("page-is-a-link", {**scripts(), "index.html": pathlib.Path("/results/app")}, OPEN, "pass", None, []),
    ("is-empty", {"package.json": '"', "index.html/x": ""}, OPEN, "fail", "There is no app to build yet: is-empty/index.html is missing.", []),
    ("speaks-of-itself", vite(**{".env": "VITE_A=$VITE_B\nVITE_B=${VITE_A}\nNODE_OPTIONS=--require=/submission/x.js\n", ".env.production": "VITE_A=\\${"}),
     OPEN, None, None, None),
    ("goes-in-circles", {**vite(), "public/again": pathlib.Path(".")}, OPEN, None, None, None),
    ("lies-in-its-map", vite(**{
        "index.html": VITE_PAGE.replace("<body>", '<body><script src="/lie.js"></script>'), "public/lie.js": "throw new Error('<script>alert(1)</script>')",
        "public/lie.js.map": json.dumps({"version": 3, "sources": ["/submission/lies-in-its-map/src/App.jsx", "/etc/passwd"], "names": [],
                                         "mappings": "AAg4jI"}),
        "src/App.jsx": "console.error('\\n'.repeat(1e6) + 'at http://127.0.0.1:8080/a.js:1:1');\n" + APP}),
     {"expect": [{"console": "clean"}]}, "fail", None, [("index.html", 0, "The browser reports this in its console.")] * 2),
    ("has-odd-names", vite(**{"src/<img src=x onerror=alert(1)>\n'\u202e.jsx": "export default (",
                              "src/App.jsx": 'export { default } from "./<img src=x onerror=alert(1)>\\n\'\\u202e.jsx";\n'}),
     OPEN, "fail", NOT_BUILT, None),
    ("leaves-by-its-names", vite(**{"jsconfig.json": '{"compilerOptions": {"paths": {"results/*": ["../../../results/*"], "@/*": ["/proc/self/*"]}}}',
                                    "src/App.jsx": "import said from 'results/app?raw';\nimport words from '@/environ?raw';\nexport default () => <h1>{said}{words}</h1>;\n"}),
     OPEN, "fail", None, None),
]


@pytest.fixture(name="graded", scope="module")
def make_graded(tmp_path_factory):
    scratch = tmp_path_factory.mktemp("apps")
    tasks = []
    for name, files, settings, *_ in ROWS:
        for file, content in files.items():
            path = scratch / "work" / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, pathlib.Path):
                path.symlink_to(content)
            else:
                path.write_text(content)
        tasks.append({"id": name, "title": name, "path": name, "points": 1, "checks": [
            {"id": "app", "title": name, "points": 1, "score": "all", "page": {"build": ".", "open": "index.html", **settings}}]})
    rubric = {"rubric": "tests/apps", "version": 1, "title": "Apps", "language": "en", "template": "none", "tasks": tasks}
    (scratch / "rubric.yaml").write_text(json.dumps(rubric))
    ran = subprocess.run(
        [GRADER, "grade", scratch / "work", "--rubric", scratch / "rubric.yaml", "--out", scratch / "out", "--jobs", "2"],
        env={**os.environ, "GRADER_LAYERS": str(LAYERS), "XDG_CACHE_HOME": str(scratch / "cache")},
        capture_output=True, timeout=280, check=False)
    assert ran.returncode == 0, (ran.stdout + ran.stderr).decode()
    report = json.loads((scratch / "out" / "report.json").read_text())
    return {task["id"]: task["checks"][0] for task in report["tasks"]}, report


@pytest.mark.parametrize("name, status, said, findings", [(one[0], *one[3:]) for one in ROWS], ids=[one[0] for one in ROWS])
def test_app(graded, name, status, said, findings):
    check = graded[0][name]
    assert check["status"] in ([status] if status else ["pass", "fail"]), check
    assert said is None or check["message"]["text"] == said
    told = [(one["path"].removeprefix(name + "/"), one.get("line", 0), one["message"]["text"]) for one in check["findings"]]
    assert findings is None or told == findings
    assert check["assurance"] == "black_box"


def test_both_environments_are_in_the_report(graded):
    assert [one["name"] for one in graded[1]["environments"]] == ["app", "page"]


def test_the_author_is_told_what_the_environment_lacks(graded):
    assert [note.partition(" ")[2] for note in graded[1]["run"]["notes"]] == [
        "names-a-package/app: the app uses the package 'dayjs', which its environment does not have; "
        "an environment of your own can have it"]


def test_an_error_is_told_in_the_words_of_the_browser(graded):
    assert [one["message"]["params"] for one in graded[0]["throws"]["findings"]] == [
        {"original": "ReferenceError: useName is not defined"}]
