// A list for the next walk to the shop. README.md says what the page does.
const button = document.querySelector("button");
const field = document.querySelector("input");
const list = document.querySelector("ul");
var count = 0;

button.addEventListener("click", (event) => {
  event.preventDefault();
  if (field.value == "") return;
  list.innerHTML += `<li>${field.value} <button class="bought">Bought</button></li>`;
  count++;
  document.querySelector("[role=status]").textContent = count + " things";
  document.querySelectorAll(".bought").forEach((bought) => {
    bought.addEventListener("click", () => bought.parentElement.remove());
  });
});
