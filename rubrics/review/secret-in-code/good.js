const key = process.env.API_KEY;
const label = "Your password";
