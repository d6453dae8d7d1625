'use strict';
// Small changes of a program, each of which a good test notices: a comparison that is off by one, a
// condition the other way round, a line that is not there.
// Usage: make.js FILE OUT SEED MOST; writes {"mutants": [text]}, of which none is the program itself.

const fs = require('fs');
const path = require('path');
const { parseSync } = require('/node_modules/@babel/core');

const OTHER = { '<': '<=', '<=': '<', '>': '>=', '>=': '>', '===': '!==', '!==': '===', '==': '!=', '!=': '==',
  '+': '-', '-': '+', '*': '/', '/': '*', '%': '*', '&&': '||', '||': '&&', '+=': '-=', '-=': '+=' };
const MAX_NUMBER = 1_000_000;

const [file, out, seed, most] = process.argv.slice(2);
const source = fs.readFileSync(file, 'utf8');

function parse(text) {
  const plugins = /\.[cm]?tsx?$/.test(file) ? ['typescript'] : [];
  if (/\.(?:jsx?|tsx)$/.test(file)) plugins.push('jsx');
  return parseSync(text, { babelrc: false, configFile: false, sourceType: 'unambiguous',
    parserOpts: { plugins, allowReturnOutsideFunction: true } }).program;
}

// From 0 to below 1, the same for the same seed.
function randomOf(number) {
  let state = number >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled(list, random) {
  const all = [...list];
  for (let i = all.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}

const isExport = ({ type, left }) => type === 'AssignmentExpression' &&
  /^(?:module\.)?exports\b/.test(source.slice(left.start, left.end));
const isRequire = ({ type, callee }) => type === 'CallExpression' && callee.name === 'require';

const changes = [];  // {start, end, text}
const replace = (node, text) => changes.push({ start: node.start, end: node.end, text });

// Between the two sides, and not in a comment there.
function changeOperator(left, right, operator) {
  if (!Object.hasOwn(OTHER, operator)) return;
  const between = source.slice(left.end, right.start)
    .replace(/\/\*[^]*?\*\/|\/\/.*/g, (comment) => ' '.repeat(comment.length));
  const at = between.indexOf(operator);
  if (at < 0) return;
  const start = left.end + at;
  changes.push({ start, end: start + operator.length, text: OTHER[operator] });
}

const visitors = {
  BinaryExpression: ({ left, right, operator }) => changeOperator(left, right, operator),
  LogicalExpression: ({ left, right, operator }) => changeOperator(left, right, operator),
  AssignmentExpression: ({ left, right, operator }) => changeOperator(left, right, operator),
  IfStatement: ({ test }) => replace(test, `!(${source.slice(test.start, test.end)})`),
  ConditionalExpression: ({ test }) => replace(test, `!(${source.slice(test.start, test.end)})`),
  NumericLiteral(node) {
    if (Number.isInteger(node.value) && node.value < MAX_NUMBER) replace(node, String(node.value + 1));
  },
  StringLiteral(node) {
    if (node.value !== '') replace(node, "''");
  },
  BooleanLiteral: (node) => replace(node, String(!node.value)),
  ReturnStatement(node) {
    if (node.argument) replace(node, 'return;');
  },
  ExpressionStatement(node) {
    if (!isExport(node.expression)) replace(node, ';');
  },
};

function visit(node) {
  if (/^(?:Import|Export(?:All|Named)|TS)/.test(node.type) && !node.declaration) return;
  visitors[node.type]?.(node);
  if (isRequire(node)) return;
  for (const [key, value] of Object.entries(node)) {
    // Names of properties are none of its values.
    if (key === 'loc' || key === 'directives' || /Comments$/.test(key)) continue;
    if (key === 'key' && !node.computed) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one?.type === 'string' && typeof one.start === 'number') visit(one);
    }
  }
}

function loads(text) {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

visit(parse(source));
const mutants = new Set();
for (const { start, end, text } of shuffled(changes, randomOf(Number(seed)))) {
  if (mutants.size >= Number(most)) break;
  const changed = source.slice(0, start) + text + source.slice(end);
  if (changed !== source && loads(changed)) mutants.add(changed);
}
fs.mkdirSync(path.dirname(out), { recursive: true });
fs.writeFileSync(out, JSON.stringify({ mutants: [...mutants] }));
