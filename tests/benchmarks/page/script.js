const form = document.querySelector("form");
const answer = document.querySelector("#answer");
const reserved = [];

function isReserved(book, name) {
  return reserved.some((one) => one.book === book && one.name === name);
}

function greeting(name) {
  const words = name.trim().split(" ");
  return `Thank you, ${words[0]}`;
}

function reserve(data) {
  const name = data.get("name");
  const book = data.get("book");
  if (isReserved(book, name)) {
    return "This book is waiting for you already.";
  }
  reserved.push({ book, name });
  var place = reserved.filter((one) => one.book == book).length;
  if (place === 1) {
    return `${greeting(name)}. The book is yours.`;
  }
  return `${greeting(name)}. You are number ${place} in the queue.`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  console.log("submitted");
  answer.textContent = reserve(new FormData(form));
});
