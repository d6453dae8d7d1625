function double(x) {
  console.log("here", x);
  return 2 * x;
}

app.get("/", (request) => console.log(request));
