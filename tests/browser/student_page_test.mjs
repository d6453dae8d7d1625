// Opens every stored page of tests/report/golden in the browser: accessible, valid, quiet, and
// nothing of a hostile report comes to life. GRADER_BROWSER_SHOTS=folder keeps pictures to look at.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { expectAccessible, launch, open, openDetails, packages } from "./reports.mjs";

const { HtmlValidate } = packages("html-validate");

const here = path.dirname(fileURLToPath(import.meta.url));
const golden = path.join(here, "..", "report", "golden");
// Each page of each case: "half", "half/ar".
const cases = fs.readdirSync(golden).sort().flatMap((name) =>
  fs.readdirSync(path.join(golden, name)).sort()
    .map((file) => /^report(?:\.([a-z-]+))?\.html$/.exec(file))
    .filter((found) => found)
    .map((found) => ({ name: found[1] ? `${name}/${found[1]}` : name, file: path.join(golden, name, found[0]) })));
// The others are shown in two of the four ways, and with all parts open: they hold nothing that these do not.
const thorough = ["half", "hostile", "translated/ar"];
const shots = process.env.GRADER_BROWSER_SHOTS;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

// Elements whose text does not fit into them.
function cut() {
  return [...document.querySelectorAll("body *")]
    .filter((each) => !each.closest(".vh,.sprite,svg,pre") && getComputedStyle(each).overflowX !== "visible")
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
    .map((each) => `${each.tagName}.${each.className} ${each.textContent.slice(0, 60)}`);
}

// How far the content is wider than the window, and by which elements.
function overflow() {
  const width = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll("body *")]
    .filter((each) => !each.closest(".vh,.sprite,svg,.skip") && (each.getBoundingClientRect().right > width + 0.5 || each.getBoundingClientRect().left < -0.5))
    .map((each) => `${each.tagName}.${each.className}`);
  return { over: Math.max(0, document.documentElement.scrollWidth - width), wide: wide.slice(0, 5) };
}

for (const { name, file } of cases) {
  describe(name, () => {
    test("is valid HTML", async () => {
      const validator = new HtmlValidate({
        extends: ["html-validate:standard", "html-validate:document"],
        rules: { "no-inline-style": "error", "require-sri": "off" },
      });
      const report = await validator.validateFile(file);
      const messages = report.results.flatMap((result) =>
        result.messages.map((each) => `${each.line}:${each.column} ${each.ruleId}: ${each.message}`));
      assert.deepEqual(messages, []);
    });

    for (const dark of [false, true]) {
      for (const width of [360, 1280]) {
        if (!thorough.includes(name) && dark !== (width === 360)) continue;
        test(`has no accessibility violation: ${dark ? "dark" : "light"}, ${width} px`, async () => {
          await open(browser, file, { width, dark }, async (page) => {
            await expectAccessible(page, thorough.includes(name) ? ["closed", "open"] : ["open"], async (state) => {
              if (!shots) return;
              const picture = `${name.replace("/", "-")}-${width}-${dark ? "dark" : "light"}-${state}.png`;
              await page.screenshot({ path: path.join(shots, picture), fullPage: true });
            });
          });
        });
      }
    }

    test("in one window", (t) => open(browser, file, {}, async (page) => {
      await t.test("never scrolls to the side", async () => {
        for (const state of ["closed", "open"]) {
          if (state === "open") await openDetails(page);
          for (const width of [320, 360, 768, 1280]) {
            await page.setViewportSize({ width, height: 900 });
            assert.deepEqual({ state, width, ...(await page.evaluate(overflow)) }, { state, width, over: 0, wide: [] });
            assert.deepEqual({ state, width, cut: await page.evaluate(cut) }, { state, width, cut: [] });
          }
        }
      });

      await t.test("holds nothing that runs or leads elsewhere", async () => {
        const found = await page.evaluate(() => ({
          active: document.querySelectorAll("script,iframe,object,embed,form,img,base,link").length,
          attributes: [...document.querySelectorAll("*")].flatMap((each) =>
            [...each.attributes].map((one) => one.name).filter((one) => /^on|^style$|^srcdoc$/.test(one))),
          links: [...document.querySelectorAll("a")].map((each) => each.getAttribute("href"))
            .filter((href) => !/^(#[\w-]+|https:\/\/[^\s]+|report(\.[a-z-]+)?\.html)$/.test(href)),
          siblings: [...document.querySelectorAll(".langs a")].map((each) => each.getAttribute("href")),
          broken: [...document.querySelectorAll("a[href^='#']")].map((each) => each.getAttribute("href"))
            .filter((href) => !document.getElementById(href.slice(1))),
          twice: [...document.querySelectorAll("[id]")].map((each) => each.id)
            .filter((id, at, all) => all.indexOf(id) !== at),
        }));
        const { siblings, ...rest } = found;
        assert.deepEqual(siblings.filter((href) => !fs.existsSync(path.join(path.dirname(file), href))), []);
        assert.deepEqual(rest, { active: 0, attributes: [], links: [], broken: [], twice: [] });
      });

      await t.test("prints on at most six pages of A4", async () => {
        const pdf = await page.pdf({ format: "A4" });
        if (shots) fs.writeFileSync(path.join(shots, `${name.replace("/", "-")}.pdf`), pdf);
        const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
        assert.ok(pages >= 1 && pages <= 6, `${pages} pages`);
      });

      await t.test("holds text of twice the size and with wide spacing", async () => {
        await page.setViewportSize({ width: 720, height: 900 });
        await page.evaluate(() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`html{font-size:200%}
            *{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}`);
          document.adoptedStyleSheets = [sheet];
        });
        assert.equal((await page.evaluate(overflow)).over, 0);
      });
    }));
  });
}
