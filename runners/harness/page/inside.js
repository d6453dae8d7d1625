// Runs in a world of its own in the page: same document, other globals, so that nothing that the
// page's scripts replaced is used here. Strict bounds on all that goes out.
(() => {
  "use strict";
  const tidy = (text) => String(text ?? "").replace(/\s+/g, " ").trim();
  const cut = (text, size = 300) => [...String(text ?? "")].slice(0, size).join("");

  // A text is the whole of it, an expression is found in it.
  const fits = (wanted, text) =>
    wanted.matches === undefined
      ? tidy(text) === tidy(wanted.text)
      : new RegExp(wanted.matches, wanted.flags).test(cut(tidy(text), 2000));

  const shown = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    if (box.width > 0 && box.height > 0) return true;
    // What has no box of its own may hold what has.
    return [...element.children].slice(0, 200).some((child) => shown(child));
  };

  const labels = (element) => {
    const texts = [...(element.labels ?? [])].map((label) => label.textContent);
    const ids = tidy(element.getAttribute("aria-labelledby")).split(" ").filter(Boolean);
    if (ids.length > 0) {
      texts.push(ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" "));
    }
    if (element.hasAttribute("aria-label")) texts.push(element.getAttribute("aria-label"));
    return texts.map((text) => tidy(text)).filter(Boolean);
  };
  const kControls = "input:not([type=hidden]), select, textarea, button, meter, progress, output," +
    " [contenteditable], [role]";
  const controls = () => [...document.querySelectorAll(kControls)].slice(0, 2000);

  // Labels that belong to no field, as they stand in the source.
  const lost = () => [...document.querySelectorAll("label")].slice(0, 200).filter((one) => !one.control)
    .map((one) => `<label${one.htmlFor ? ` for="${cut(one.htmlFor, 30)}"` : ""}>${tidy(one.textContent)}`);

  // In a few signs, as somebody would find it in the source.
  const describe = (element) => {
    let name = element.localName ?? "";
    if (element.id) name += `#${element.id}`;
    for (const one of [...element.classList].slice(0, 2)) name += `.${one}`;
    for (const attribute of ["name", "type", "href", "src"]) {
      if (!element.id && element.hasAttribute(attribute)) {
        name += `[${attribute}="${cut(element.getAttribute(attribute), 60)}"]`;
        break;
      }
    }
    return cut(name, 120);
  };

  const texts = (wanted) => {
    const found = [];
    const look = (element) => {
      if (found.length > 200 || ["SCRIPT", "STYLE", "TEMPLATE"].includes(element.tagName)) return;
      if (!fits(wanted, element.innerText ?? element.textContent)) {
        // The whole may differ where a part fits.
        for (const child of element.children) look(child);
        return;
      }
      const before = found.length;
      for (const child of element.children) look(child);
      if (found.length === before) found.push(element);
    };
    if (document.body) look(document.body);
    return found;
  };

  const find = {
    css: (selector) => [...document.querySelectorAll(selector)],
    label: (wanted) => controls().filter((one) => labels(one).some((text) => fits(wanted, text))),
    text: texts,
  };

  const valueOf = (element) => {
    if (element.localName === "select") return element.selectedOptions[0]?.label ?? "";
    if (element.type === "checkbox" || element.type === "radio") {
      return element.checked ? "checked" : "not checked";
    }
    return "value" in element ? String(element.value) : "";
  };

  const see = (element, attributes, styles, size) => {
    const computed = getComputedStyle(element);
    const row = {
      shown: shown(element), described: describe(element),
      text: cut(tidy(element.innerText ?? element.textContent), size), value: cut(valueOf(element), size),
      attributes: {}, styles: {},
    };
    for (const name of attributes) {
      if (element.hasAttribute(name)) row.attributes[name] = cut(element.getAttribute(name), size);
    }
    for (const name of styles) row.styles[name] = cut(tidy(computed.getPropertyValue(name)), 300);
    return row;
  };

  // The middle of what can be pressed, in the viewport; null: there is none, or something else
  // lies over it.
  const point = (element) => {
    element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    for (const box of element.getClientRects()) {
      const x = box.x + box.width / 2, y = box.y + box.height / 2;
      const top = document.elementFromPoint(x, y);
      const own = top !== null && (element.contains(top) || top.contains(element) ||
        [...(element.labels ?? [])].some((label) => label.contains(top)));
      if (box.width > 0 && box.height > 0 && own) return { x, y };
    }
    return null;
  };

  const tell = (element) => {
    element.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    element.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // "": it could be done; else why not.
  const choose = (element, option) => {
    if (element.localName !== "select") return "no_list";
    const found = [...element.options].find((one) =>
      fits(option, one.label) || (option.matches === undefined && one.value === option.text));
    if (!found) return "no_option";
    if (found.disabled || element.disabled) return "disabled";
    element.value = found.value;
    found.selected = true;
    tell(element);
    return "";
  };

  // Of fields that have no plain text in them: dates, colours, sliders.
  const kSet = ["date", "time", "datetime-local", "month", "week", "color", "range"];
  const setValue = (element, text) => {
    if (element.localName !== "input" || !kSet.includes(element.type)) return false;
    element.value = text;
    tell(element);
    return true;
  };
  const empty = (element) => {
    if (typeof element.select === "function") element.select();
  };
  const state = (element) => ({
    disabled: element.matches(":disabled"), editable: element.isContentEditable ||
      element.matches("input:not([readonly]), textarea:not([readonly])"),
    checked: element.checked === true, checkable: element.type === "checkbox" || element.type === "radio",
  });

  const kFocusStyles = ["outline-style", "outline-width", "outline-color", "box-shadow", "border-top-color",
    "border-bottom-color", "border-top-width", "border-bottom-width", "border-bottom-style",
    "background-color", "background-image", "color", "text-decoration-line", "text-decoration-color",
    "transform", "opacity", "filter", "font-weight"];
  const looks = (element) => {
    const parts = [];
    for (const one of [element, element.parentElement, ...(element.labels ?? [])]) {
      if (!one) continue;
      const computed = getComputedStyle(one);
      const outlined = computed.outlineStyle !== "none" && computed.outlineWidth !== "0px";
      parts.push(kFocusStyles.filter((name) => outlined || !name.startsWith("outline"))
        .map((name) => computed.getPropertyValue(name)).join("|"));
    }
    return parts.join("\n");
  };

  const boxes = () =>
    [...document.body.querySelectorAll("*")].slice(0, 600).map((element) => {
      const box = element.getBoundingClientRect();
      const computed = getComputedStyle(element);
      return [computed.display, box.width === 0 && box.height === 0, box.x, box.width,
        computed.flexDirection, computed.position];
    });

  // What is wider than the page, widest first.
  const sideways = () => {
    const room = document.documentElement.clientWidth;
    const width = Math.max(document.documentElement.scrollWidth, 0);
    if (width <= room + 1) return { width, room, widest: "" };
    let widest = null, right = room + 1;
    for (const element of [...document.body.querySelectorAll("*")].slice(0, 5000)) {
      const box = element.getBoundingClientRect();
      if (box.right + window.scrollX > right && box.width > 0) {
        right = box.right + window.scrollX;
        widest = element;
      }
    }
    return { width, room, widest: widest ? describe(widest) : "" };
  };

  // Every rule of the page's own style sheets, with the media that it is in.
  const rules = () => {
    const found = [];
    const walk = (list, media) => {
      for (const rule of list) {
        if (found.length >= 5000) return;
        if (rule instanceof CSSImportRule) {
          try {
            if (rule.styleSheet) walk(rule.styleSheet.cssRules, [...media, rule.media.mediaText].filter(Boolean));
          } catch { /* of another server */ }
          continue;
        }
        if (rule instanceof CSSStyleRule) found.push({ rule, media });
        if (rule.cssRules) {
          walk(rule.cssRules, rule instanceof CSSMediaRule ? [...media, rule.media.mediaText] : media);
        }
      }
    };
    for (const sheet of document.styleSheets) {
      try {
        walk(sheet.cssRules, [sheet.media.mediaText].filter(Boolean));
      } catch { /* of another server */ }
    }
    return found;
  };
  const kWidth = /\b(?:device-)?width\b/;
  const media = () => {
    const all = rules();
    const texts = [...new Set(all.flatMap((one) => one.media))].filter((text) => kWidth.test(text));
    return texts.slice(0, 100).map((text) => cut(text, 200));
  };
  const styles = () => {
    const all = rules();
    const defined = new Set(), used = new Set(), selectors = new Set();
    for (const element of document.querySelectorAll("[style]")) all.push({ rule: { style: element.style, selectorText: "" } });
    for (const { rule } of all.slice(0, 6000)) {
      if (rule.selectorText) selectors.add(cut(rule.selectorText, 200));
      for (const name of rule.style) if (name.startsWith("--")) defined.add(name);
      for (const [, name] of rule.style.cssText.matchAll(/var\(\s*(--[^\s,)]+)/g)) used.add(name);
    }
    const layouts = { grid: 0, flex: 0 };
    for (const element of [...document.body.querySelectorAll("*"), document.body].slice(0, 5000)) {
      const display = getComputedStyle(element).display;
      if (element.childElementCount === 0) continue;
      if (/^(inline-)?grid$/.test(display)) layouts.grid += 1;
      if (/^(inline-)?flex$/.test(display)) layouts.flex += 1;
    }
    return {
      properties: [...defined].filter((name) => used.has(name)).length, defined: defined.size, layouts,
      selectors: [...selectors].slice(0, 1000),
    };
  };

  const addresses = () => {
    const rows = [];
    const add = (element, kind, text, address) => {
      if (rows.length < 1000) rows.push({ kind, text: cut(text, 200), address: cut(address, 2000) });
    };
    for (const link of document.querySelectorAll("a[href], area[href]")) {
      add(link, "link", link.getAttribute("href"), link.href);
    }
    for (const one of document.querySelectorAll(
      "img[src], script[src], iframe[src], video[src], audio[src], source[src], track[src], embed[src]")) {
      add(one, "asset", one.getAttribute("src"), one.src);
    }
    for (const one of document.querySelectorAll("link[href]")) {
      if (/\b(stylesheet|icon|manifest|preload)\b/i.test(one.rel)) add(one, "asset", one.getAttribute("href"), one.href);
    }
    return rows;
  };

  // Where nothing can run, nothing changes by itself.
  let scripted = document.readyState !== "loading";
  if (!scripted) {
    const scripts = new MutationObserver((records) => {
      const added = (one) => one.localName === "script" || one.querySelector?.("script, iframe, object, embed") ||
        ["iframe", "object", "embed"].includes(one.localName);
      if (!records.some((record) => [...record.addedNodes].some(added))) return;
      scripted = true;
      scripts.disconnect();
    });
    scripts.observe(document, { childList: true, subtree: true });
  }
  const isStill = () => !scripted &&
    !document.evaluate("//@*[starts-with(name(), 'on')]", document, null, XPathResult.BOOLEAN_TYPE).booleanValue;

  const settle = (quiet, most) => new Promise((done) => {
    if (isStill()) return done();
    const start = performance.now();
    let timer;
    const end = () => { observer.disconnect(); done(); };
    const again = () => {
      clearTimeout(timer);
      if (performance.now() - start > most) return end();
      timer = setTimeout(end, quiet);
    };
    const observer = new MutationObserver(again);
    observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
    again();
  });

  // Seen before the page's own listeners see them.
  addEventListener("submit", (event) => {
    if (event.isTrusted && globalThis.graderTell) globalThis.graderTell("submit");
  }, true);
  addEventListener("invalid", (event) => {
    if (event.isTrusted && globalThis.graderTell) {
      globalThis.graderTell(`invalid ${(grader.refused ?? []).includes(event.target) ? "asked" : "other"} ${describe(event.target)}`);
    }
  }, true);

  const grader = {
    tidy, cut, fits, shown, labels, lost, controls, describe, find, see, point, choose, setValue, empty, state, tell, isStill,
    looks, boxes, sideways, media, styles, addresses, settle, found: [], refused: [],
  };
  globalThis.grader = grader;
})();
