'use strict';
// What a template's tree brings to every file of it: packages of its workspaces, which import each
// other by name, and manual mocks of packages.

const fs = require('fs');
const path = require('path');
const { ROOT } = require('./config.js');
const { foldersLike, json, packagesUp } = require('./places.js');

const LINKS = '/tmp/workspaces';
const MOCKS_LIMIT = 200;

// {name: folder in the tree}.
function workspacesOf(file) {
  const found = {};
  for (const { folder, content } of packagesUp(file)) {
    const given = content.workspaces;
    const said = Array.isArray(given) ? given : given?.packages;
    if (!Array.isArray(said)) continue;
    for (const at of said.flatMap((glob) => foldersLike(folder, glob))) {
      const name = json(path.join(at, 'package.json'))?.name;
      if (/^(?:@[\w.-]+\/)?[\w-][\w.-]*$/.test(name)) found[name] ??= path.relative(ROOT, at);
    }
  }
  return found;
}

// As npm would install them, but where only this process sees it. Returns where, null for none.
function link(workspaces) {
  const names = Object.entries(workspaces ?? {});
  for (const [name, folder] of names) {
    const place = path.join(LINKS, name);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.symlinkSync(path.join(ROOT, folder), place);
  }
  return names.length > 0 ? LINKS : null;
}

// {name of a package: the file that a template has instead of it}. Whether it is used the test
// files and the packages say, as jest has it.
function mocksOf() {
  const found = {};
  const exclude = (name) => name === 'node_modules';
  const pattern = '**/__mocks__/**/*.{js,cjs,mjs,jsx,ts,tsx}';
  const files = fs.globSync?.(pattern, { cwd: ROOT, exclude }) ?? [];
  for (const file of files.sort().slice(0, MOCKS_LIMIT)) {
    const name = file.replace(/^.*?__mocks__\//, '').replace(/\.\w+$/, '').replace(/\/index$/, '');
    found[name] ??= file;
  }
  return found;
}

module.exports = { LINKS, link, mocksOf, workspacesOf };
