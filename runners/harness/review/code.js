'use strict';
// Rules over syntax trees, in ast-grep's rule language; and those of our own that no rule of it can say.

const { Lang, parse, registerDynamicLanguage } = require('@ast-grep/napi');
const eslint = require('./eslint.js');
const { own } = require('./own.js');
const { MAX_REMARKS, cut, placesOf, short } = require('./places.js');
const { WrongSettings } = require('./wrong.js');

const NAMES = { javascript: Lang.JavaScript, jsx: Lang.JavaScript, typescript: Lang.TypeScript, tsx: Lang.Tsx,
  html: Lang.Html, css: Lang.Css, python: 'python', json: 'json', yaml: 'yaml' };
const LOADED = ['python', 'json', 'yaml'];

let loaded = false;
// All at once: a second call would forget the first.
function loadLanguages() {
  if (loaded) return;
  const languages = {};
  for (const name of LOADED) {
    const made = require(`@ast-grep/lang-${name}`);
    languages[name] = made.default ?? made;
  }
  registerDynamicLanguage(languages);
  loaded = true;
}

function parsed(language, text) {
  if (LOADED.includes(language)) loadLanguages();
  return parse(NAMES[language], text).root();
}

// What the tree could not make sense of. Of JavaScript a parser has the last word: a tree takes "&" in
// the text of an element for a mistake.
function unreadableAt(root, { language, path, text, places }) {
  const found = root.find({ rule: { any: [{ kind: 'ERROR' }] } });
  if (!found) return null;
  if (language === 'javascript') return eslint.reader({ rules: {} })({ path, text }).unreadable ?? null;
  const { start } = found.range();
  const { line, column } = places.place(start.line + 1, start.column + 1);
  return { line, column, message: '' };
}

function captured(match, names) {
  const captures = {};
  for (const name of names) {
    const node = match.getMatch(name);
    if (node) captures[name] = cut(node.text().split('\n')[0], 80);
  }
  return captures;
}

function remarkOf(rule, match, places) {
  const node = (rule.at && match.getMatch(rule.at)) || match;
  const { start, end } = node.range();
  return { rule: rule.id, message: '', captures: captured(match, rule.names ?? []),
    ...places.range(start.line + 1, start.column + 1, end.line + 1, end.column + 1) };
}

const EXPANDO = { python: 'µ', css: '_', html: 'z' };  // ast-grep's, where '$' is no letter of a name

const asCode = (pattern, language) =>
  pattern.replace(/\$\$\$|\$+(?=[A-Z_])/g, (sign) => (EXPANDO[language] ?? '$').repeat(sign.length));

// What is missing is there, and empty.
const isBroken = (node) => node.kind() === 'ERROR' ||
  (node.children().length === 0 ? node.text() === '' : node.children().some(isBroken));

// Every pattern within a rule.
function patternsIn(value, found = []) {
  if (value === null || typeof value !== 'object') return found;
  for (const [key, part] of Object.entries(value)) {
    if (key === 'pattern') found.push(typeof part === 'string' ? part : part?.context ?? '');
    else patternsIn(part, found);
  }
  return found;
}

// ast-grep takes patterns that do not parse, and finds nothing by them.
function brokenPattern(rule, language) {
  const broken = patternsIn(rule.matcher).find((pattern) => isBroken(parsed(language, asCode(pattern, language))));
  return broken === undefined ? null : { rule: rule.id,
    message: `the pattern '${short(broken.slice(0, 80))}' is no whole piece of ${language}; ` +
      'complete it, or write rule: {pattern: {context: ..., selector: ...}}' };
}

// The last of its reasons says it.
const reasonOf = (error) => error.message.split('|->').at(-1).trim()
  .replace(/^regex parse error:[^]*\nerror: /, 'regex: ').replace(/\s+/g, ' ');

function wrongRule(rule, language) {
  if (rule.own) {
    return Object.hasOwn(own, rule.own) ? null : { rule: rule.id, message: `no rule of our own is called ${rule.own}` };
  }
  try {
    parsed(language, '').findAll(rule.matcher);
  } catch (error) {
    return { rule: rule.id, message: `ast-grep does not take this rule: ${reasonOf(error)}` };
  }
  return brokenPattern(rule, language);
}

// `ask`: {language, rules: [{id, matcher: {rule, constraints, utils} | own: name, at, names}]}.
function reader({ language, rules }) {
  if (!Object.hasOwn(NAMES, language)) throw new Error(`no language is called ${language}`);
  const wrong = rules.map((rule) => wrongRule(rule, language)).filter(Boolean);
  if (wrong.length > 0) throw new WrongSettings(wrong);
  return ({ path, text }) => {
    const places = placesOf(text);
    const root = parsed(language, text);
    const remarks = [];
    for (const rule of rules) {
      const found = rule.own ? own[rule.own]({ path, text, root, places }).map((one) => ({ rule: rule.id, ...one }))
        : root.findAll(rule.matcher).map((match) => remarkOf(rule, match, places));
      for (const remark of found.slice(0, MAX_REMARKS)) remarks.push(remark);
    }
    return { remarks, unreadable: unreadableAt(root, { language, path, text, places }) };
  };
}

module.exports = { reader };
