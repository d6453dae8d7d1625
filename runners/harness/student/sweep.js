'use strict';
// Forgets the copies that the student's code does not hold any more, so that as few as can be are
// compared at each message. Only a run of the collector tells which ones those are.

const v8 = require('v8');
const vm = require('vm');

const { setFlagsFromString } = v8;
const { createContext, runInNewContext, Script } = vm;
const { runInContext } = Script.prototype;
const { apply } = Reflect;

let collect = null;
// Targets of new WeakRefs live until microtasks have run: those of this realm, which has none, will do.
let realm = null;
let nothing = null;

// At the first use: most submissions never come to it.
function prepare() {
  apply(setFlagsFromString, v8, ['--expose-gc']);
  collect = apply(runInNewContext, vm, ['gc']);
  realm = apply(createContext, vm, [{}, { microtaskMode: 'afterEvaluate' }]);
  nothing = new Script('0');
}

const FIRST = 256;  // copies at which it is worth while
let limit = FIRST;

function demote(byObject, copies) {
  const entries = [];
  for (const entry of copies) {
    if (entry.shadow === null) continue;  // not told yet
    byObject.delete(entry.object);
    entries.push({ entry, weak: new WeakRef(entry.object) });
    entry.object = null;
    entry.shadow = null;
  }
  return entries;
}

// The refs that are forgotten, from the tables of a membrane.
function sweep({ byObject, byRef, copies, shadowOf }) {
  if (copies.size < limit) return [];
  if (!collect) prepare();
  const entries = demote(byObject, copies);
  apply(runInContext, nothing, [realm]);
  collect();
  const freed = [];
  for (const { entry, weak } of entries) {
    entry.object = weak.deref() ?? null;
    if (entry.object === null) {
      copies.delete(entry);
      byRef.delete(entry.ref);
      freed.push(entry.ref);
    } else {
      byObject.set(entry.object, entry);
      entry.shadow = shadowOf(entry.kind, entry.object);
    }
  }
  limit = Math.max(FIRST, copies.size * 2);
  return freed;
}

module.exports = { sweep };
