// The page greets, and says what time it is. README.md says how.
const now = new Date();
const hour = now.getHours();
let words = "Good evening";
if (hour < 12) words = "Good morning";
else if (hour < 18) words = "Good afternoon";
document.querySelector("h1").textContent = words;
document.querySelector("span").textContent = hour + ":" + now.getMinutes();
