// The bus goes around: after the last stop comes the first one. README.md says more.
const stops = ["Market", "Library", "Harbour", "Hospital"];
const output = document.querySelector("output");
const [next, back] = document.querySelectorAll("button");

next.addEventListener("click", () => {
  stops.push(stops.shift());
  output.value = stops[0];
});
back.addEventListener("click", () => {
  stops.unshift(stops.pop());
  output.value = stops[0];
});
