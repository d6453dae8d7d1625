const key = process.env.API_KEY;
const label = "Your password";
const pictures = { chamber_of_secrets: "images/chamber.jpg", top_secret: "images/cover.jpg" };
const apiKey = "YOUR_API_KEY";
const labels = { password: "Password" };
const search = "https://example.org/books?key=tea";
