// The page greets, and says what time it is. README.md says how.
const now = new Date();

function greetingFor(hour) {
  if (hour < 12) return "Good morning";
  if (hour < 18) return "Good afternoon";
  return "Good evening";
}

const minutes = String(now.getMinutes()).padStart(2, "0");
document.querySelector("h1").textContent = greetingFor(now.getHours());
document.querySelector("span").textContent = `${now.getHours()}:${minutes}`;
