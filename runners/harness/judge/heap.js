'use strict';
// The heap of a process that makes a fresh realm for each test file. V8 takes none for garbage before it has
// looked at all of the heap: what it does for programs that stay what they are, it does here in vain. With new
// objects in one large piece of memory, one look at all of it after some realms finds nearly nothing to keep.
// Code that runs once in each realm is not worth the quick compilers beside it.

const v8 = require('v8');
const vm = require('vm');

const ROOM = 48 << 20;  // bytes, less than the memory for new objects: see node_judge.cc

// To be made when all that Node brings is loaded: with other flags its compiled code is not taken.
function makeHeap() {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc');
  v8.setFlagsFromString('--no-expose-gc');
  v8.setFlagsFromString('--no-maglev');
  const used = () => v8.getHeapStatistics().used_heap_size;
  let kept = used();
  return {
    // Between two test files.
    tidy() {
      if (used() - kept < ROOM) return;
      collect();
      kept = used();
    },
  };
}

module.exports = { makeHeap };
