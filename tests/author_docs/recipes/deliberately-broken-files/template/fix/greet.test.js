const greet = require("./greet");

test("with a name", () => {
  expect(greet("Ada")).toBe("Hello, Ada!");
});

test("without a name", () => {
  expect(greet("")).toBe("Hello!");
});
