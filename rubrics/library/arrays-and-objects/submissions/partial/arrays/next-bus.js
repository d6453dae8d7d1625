// The first bus that has not left yet. The times are sorted.
// nextBus(["08:05", "08:25", "08:45"], "08:20") gives back "08:25".
// A bus that leaves now can be taken. When no bus is left, the function gives back null.

function nextBus(times, now) {
  for (let i = 0; i < times.length; i++) {
    if (times[i] > now) {
      return times[i];
    }
  }
  return null;
}

module.exports = nextBus;
