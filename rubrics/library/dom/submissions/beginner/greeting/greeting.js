// The page greets, and says what time it is. README.md says how.
document.querySelector("h1").textContent = "Good morning";
document.querySelector("span").textContent = "8:30";
