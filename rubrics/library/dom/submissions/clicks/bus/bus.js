// The bus goes around: after the last stop comes the first one. README.md says more.
const stops = ["Market", "Library", "Harbour", "Hospital"];
const sign = document.querySelector("[role=status]");
sign.textContent = stops[0];

function next() {
  let p = 0;
  p = p + 1;
  sign.textContent = stops[p];
}

function back() {
  sign.textContent = stops[stops.length - 1];
}

const buttons = document.querySelectorAll("button");
buttons[0].onclick = back;
buttons[1].onclick = next;
