// The bus goes around: after the last stop comes the first one. README.md says more.
const stops = ["Market", "Library", "Harbour", "Hospital"];
const sign = document.querySelector("[role=status]");
const [back, next] = document.querySelectorAll("button");
let position = 0;

function go(steps) {
  position = (position + steps + stops.length) % stops.length;
  sign.textContent = stops[position];
}

back.addEventListener("click", () => go(-1));
next.addEventListener("click", () => go(1));
go(0);
