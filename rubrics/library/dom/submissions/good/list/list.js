// A list for the next walk to the shop. README.md says what the page does.
const form = document.querySelector("form");
const field = document.querySelector("input");
const list = document.querySelector("ul");
const status = document.querySelector("[role=status]");

function showCount() {
  const count = list.children.length;
  status.textContent = count === 1 ? "1 thing to buy" : `${count} things to buy`;
}

function addThing(name) {
  const item = document.createElement("li");
  item.append(name, " ");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Bought";
  button.setAttribute("aria-label", `Bought: ${name}`);
  button.addEventListener("click", () => {
    item.remove();
    showCount();
  });
  item.append(button);
  list.append(item);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const name = field.value.trim();
  field.value = "";
  if (name === "") return;
  addThing(name);
  showCount();
});

showCount();
