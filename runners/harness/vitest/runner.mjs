// Vitest's `runner`: its own, with our eyes on it. Runs in the process of one test file, and writes
// what came out of that file.

import { createRequire } from 'node:module';
import * as vitest from 'vitest';

const require = createRequire(import.meta.url);
const { given, write } = require('./handoff.js').take() ?? {};
const { makeWatch, pinNames } = require('./watch.js');
const rows = require('./rows.js');
const stubs = given?.listing ? require('./stubs.js').install() : null;

// Since 4.1 the main entry has it; before, it had one of its own.
const Base = vitest.TestRunner ?? (await import('vitest/runners')).VitestTestRunner;
const functionOf = Base.getTestFn ?? (await import('vitest/suite')).getFn;

export default class Runner extends Base {
  #watch = makeWatch(given.random, vitest.expect, functionOf);
  #thrown = null;

  async importFile(file, source) {
    if (source === 'collect' && !given.listing) pinNames();
    try {
      return await super.importFile(file, source);
    } catch (error) {
      this.#thrown ??= { error };
      throw error;
    }
  }

  async onCollected(files) {
    await super.onCollected?.(files);
    const [file] = files;
    this.#watch.collect(file);
    if (!given.listing) return;
    const tests = rows.listed(this.#watch.tests);
    const failure = tests.length > 0 ? null : rows.failureOf(file, given.name, this.#thrown);
    write({ tests, failure, ...stubs.seen() });
    for (const task of file.tasks) skip(task);
  }

  // Our call in place of the framework's, of a function that was taken when it was declared.
  async runTask(test) {
    await this.#watch.run(test);
  }

  async onAfterRunFiles(files) {
    await super.onAfterRunFiles?.(files);
    if (given.listing || rows.exited(this.#thrown)) return;
    const [file] = files;
    const problem = this.#watch.finish();
    const tests = rows.ran(this.#watch.tests);
    const failure = tests.length > 0 && !this.#thrown ? null
      : rows.failureOf(file, given.name, this.#thrown);
    write({ tests: failure ? [] : tests, failure, problem });
  }
}

function skip(task) {
  task.mode = 'skip';
  for (const child of task.tasks ?? []) skip(child);
}
