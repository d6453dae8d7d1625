// A list for the next walk to the shop. README.md says what the page does.
const things = [];

function draw() {
  const items = things.map((thing, index) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.innerText = thing;
    const bought = document.createElement("button");
    bought.innerText = "bought";
    bought.onclick = () => {
      things.splice(index, 1);
      draw();
    };
    item.appendChild(name);
    item.appendChild(bought);
    return item;
  });
  document.querySelector("ul").replaceChildren(...items);
  document.querySelector("p").innerText = "Things to buy: " + things.length;
}

document.querySelector("form").onsubmit = () => {
  const field = document.getElementById("thing");
  if (field.value.trim()) things.push(field.value.trim());
  field.value = "";
  draw();
  return false;
};

draw();
