// The page greets, and says what time it is. README.md says how.
const d = new Date();
const h = d.getHours();
let text = "Good morning";
if (h > 12) text = "Good evening";
document.querySelector("h1").textContent = text;
document.querySelector("span").textContent = d.toLocaleTimeString("en-US");
