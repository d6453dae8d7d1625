// What a form asks for: choices of one among some, and values that its fields accept. Runs where
// inside.js runs, after it.
(() => {
  "use strict";
  const grader = globalThis.grader;
  const { tidy, cut, fits, labels, shown, tell } = grader;

  const isReal = (option) =>
    !option.disabled && !option.hidden && !option.parentElement.disabled && tidy(option.value) !== "";
  const kGroup = "fieldset, [role=group], [role=radiogroup]";

  // Lists, and radio buttons that exclude each other. Buttons and boxes of one group of the page that
  // do not are one choice that is `apart`.
  const choices = () => {
    const found = [...document.querySelectorAll("select")].map((list) => ({ list, members: [list], apart: list.multiple }));
    const alone = new Map(), together = new Map();
    for (const one of [...document.querySelectorAll("input[type=radio]")].slice(0, 500)) {
      const owner = one.form ?? document;
      if (!together.has(owner)) together.set(owner, new Map());
      const groups = together.get(owner);
      const name = one.name || one;
      groups.set(name, [...(groups.get(name) ?? []), one]);
    }
    for (const groups of together.values()) {
      for (const members of groups.values()) {
        const place = members[0].closest(kGroup);
        if (members.length > 1 || place === null) found.push({ members, apart: false });
        else alone.set(place, [...(alone.get(place) ?? []), ...members]);
      }
    }
    // Boxes where one is meant.
    for (const one of [...document.querySelectorAll("input[type=checkbox]")].slice(0, 500)) {
      const place = one.closest(kGroup) ?? one.form ?? document.body;
      alone.set(place, [...(alone.get(place) ?? []), one]);
    }
    for (const members of alone.values()) {
      if (members.length > 1 || members[0].type === "radio") found.push({ members, apart: members.length > 1 });
    }
    return found.slice(0, 200);
  };

  // The last words before a choice that are not those of one of its buttons.
  const wordsBefore = ({ members }) => {
    const walker = document.createTreeWalker(members[0].form ?? document.body, NodeFilter.SHOW_TEXT);
    let words = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!(node.compareDocumentPosition(members[0]) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
      const label = node.parentElement.closest("label");
      if (node.parentElement.closest("option, script, style") || (label && members.includes(label.control))) continue;
      words = tidy(node.data) || words;
    }
    return words;
  };
  const groupWords = ({ members }) => {
    const texts = [];
    for (let at = members[0].parentElement; at && at.localName !== "form"; at = at.parentElement) {
      if (!at.matches(kGroup)) continue;
      texts.push(...labels(at), tidy(at.querySelector(":scope > legend")?.textContent));
    }
    return texts.filter(Boolean);
  };
  // What a choice is called: best what its own label says, last what its group says.
  const kNames = [
    ({ list }) => (list ? labels(list) : []),
    ({ members }) => [members[0].name, members[0].id].filter(Boolean),
    (choice) => [wordsBefore(choice)].filter(Boolean),
    groupWords,
  ];
  const called = (choice) => kNames.map((names) => names(choice)[0]).find(Boolean) ?? "";

  const lookAtChoice = (wanted) => {
    const all = choices().filter(({ members }) => members.some((one) => shown(one) || (one.labels?.[0] && shown(one.labels[0]))));
    const choice = kNames.map((names) => all.find((one) => names(one).some((text) => fits(wanted, text)))).find(Boolean);
    if (!choice) return { choice: "not_there", near: all.slice(0, 10).map((one) => cut(called(one), 100)) };
    const { list, members, apart } = choice;
    const asks = !members[0].form?.noValidate;
    const options = list ? [...list.options].filter(isReal) : members.filter((one) => !one.matches(":disabled"));
    const needed = list
      ? (asks && list.validity.valueMissing) || [...list.selectedOptions].some(isReal)
      : members.some((one) => (asks && one.required) || one.checked);
    return {
      choice: "there", apart, needed, count: options.length,
      options: options.slice(0, 30).map((one) => cut(list ? tidy(one.label) : labels(one)[0] ?? one.value, 60)),
    };
  };

  const day = (now, more) => new Date(now + more * 86_400_000).toISOString();
  const kTexts = ["Robin Lee", "Robin", "robin", "ROBIN", "robin@example.org", "07700900123", "12345", "1"];
  const kLike = {
    email: () => ["robin@example.org", "robin@example.com"],
    tel: () => ["07700900123", "+447700900123", "0770-090-0123", "12345"],
    url: () => ["https://example.org/"],
    password: () => ["Robin-2027-long", "robin2027"],
    number: (one) => [one.min, one.max, "1", "10", "20", "100"],
    range: (one) => [one.min, one.max, "50"],
    date: (one, now) => [one.min, one.max, day(now, 1).slice(0, 10), day(now, 7).slice(0, 10)],
    "datetime-local": (one, now) => [one.min, one.max, day(now, 1).slice(0, 16)],
    month: (one, now) => [one.min, one.max, day(now, 0).slice(0, 7)],
    week: (one) => [one.min, one.max, "2027-W20"],
    time: (one) => [one.min, one.max, "12:00"],
  };

  // Gives each field that is still empty, but those of `left`, something that it accepts.
  const fill = (form, left, now) => {
    for (const one of [...form.elements].slice(0, 200)) {
      if (left.includes(one) || one.matches(":disabled, [readonly]") || !("validity" in one)) continue;
      if (one.localName === "select") {
        const option = [...one.options].find(isReal);
        if ([...one.selectedOptions].some(isReal) || !option) continue;
        option.selected = true;
      } else if (one.type === "radio") {
        const group = [...form.elements].filter((other) => other.type === "radio" && other.name === one.name);
        if (group.some((other) => other.checked || left.includes(other))) continue;
        one.checked = true;
      } else if (one.type === "checkbox") {
        if (!one.required || one.checked) continue;
        one.checked = true;
      } else {
        const texts = kLike[one.type]?.(one, now) ??
          (one.localName === "textarea" || ["text", "search"].includes(one.type) ? kTexts : []);
        if (one.value !== "" || texts.length === 0) continue;
        const fits = texts.filter(Boolean).some((text) => {
          one.value = text;
          return one.value !== "" && one.validity.valid;
        });
        if (!fits) one.value = "";
      }
      tell(one);
    }
  };

  const stateOf = (one) => one.localName === "select" ? [...one.selectedOptions].map((option) => option.index).join()
    : one.type === "radio" || one.type === "checkbox" ? String(one.checked) : one.value;

  // How the found fields were before anything was filled in.
  const remember = () => { grader.were = new Map(grader.found.map((one) => [one, stateOf(one)])); };

  // Of several found fields (a first and a last name) those that were filled in since then; none: all. The others
  // belong to the rest.
  const changed = () => {
    const were = grader.were ?? new Map();  // a page that went on to another has none of them
    const some = grader.found.filter((one) => were.has(one) && were.get(one) !== stateOf(one));
    return some.length > 0 ? some : grader.found;
  };

  Object.assign(grader, { lookAtChoice, fill, remember, changed });
})();
