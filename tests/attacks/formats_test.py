"""Class 18: names and texts of a submission, in every format that other systems read."""
import json
import re
import urllib.parse
import xml.etree.ElementTree

import pytest
from whole_program import run

RUBRIC = """
rubric: attacks/words
version: 1
title: Words
template: none
tasks:
  - {id: words, title: Words, path: w, points: 2, checks: [
      {id: no-var, title: Names live where they are needed, points: 1,
       text: {in: ["**/*.js"], forbid: [{pattern: 'var .*', message: This name can be used everywhere.}]},
       ask: "Could it exist in the loop alone?"},
      {id: there, title: There is a text, points: 1, files: {required: [a.txt]}}]}
"""
NAMES = [
    b"a b.js", "caf\u00e9 \U00010400.js".encode(), b"::set-output name=x::y.js", b"##[error]x.js", b"##vso[task.x]y.js",
    b"%0A::error::x.js", b"%25%3A%2C.js", b"a,line=1::error::.js", b"a\n::error::x.js", b"a\r::error::x.js",
    b"]]>.js", b"'\"&lt;.js", b"<!--.js", "\u202egnp.js".encode(), "\u2028::error::x.js".encode(), b"\xff\xfe.js",
    b"\x1b]0;t\x07.js", b"=cmd()'!A0.js", b"-rf.js", b"\\..\\x.js", "\ufffe\uffff.js".encode(), b"#?;.js",
    b"javascript:alert(1).js",
]
LINES = [b"var x = '::add-mask::y';", b"var ::error::z", b"var ]]></failure><error>", b"var \xff\x1b[2J",
         "var \U00010400\u202e = 1".encode(), b"var ##[add-mask]x %0A::error::y"]
FORMATS = {"sarif": "report.sarif", "rdjson": "report.rdjson", "github": "report-github.txt",
           "junit": "report-junit.xml", "ctrf": "report-ctrf.json"}
HIDDEN = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
# As the runner of GitHub reads each line of a log.
COMMAND = re.compile(r"^\s*::|##\w*\[")
OURS = re.compile(r"^::(error|warning|notice) (?:(?:title|file|line|endLine|col|endColumn)=[^,:]*,?)+::[^\r\n]+$")


@pytest.fixture(name="graded")
def make_graded(tmp_path):
    work = tmp_path / "work"
    (work / "w").mkdir(parents=True)
    for name in NAMES:
        (work / "w").joinpath(name.decode(errors="surrogateescape")).write_bytes(b"\n".join(LINES) + b"\n")
    (tmp_path / "rubric.yaml").write_text(RUBRIC)
    summary = tmp_path / "summary.md"
    code, words = run(tmp_path, "grade", work, "--rubric", tmp_path / "rubric.yaml", "--out", tmp_path / "out",
                      "--format", ",".join(["json", *FORMATS]), GITHUB_STEP_SUMMARY=str(summary))
    assert code == 0, words
    views = {name: (tmp_path / "out" / file).read_text() for name, file in FORMATS.items()}
    return words, views, summary.read_text()


def test_no_view_hides_or_reorders_anything(graded):
    words, views, summary = graded
    for name, text in {"log": words, "summary": summary, **views}.items():
        assert not HIDDEN.search(text), (name, HIDDEN.search(text))


def test_the_log_holds_no_command_but_ours(graded):
    words, views, _ = graded
    told = words.splitlines()
    ours = views["github"].splitlines()
    at = told.index(ours[0])
    assert told[at:at + len(ours)] == ours
    for line in told[:at] + told[at + len(ours):]:
        assert not COMMAND.search(line), line
    kinds = [OURS.match(line) for line in ours]
    assert all(kinds), ours
    assert len([kind for kind in kinds if kind.group(1) == "error"]) == 10
    # A check tells a hundred findings; the six remarks about names all fit.
    assert ours[-1] == f"::notice title=Words::{100 + 1 - 10} more remarks are not shown here."


def shown(name):
    """What the report writes of a name in its remarks."""
    return HIDDEN.sub(lambda sign: f"<U+{ord(sign.group()):04X}>", name.replace("\n", "<U+000A>"))


def test_paths_lead_to_the_files(graded):
    names = {"w/" + name.decode(errors="replace") for name in NAMES}
    allowed = names | {shown(name) for name in names} | {"w/a.txt"}
    _, views, _ = graded
    uris = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for result in json.loads(views["sarif"])["runs"][0]["results"]}
    for uri in uris:
        assert urllib.parse.urlsplit(uri).scheme == urllib.parse.urlsplit(uri).netloc == "", uri
    paths = {urllib.parse.unquote(uri, errors="strict") for uri in uris}
    assert names <= paths <= allowed
    assert names <= {each["location"]["path"] for each in json.loads(views["rdjson"])["diagnostics"]} <= allowed


def test_columns_of_reviewdog_count_bytes(graded):
    _, views, _ = graded
    seen = 0
    for each in json.loads(views["rdjson"])["diagnostics"]:
        span = each["location"].get("range", {"start": {}})
        if "column" not in span["start"]:
            continue
        line = LINES[span["start"]["line"] - 1]
        assert line[span["start"]["column"] - 1:span["end"]["column"] - 1] == line
        seen += 1
    assert seen > 50


def test_xml_is_xml(graded):
    _, views, _ = graded
    root = xml.etree.ElementTree.fromstring(views["junit"])
    assert [len(root.findall(f".//{name}")) for name in ("testcase", "failure", "error")] == [2, 2, 0]
    assert json.loads(views["ctrf"])["results"]["summary"]["failed"] == 2
