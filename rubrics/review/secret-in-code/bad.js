const apiKey = "f3b1c9d27a5e4f60";
