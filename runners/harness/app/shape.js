'use strict';
// What kind of app lies in a folder, as data: its package.json, its page, its names for folders.

const fs = require('node:fs');
const path = require('node:path');

const ENTRIES = ['src/index.js', 'src/index.jsx', 'src/index.tsx', 'src/index.ts'];

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function namesIn(folder) {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

function json(file) {
  try {
    const value = JSON.parse(read(file) ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

// The oldest that a range like "^18.2.0" or "16.x" takes, as its first number; 0: nothing is said.
const majorOf = (range) => Number(/\d+/.exec(typeof range === 'string' ? range : '')?.[0] ?? 0);

// create-react-app's page has no script: its build puts it there.
function pageOf(html, entry) {
  const page = html.replaceAll('%PUBLIC_URL%', '').replace(/%REACT_APP_\w+%/g, '');
  const script = `<script type="module" src="/${entry}"></script>`;
  return /<\/body>/i.test(page) ? page.replace(/<\/body>/i, (end) => `${script}${end}`) : page + script;
}

// `"baseUrl": "src"` and `"paths": {"@/*": ["./src/*"]}` of a jsconfig.json or tsconfig.json.
function aliasesOf(folder) {
  const told = ['jsconfig.json', 'tsconfig.json', 'tsconfig.app.json'].map((name) => read(path.join(folder, name)))
    .find((text) => text !== null && /"(?:baseUrl|paths)"/.test(text)) ?? '';
  const base = path.resolve(folder, /"baseUrl"\s*:\s*"([^"]*)"/.exec(told)?.[1] ?? '.');
  const aliases = [];
  for (const [, name, target] of told.matchAll(/"([^"*]+\/)\*"\s*:\s*\[\s*"([^"*]*\/)\*"/g)) {
    aliases.push({ find: name, replacement: `${path.resolve(base, target)}/` });
  }
  if (aliases.length === 0 && base !== folder && base.startsWith(`${folder}/`)) {
    for (const one of namesIn(base)) {
      const name = one.replace(/\.[jt]sx?$/, '');
      aliases.push({ find: new RegExp(`^${name.replace(/\W/g, '\\$&')}(?=/|$)`), replacement: path.join(base, name) });
    }
  }
  return aliases;
}

// {page: what index.html is to be, where it has to be made; scripts: whether it is for react-scripts;
// react: the version that it asks for; aliases}, or {refused}: why there is nothing to build.
function appOf(folder) {
  if (!fs.existsSync(folder)) return { refused: 'folder' };
  const about = json(path.join(folder, 'package.json'));
  const asks = { ...about.devDependencies, ...about.dependencies };
  const app = { scripts: 'react-scripts' in asks, react: majorOf(asks.react), aliases: aliasesOf(folder) };
  const own = read(path.join(folder, 'index.html'));
  if (own !== null && !app.scripts) return app;
  const html = read(path.join(folder, 'public/index.html'));
  if (html === null) return own === null ? { refused: 'page' } : app;
  const entry = ENTRIES.find((name) => fs.existsSync(path.join(folder, name)));
  if (!entry) return { refused: 'entry' };
  return { ...app, scripts: true, page: pageOf(html, entry) };
}

module.exports = { appOf };
