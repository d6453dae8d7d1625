'use strict';
// Runs test files with jest, one after the other in this process, without jest's command line:
// no search for tests, no map of the project, no configuration from the submission.

const { request, write, sha256 } = require('../common/results.js').open();
const path = require('path');
const fs = require('fs');
const vm = require('vm');
const { ROOT, configure, moduleFile } = require('./config.js');
const { describe, noFile } = require('../common/failures.js');

const { getActiveResourcesInfo, reallyExit } = process;
const startTimer = setTimeout;
const listing = request.mode === 'list';

// No haste modules, and no mocks from `__mocks__` folders but the template's.
const MODULES = {
  getModule: () => null,
  getPackage: () => null,
  getMockModule: (name) => mocks.get(name),
  getRawModuleMap: () => ({
    duplicates: new Map(), map: new Map(), mocks: new Map(), rootDir: ROOT,
  }),
  toJSON: () => ({ duplicates: [], map: [], mocks: [], rootDir: ROOT }),
};
const NO_FILES = { exists: () => false, getAllFiles: () => [], matchFiles: () => [] };

// What a finished file leaves behind (a timer that throws, a promise that nobody awaits) must not
// take the files after it along. While tests run, jest-circus hears of these itself; before 30 it
// forgets to bring this listener back.
const ignore = () => {};
function guard() {
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    if (!process.listeners(event).includes(ignore)) process.on(event, ignore);
  }
}
guard();

const SETTLE = 5;  // milliseconds

// Timers of a finished file that are about to fire do so before the next one runs, whose errors theirs
// would be.
async function settle() {
  if (!getActiveResourcesInfo.call(process).includes('Timeout')) return;
  guard();
  await new Promise((done) => { startTimer(done, SETTLE); });
}

const reported = new Set();
let mocks = new Map();
let expected = '';
let commonJs = false;
let wrapped = false;
let together = '';  // why the tests of this file cannot be judged from another jail

require('./session.js').give({
  listing,
  guard,
  // Of each file its own: what one has seen says nothing about the next.
  random: (file) => sha256(`${request.canaries} ${file}`),
  asCommonJs: () => commonJs,
  wrapped: () => wrapped,
  setWrapped(value) {
    wrapped = value;
  },
  // Each file once, and only while it is its turn.
  begin(file) {
    const ok = file === expected;
    expected = '';
    return ok;
  },
  write(line) {
    if (reported.has(line.file)) return;
    reported.add(line.file);
    write({ ...line, together });
  },
});

function load(name) {
  const loaded = require(moduleFile(name));
  return loaded.default ?? loaded;
}

// The template's configuration cannot be followed on this layer, whoever's code is tested.
function refuse(file, { lacks, unread }) {
  const failure = lacks
    ? { kind: 'missing_package', subject: lacks,
      message: `Cannot find module '${lacks}', which the jest configuration asks for` }
    : { kind: 'other', subject: '', message: `the jest configuration cannot be read: ${unread}` };
  Object.assign(failure, { file, line: 0, column: 0 });
  reported.add(file);
  write({ file, tests: [], failure, problem: '' });
}

async function runOne(file, defaults, asCommonJs) {
  const testPath = path.join(ROOT, file);
  const { globalConfig, projectConfig, native, refused } =
    configure(defaults, file, request.settings, listing ? (asCommonJs ? 'commonjs' : 'plain') : '');
  if (refused) {
    refuse(file, refused);
    return null;
  }
  const TestRunner = load('jest-runner');
  const Runtime = load('jest-runtime');
  const resolver = Runtime.createResolver(projectConfig, MODULES);
  const context = { config: projectConfig, hasteFS: NO_FILES, moduleMap: MODULES, resolver };
  const runner = new TestRunner(globalConfig, {});
  const tests = [{ path: testPath, context }];
  const watcher = { isInterrupted: () => false, on() {} };
  expected = file;
  // Another file's ES modules may be native in this process.
  commonJs = asCommonJs || (!native && Boolean(vm.SourceTextModule));
  let failed = null;
  const onFailure = (error) => {
    failed = { error };
  };
  if (runner.on) {
    runner.on('test-file-failure', ([, error]) => onFailure(error));
    const options = { serial: true };
    if (runner.runTests.length > 3) {
      await runner.runTests(tests, watcher, undefined, undefined, undefined, options);
    } else {
      await runner.runTests(tests, watcher, options);
    }
  } else {
    await runner.runTests(tests, watcher, async () => {}, async () => {},
      async (_, error) => onFailure(error), { serial: true });
  }
  return failed;
}

async function main() {
  const prepared = path.join(__dirname, '../prepared/jest.json');
  const defaults = JSON.parse(fs.readFileSync(prepared, 'utf8'));
  if (listing) {
    const read = await require('./settings.js').read(request.files);
    request.settings = read.settings;
    write(read);
  }
  mocks = new Map(Object.entries(request.settings?.mocks ?? {})
    .map(([name, file]) => [name, path.join(ROOT, file)]).filter(([, file]) => fs.existsSync(file)));
  const apart = listing
    ? await require('../judge/list.js').list('jest', request.files, request.settings) : new Map();
  const workspaces = request.settings?.workspaces;
  if (workspaces) request.settings.linked = require('./workspaces.js').link(workspaces);
  for (const file of request.files) {
    write({ start: file });
    let failed = null;
    const known = apart.get(file) ?? { together: 'there is no such file' };
    together = known.together ?? '';
    if (known.tests) {
      reported.add(file);
      write({ file, tests: known.tests, failure: null, problem: '', lacking: known.lacking });
      continue;
    }
    if (!fs.existsSync(path.join(ROOT, file))) {
      reported.add(file);
      write({ file, tests: [], failure: noFile(file), problem: '' });
      continue;
    }
    try {
      failed = await runOne(file, defaults, false);
      if (failed && listing && /\.[cm]?[jt]sx?$/.test(file)) {
        // As CommonJS, where what does not load can be replaced.
        const first = failed;
        failed = await runOne(file, defaults, true) && first;
      }
    } catch (error) {
      failed = { error };
    }
    await settle();
    if (reported.has(file)) continue;
    reported.add(file);
    const error = failed ? failed.error : new Error('the file was not run');
    write({ file, tests: [], failure: describe(error, wrapped), problem: '', together });
  }
  write({ end: request.files.length });
  reallyExit.call(process, 0);
}

main().catch((error) => {
  process.stderr.write(`${String(error?.stack ?? error).slice(0, 4000)}\n`);
  reallyExit.call(process, 70);
});
