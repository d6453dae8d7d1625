// Grades a submission with a page rubric of the library, and opens the student's page in English and in Arabic:
// accessible and quiet, with the pictures and the words of a real look at a page.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { expectAccessible, launch, open } from "./reports.mjs";

const library = fileURLToPath(new URL("../../rubrics/library/responsive-page", import.meta.url));
const shots = process.env.GRADER_BROWSER_SHOTS;
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "library-page-"));
const out = path.join(scratch, "out");

let browser;
before(async () => {
  const work = path.join(scratch, "work");
  for (const folder of ["template", "submissions/partial"]) {
    fs.cpSync(path.join(library, folder), work, { recursive: true });
  }
  execFileSync(process.env.GRADER_BIN, [
    "grade", work, "--rubric", path.join(library, "rubric.yaml"), "--out", out, "--lang", "en,ar", "--quiet",
  ], { env: { ...process.env, XDG_CACHE_HOME: path.join(scratch, "cache") } });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  fs.rmSync(scratch, { recursive: true });
});

for (const [name, lang, dir, width, dark, title] of [
  ["report.html", "en", "ltr", 1280, false, "A page for every screen"],
  ["report.ar.html", "ar", "rtl", 360, true, "صفحة لكل شاشة"],
]) {
  test(`${name} has no accessibility violation`, async () => {
    await open(browser, path.join(out, name), { width, dark }, async (page) => {
      assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir || "ltr"]), [lang, dir]);
      assert.match(await page.evaluate(() => document.body.innerText), new RegExp(title));
      await expectAccessible(page, ["closed", "open"], async (state) => {
        if (shots) await page.screenshot({ path: path.join(shots, `library-${lang}-${state}.png`), fullPage: true });
      });
      const pictures = await page.evaluate(() => Promise.all([...document.images].map(async (one) => {
        one.loading = "eager";
        await one.decode();
        return [one.naturalWidth > 0, one.nextSibling.textContent !== ""];
      })));
      assert.ok(pictures.length >= 3, `${pictures.length} pictures`);
      assert.ok(pictures.flat().every(Boolean), JSON.stringify(pictures));
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    });
  });
}
