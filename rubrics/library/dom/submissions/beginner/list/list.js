// A list for the next walk to the shop. README.md says what the page does.
var b = document.querySelector("button");
b.onclick = function () {
  var item = document.createElement("li");
  item.textContent = document.getElementById("thing").value;
  document.getElementById("list").appendChild(item);
  console.log("added");
};
