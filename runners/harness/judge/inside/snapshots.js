'use strict';
// Snapshots, to be compared and never written: what is not there yet is no pass.

const { format, plugins } = require('pretty-format');

const FORMAT = { escapeRegex: true, indent: 2, printFunctionName: false };

const normalised = (text) => text.replace(/\r\n?/g, '\n');

// Of an inline snapshot: without the indentation of its place.
function stripped(text) {
  const lines = text.split('\n');
  if (lines.length <= 2 || lines[0].trim() !== '' || lines.at(-1).trim() !== '') return text;
  const indent = /^\s*/.exec(lines[1])[0];
  return lines.map((line, i) => (i === lines.length - 1 ? '' : line.startsWith(indent)
    ? line.slice(indent.length) : line)).join('\n');
}

// `given`: {stored: {name: text}} of the file beside the tests.
function makeSnapshots(expect, given, how, refuse) {
  const options = { ...FORMAT, escapeString: false, printBasicPrototype: false, ...how,
    plugins: [plugins.AsymmetricMatcher, plugins.Immutable, plugins.DOMCollection, plugins.DOMElement] };
  let test = '';
  let counts = new Map();

  function serialised(value) {
    const text = normalised(format(value, options));
    return text.includes('\n') ? `\n${text}\n` : text;
  }

  function compare(received, stored) {
    const text = serialised(received);
    const pass = stored !== undefined && text.trim() === normalised(stored).trim();
    return { pass, expected: stored, actual: text,
      message: () => (stored === undefined ? 'there is no snapshot of this name'
        : `the snapshot is another one\n\nExpected: ${stored}\nReceived: ${text}`) };
  }

  function named(hint) {
    const name = hint ? `${test}: ${hint}` : test;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return `${name} ${count}`;
  }

  const thrown = (received) => {
    try {
      received();
    } catch (error) {
      return error?.message ?? error;
    }
    throw new Error('the function throws nothing');
  };
  const plain = (what) => {
    if (typeof what === 'object' && what !== null) refuse('snapshots with property matchers');
  };
  expect.extend({
    toMatchSnapshot(received, properties, hint) {
      plain(properties);
      return compare(received, given.stored[named(hint ?? properties)]);
    },
    toMatchInlineSnapshot(received, properties, inline) {
      plain(properties);
      const text = inline ?? properties;
      return compare(received, text === undefined ? undefined : stripped(text));
    },
    toThrowErrorMatchingSnapshot(received, hint) {
      return compare(thrown(received), given.stored[named(hint)]);
    },
    toThrowErrorMatchingInlineSnapshot(received, inline) {
      return compare(thrown(received), inline === undefined ? undefined : stripped(inline));
    },
  });

  return {
    begin(name) {
      test = name;
      counts = new Map();
    },
  };
}

module.exports = { makeSnapshots };
