"use strict";
// What a visitor does. Each gives "" or why it could not be done.
const { find, findOne } = require("./targets.js");

const kPatience = 2000;  // for an element that is still to come

async function press(visit, target) {
  const place = await visit.world.call(() => grader.point(grader.found[0]));
  if (!place) return "covered";
  await visit.page.mouse.click(place.x, place.y);
  return "";
}

const kSteps = {
  async click(visit, step) {
    const { disabled } = await visit.world.call(() => grader.state(grader.found[0]));
    return disabled ? "disabled" : press(visit, step.target);
  },
  async check(visit, step, wanted = true) {
    const state = await visit.world.call(() => grader.state(grader.found[0]));
    if (!state.checkable) return "no_box";
    if (state.disabled) return "disabled";
    if (state.checked === wanted) return "";
    const missed = await press(visit, step.target);
    if (!missed) return "";
    // A box that is hidden for looks is pressed by its label.
    return visit.world.call(() => {
      const label = grader.found[0].labels?.[0];
      if (!label) return "covered";
      label.click();
      return "";
    });
  },
  uncheck: (visit, step) => kSteps.check(visit, step, false),
  async type(visit, step) {
    const state = await visit.world.call(() => grader.state(grader.found[0]));
    if (state.disabled) return "disabled";
    if (!state.editable) return "no_field";
    if (await visit.world.call((text) => grader.setValue(grader.found[0], text), step.text)) return "";
    await visit.world.call(() => { grader.found[0].focus(); grader.empty(grader.found[0]); });
    await visit.page.keyboard.press("Delete");
    await visit.page.keyboard.type(step.text);
    return "";
  },
  choose: (visit, step) =>
    visit.world.call((option) => grader.choose(grader.found[0], option), step.option),
  wait_for: async () => "",
  async press(visit, step) {
    if (step.target) await visit.world.call(() => grader.found[0].focus());
    await visit.page.keyboard.press(step.key);
    return "";
  },
};

async function take(visit, step) {
  if (step.do === "wait_gone") {
    for (const until = Date.now() + kPatience; Date.now() < until;) {
      const { count } = await find(visit.world, step.target);
      const any = count > 0 && await visit.world.call(() => grader.found.some((one) => grader.shown(one)));
      if (!any) return "";
      await new Promise((done) => setTimeout(done, 50));
    }
    return "still_there";
  }
  if (step.target && !await findOne(visit.world, step.target, Date.now() + kPatience)) return "not_there";
  const why = await kSteps[step.do](visit, step);
  if (!why) await visit.settle();
  return why;
}

module.exports = { take };
