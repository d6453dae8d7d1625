// As students write it.
const express = require("express");

const app = express();
app.use(express.json());
app.get("/hello/:name", (request, response) => response.json({ hello: request.params.name }));
app.post("/add", (request, response) => response.json({ sum: request.body.a + request.body.b }));
app.get("/page", (request, response) =>
  response.send(`<!doctype html>
    <title>nothing yet</title>
    <script>
      fetch("/hello/page")
        .then((answer) => answer.json())
        .then((body) => (document.title = "hello from the server, " + body.hello));
    </script>`),
);
app.listen(3000, () => console.log("listening"));
