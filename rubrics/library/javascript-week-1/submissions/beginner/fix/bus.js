// A bus card has a number of trips. Getting on takes one trip from it.
// An empty card stays empty: tripsAfter(0) gives back 0.

function tripsAfter(trips) {
  const left = trips;
  if (trips > 0) {
    left = left - 1;
  }
  return left;
}

module.exports = tripsAfter;
