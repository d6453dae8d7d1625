#!/usr/bin/env python3
"""One page, as a `page` check with axe-core and three screenshots, against a bare headless Chromium that
playwright-core drives to do the same: open it, run axe-core, take three pictures. Goal: at most 1.3 times.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import paired

GOAL_TIMES = 1.3
EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "responsive-page" / "submissions" / "good"
WIDTHS = [1280, 768, 375]
BARE = """
const { chromium } = require('playwright-core');
const fs = require('node:fs');
const path = require('node:path');
const [folder, out] = process.argv.slice(2);
(async () => {
  const server = require('node:http').createServer((request, response) => {
    const file = path.join(folder, decodeURIComponent(request.url.slice(1)));
    const types = { '.html': 'text/html', '.css': 'text/css', '.svg': 'image/svg+xml' };
    try {
      const body = fs.readFileSync(file);
      response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'text/plain' });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const browser = await chromium.launch({ executablePath: '/usr/lib/chromium/chromium',
    args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`http://127.0.0.1:${server.address().port}/index.html`);
  await page.evaluate(fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const found = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }));
  if (found.violations.length > 0) throw new Error('the page has violations');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    await page.screenshot({ path: path.join(out, `${width}.png`), fullPage: true });
  }
  await browser.close();
  process.exit(0);
})();
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grader", required=True, metavar="BIN", help="of a release build")
    parser.add_argument("--layers", required=True, metavar="DIR", help="the built environments")
    parser.add_argument("--layer", required=True, metavar="DIR", help="the node_modules of `page`")
    parser.add_argument("--node", required=True, metavar="BIN", help="for the bare runs: that of the environment")
    parser.add_argument("--runs", type=int, default=9, help="(default: %(default)s)")
    args = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="page-vs-bare-"))
    (work / "bare.js").write_text(BARE.replace("WIDTHS", json.dumps(WIDTHS)))
    (work / "node_modules").symlink_to(args.layer)
    rubric = {
        "rubric": "benchmarks/page", "version": 1, "title": "Page", "language": "en", "template": "none",
        "tasks": [{"id": "page", "title": "Page", "path": "index.html", "points": 1, "checks": [
            {"id": "page", "title": "Page", "points": 1, "page": {
                "open": "index.html", "widths": WIDTHS, "screenshots": True, "accessibility": {}}}]}]}
    (work / "rubric.yaml").write_text(json.dumps(rubric))
    clean = {"PATH": os.environ["PATH"], "HOME": str(work), "LANG": "C.UTF-8"}
    bare = [args.node, work / "bare.js", EXAMPLE, work]
    ours = [args.grader, "grade", EXAMPLE, "--rubric", work / "rubric.yaml", "--out", work / "out"]
    environment = {**clean, "GRADER_LAYERS": args.layers, "XDG_CACHE_HOME": str(work / "cache")}

    paired.print_host()
    print("# grader:", " ".join(map(str, ours)))
    print("# bare:", " ".join(map(str, bare)))
    results = paired.interleave(
        args.runs,
        grader=lambda: paired.timed(ours, env=environment),
        bare=lambda: paired.timed(bare, env=clean),
    )
    times = statistics.median(g / b for g, b in zip(results["grader"], results["bare"]))
    report = json.loads((work / "out" / "report.json").read_text())
    check = report["tasks"][0]["checks"][0]
    assert check["status"] == "pass" and len(check["evidence"]) == len(WIDTHS), check
    paired.print_figure("bare Chromium, axe-core and three pictures", paired.milliseconds(results["bare"]))
    paired.print_figure(
        "grader grade, the same as a check", f"{paired.milliseconds(results['grader'])}, {times:.2f} times",
        times <= GOAL_TIMES)
    print("# durations of its last run:", json.dumps(report["run"]["durations_ms"]))
    shutil.rmtree(work)
    return 0 if times <= GOAL_TIMES else 1


if __name__ == "__main__":
    sys.exit(main())
