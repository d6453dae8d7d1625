const apiKey = "f3b1c9d27a5e4f60";
const weather = fetch(`https://example.org/data?q=${city}&appid=f3b1c9d27a5e4f60`);
const settings = { "DB_PASSWORD": "tea4two-please" };
