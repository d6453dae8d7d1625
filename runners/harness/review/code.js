'use strict';
// Rules over syntax trees, in ast-grep's rule language; and those of our own that no rule of it can say.

const { Lang, parse, registerDynamicLanguage } = require('@ast-grep/napi');
const eslint = require('./eslint.js');
const { own } = require('./own.js');
const { MAX_REMARKS, placesOf, short } = require('./places.js');

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
  return { line, column, message: short(found.text().split('\n')[0].slice(0, 60)) };
}

function captured(match, names) {
  const captures = {};
  for (const name of names) {
    const node = match.getMatch(name);
    if (node) captures[name] = short(node.text().split('\n')[0].slice(0, 80));
  }
  return captures;
}

function remarkOf(rule, match, places) {
  const node = (rule.at && match.getMatch(rule.at)) || match;
  const { start, end } = node.range();
  return { rule: rule.id, message: '', captures: captured(match, rule.names ?? []),
    ...places.range(start.line + 1, start.column + 1, end.line + 1, end.column + 1) };
}

// A rule that the tool does not understand is told before any file is read.
function checkRule(rule, language) {
  if (rule.own) {
    if (!Object.hasOwn(own, rule.own)) throw new Error(`${rule.id}: no rule of our own is called ${rule.own}`);
    return;
  }
  try {
    parsed(language, '').findAll(rule.matcher);
  } catch (error) {
    throw new Error(`${rule.id}: ${short(error.message)}`);
  }
}

// `ask`: {language, rules: [{id, matcher: {rule, constraints, utils} | own: name, at, names}]}.
function reader({ language, rules }) {
  if (!Object.hasOwn(NAMES, language)) throw new Error(`no language is called ${language}`);
  for (const rule of rules) checkRule(rule, language);
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
