"use strict";
// Our own world in a page, spoken to by the browser's protocol: the page's scripts can neither see
// nor change what runs there.
const fs = require("node:fs");
const path = require("node:path");

const kName = "grader";
const kInside = ["inside.js", "fields.js"].map((name) => fs.readFileSync(path.join(__dirname, name), "utf8")).join("\n");

class World {
  static async open(page) {
    const world = new World();
    world.protocol = await page.context().newCDPSession(page);
    world.told = [];
    world.protocol.on("Runtime.bindingCalled", ({ payload }) => {
      if (world.told.length < 200) world.told.push(payload.slice(0, 300));
    });
    await Promise.all([
      world.protocol.send("Page.enable"),
      world.protocol.send("Runtime.enable"),
      world.protocol.send("DOM.enable"),
      world.protocol.send("Runtime.addBinding", { name: "graderTell", executionContextName: kName }),
      world.protocol.send("Page.addScriptToEvaluateOnNewDocument", {
        source: kInside, worldName: kName, runImmediately: true,
      }),
    ]);
    return world;
  }

  async #context() {
    const { frameTree } = await this.protocol.send("Page.getFrameTree");
    const { executionContextId } = await this.protocol.send("Page.createIsolatedWorld", {
      frameId: frameTree.frame.id, worldName: kName,
    });
    const { result } = await this.protocol.send("Runtime.evaluate", {
      contextId: executionContextId, expression: "typeof grader", returnByValue: true,
    });
    if (result.value !== "object") {
      await this.protocol.send("Runtime.evaluate", { contextId: executionContextId, expression: kInside });
    }
    return executionContextId;
  }

  // What `work(...values)` gives there. It may use `grader`, which is inside.js and fields.js.
  async call(work, ...values) {
    return this.#call(String(work), values.map((value) => ({ value })));
  }

  async #call(text, values, context) {
    const contextId = context ?? await this.#context();
    const answer = await this.protocol.send("Runtime.callFunctionOn", {
      functionDeclaration: text, executionContextId: contextId, arguments: values,
      returnByValue: true, awaitPromise: true,
    });
    if (answer.exceptionDetails) {
      const said = answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text;
      throw new Error(String(said).split("\n")[0]);
    }
    return answer.result.value;
  }

  async evaluate(source) {
    const contextId = await this.#context();
    await this.protocol.send("Runtime.evaluate", { contextId, expression: source });
  }

  // Remembers these nodes of the browser's own tree as `grader.found`.
  async remember(backendNodes) {
    const context = await this.#context();
    const values = [];
    for (const backendNodeId of backendNodes) {
      const { object } = await this.protocol.send("DOM.resolveNode", {
        backendNodeId, executionContextId: context,
      });
      values.push({ objectId: object.objectId });
    }
    await this.#call("(...nodes) => { grader.found = nodes; }", values, context);
    await this.protocol.send("Runtime.evaluate", { contextId: context, expression: "0" });
  }
}

module.exports = { World };
