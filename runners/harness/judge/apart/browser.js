'use strict';
// Names of browsers: code that asks for one of these is not judged without a page.

const NAMES = ['alert', 'confirm', 'document', 'Element', 'Event', 'history', 'HTMLElement', 'Image',
  'localStorage', 'location', 'MutationObserver', 'Node', 'prompt', 'requestAnimationFrame', 'self',
  'sessionStorage', 'window', 'XMLHttpRequest'];

module.exports = { NAMES };
