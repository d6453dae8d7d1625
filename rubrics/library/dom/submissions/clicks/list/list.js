// A list for the next walk to the shop. README.md says what the page does.
let count = 0;

document.querySelector("button").addEventListener("click", () => {
  const field = document.querySelector("input");
  const item = document.createElement("li");
  item.textContent = field.value;
  const bought = document.createElement("span");
  bought.textContent = " Bought";
  bought.onclick = () => {
    document.querySelector("li:last-child").remove();
  };
  item.append(bought);
  document.querySelector("ul").append(item);
  document.querySelector("p").textContent = "There are " + count + " things";
  count++;
  field.value = "";
  document.querySelector(".sum").textContent = count;
});
