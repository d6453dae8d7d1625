'use strict';
// What a test file says about itself, where no template says how its tests run.

// Of @testing-library/jest-dom.
const DOM_MATCHERS = [
  'toBeChecked', 'toBeDisabled', 'toBeInTheDocument', 'toBeVisible', 'toHaveAttribute',
  'toHaveClass', 'toHaveStyle', 'toHaveTextContent', 'toHaveValue',
];

const usesDom = (source) =>
  /\b(?:document|window)\s*[.[]|@testing-library\/|\blocalStorage\b/.test(source) &&
  !/\bnew JSDOM\b|\bJSDOM\.from/.test(source);

const usesDomMatchers = (source) => DOM_MATCHERS.some((name) => source.includes(`.${name}(`));

module.exports = { usesDom, usesDomMatchers };
