const width = 3;
for (let i = 0; i < width; i++) step(i);
items.sort((a, b) => a - b);

function add(a, b) {
  return a + b;
}

function handleClick(e) {
  e.preventDefault();
  step(1);
}
