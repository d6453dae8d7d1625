'use strict';
// Rules that no pattern can say. Each is given {path, text, root, places} and gives remarks without
// their rule: {line, column, end_line, end_column, captures, message}.

const { Lang, parse } = require('@ast-grep/napi');

const DOCUMENTATION = /^\/\*\*|^\/\/\/|^\/\/\s*(?:@|eslint|prettier|TODO|FIXME)/;
const CODE_KINDS = ['lexical_declaration', 'variable_declaration', 'if_statement', 'for_statement',
  'for_in_statement', 'while_statement', 'return_statement', 'function_declaration', 'assignment_expression',
  'import_statement', 'export_statement', 'jsx_element'];

function rangeOf(from, to, places) {
  const { start } = from.range();
  const { end } = to.range();
  return places.range(start.line + 1, start.column + 1, end.line + 1, end.column + 1);
}

// Comments on lines of their own that follow each other are one.
function commentGroups(root) {
  const groups = [];
  let last = null;
  for (const node of root.findAll({ rule: { kind: 'comment' } })) {
    const { start, end } = node.range();
    const line = node.text().startsWith('//');
    if (last && line && last.line && start.line === last.end + 1) {
      last.nodes.push(node);
      last.end = end.line;
    } else {
      last = { nodes: [node], line, end: end.line };
      groups.push(last);
    }
  }
  return groups.map(({ nodes }) => nodes);
}

const bare = (text) => text.replace(/^\/\*+|\*+\/$/g, '').replace(/^\s*(?:\/\/|\*)\s?/gm, '');

// Prose does not parse; one name or one word does, and says nothing.
function isCode(text) {
  if (!/[;(){}=]/.test(text)) return false;
  const root = parse(Lang.JavaScript, text).root();
  if (root.find({ rule: { kind: 'ERROR' } })) return false;
  if (root.find({ rule: { any: CODE_KINDS.map((kind) => ({ kind })) } })) return true;
  // A call is an example as well, unless it is a statement that was written out.
  return root.children().some((node) => node.kind() === 'expression_statement' &&
    /\)\s*;\s*$/.test(node.text()) && node.child(0)?.kind() === 'call_expression');
}

// A line of a list in an answer.
const LISTED = /^\s*(?:[-*•–]|\d{1,2}[.)]|[a-z][.)])\s/;

const MOST_LINES = 40;  // of one remark; each part of them is parsed

const lastOfCode = (nodes) => nodes.findLastIndex((_, last) =>
  isCode(nodes.slice(0, last + 1).map((node) => bare(node.text())).join('\n')));

function commentedOutCode({ root, places }) {
  const found = [];
  for (const nodes of commentGroups(root)) {
    if (nodes.some((node) => DOCUMENTATION.test(node.text()))) continue;
    // Of a group with words among the code, the longest part that is code.
    for (let i = 0; i < nodes.length; i += 1) {
      if (LISTED.test(bare(nodes[i].text()))) continue;
      const last = lastOfCode(nodes.slice(i, i + MOST_LINES));
      if (last < 0) continue;
      found.push({ message: '', captures: {}, ...rangeOf(nodes[i], nodes[i + last], places) });
      i += last;
    }
  }
  return found;
}

// Equal lines and long lists of tests are as they should be.
const isTest = (path) =>
  /(?:^|\/)(?:__tests__|tests?|specs?|cypress|e2e)\/|[._-](?:test|spec|cy)s?\.\w+$|Spec\.\w+$/.test(path);

const BLOCK_LINES = 6;         // that repeat, without empty lines, comments and lone brackets
const BLOCK_CHARACTERS = 120;  // in them

// Lines of code, as they compare.
function codeLines(text) {
  return text.split('\n').map((line, i) => ({ number: i + 1, text: line.trim().replace(/\s+/g, ' ') }))
    .filter(({ text: line }) => line !== '' && !/^(?:\/\/|\*|\/\*)/.test(line) && !/^[\])};,]+$/.test(line));
}

// The second of two blocks that are the same; `captures.LINE`: where the first one begins.
function duplicatedBlock({ path, text, places }) {
  if (isTest(path)) return [];
  const lines = codeLines(text);
  const firsts = new Map();
  const found = [];
  const keyAt = (i) => lines.slice(i, i + BLOCK_LINES).map((line) => line.text).join('\n');
  for (let i = 0; i + BLOCK_LINES <= lines.length; i += 1) {
    const key = keyAt(i);
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, i);
      continue;
    }
    if (key.length < BLOCK_CHARACTERS || first + BLOCK_LINES > i) continue;
    let size = BLOCK_LINES;
    while (i + size < lines.length && first + size < i && lines[i + size].text === lines[first + size].text) size += 1;
    const last = lines[i + size - 1];
    const width = text.split('\n')[last.number - 1].length;
    found.push({ message: '', captures: { LINE: String(lines[first].number) },
      ...places.range(lines[i].number, 1, last.number, width + 1) });
    i += size - 1;
  }
  return found;
}

const FUNCTION_LINES = 50;  // without empty lines, comments and what is written as elements
const FUNCTIONS = ['function_declaration', 'function_expression', 'arrow_function', 'method_definition',
  'generator_function_declaration', 'generator_function'];
const SUITES = /^(?:describe|context|suite)\b/;

// Called where it stands, or a list of tests: it only holds others.
function onlyHolds(node) {
  const call = node.parent()?.kind() === 'parenthesized_expression' ? node.parent().parent() : node.parent()?.parent();
  if (call?.kind() !== 'call_expression') return false;
  const called = call.field('function');
  return called?.kind() === 'parenthesized_expression' || SUITES.test(called?.text() ?? '');
}

// TypeScript without JSX does not know them.
function elements(root) {
  try {
    return root.findAll({ rule: { kind: 'jsx_element' } });
  } catch {
    return [];
  }
}

const linesOf = (node) => {
  const { start, end } = node.range();
  return Array.from({ length: end.line - start.line + 1 }, (_, i) => start.line + i);
};

function longFunction({ text, root, places }) {
  const lines = text.split('\n');
  const free = new Set();
  for (const node of root.findAll({ rule: { kind: 'comment' } })) {
    const within = linesOf(node);
    if (lines[within[0]].trim() === node.text().split('\n')[0].trim()) within.forEach((line) => free.add(line));
  }
  for (const node of elements(root)) linesOf(node).slice(1).forEach((line) => free.add(line));
  lines.forEach((line, i) => line.trim() === '' && free.add(i));
  return root.findAll({ rule: { any: FUNCTIONS.map((kind) => ({ kind })) } })
    .filter((node) => !onlyHolds(node) && linesOf(node).filter((line) => !free.has(line)).length > FUNCTION_LINES)
    .map((node) => ({ message: '', captures: {}, ...rangeOf(node, node, places) }));
}

const own = {
  'commented-out-code': commentedOutCode,
  'duplicated-block': duplicatedBlock,
  'long-function': longFunction,
};

module.exports = { own };
