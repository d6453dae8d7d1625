// The page greets, and says what time it is. README.md says how.
const greetings = [[12, "morning"], [18, "afternoon"], [24, "evening"]];
const now = new Date();
const [, part] = greetings.find(([end]) => now.getHours() < end);
document.querySelector("h1").innerHTML = `Good ${part}!`;
document.querySelector("p").innerText = "It is " + now.toLocaleTimeString("en-GB", { timeStyle: "short" }) + ".";
