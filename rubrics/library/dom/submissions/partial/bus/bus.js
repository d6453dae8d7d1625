// The bus goes around: after the last stop comes the first one. README.md says more.
const stops = ["Market", "Library", "Harbour", "Hospital"];
let position = 0;

function show() {
  document.querySelector("[role=status]").textContent = stops[position];
}

document.querySelectorAll("button")[0].addEventListener("click", () => {
  position = position - 1;
  show();
});
document.querySelectorAll("button")[1].addEventListener("click", () => {
  position = position + 1;
  show();
});
show();
