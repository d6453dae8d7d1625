var apiKey = "f3b1c9d27a5e4f60";
fetch("https://example.org/weather?key=" + apiKey);
