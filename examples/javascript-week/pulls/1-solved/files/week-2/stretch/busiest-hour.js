// In which hour do most readers come? The list holds an hour for each visit.
// busiestHour([10, 11, 11, 17]) gives back 11. Without visits it gives back null.

function busiestHour(visits) {
  const counts = new Map();
  for (const hour of visits) {
    counts.set(hour, (counts.get(hour) ?? 0) + 1);
  }
  const [busiest] = [...counts].sort(([a, m], [b, n]) => n - m || a - b);
  return busiest ? busiest[0] : null;
}

module.exports = busiestHour;
