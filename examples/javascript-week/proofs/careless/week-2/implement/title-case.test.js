const titleCase = require("./title-case");

test("keeps small words small", () => {
  expect(titleCase("the old man and the sea")).toBe("The Old Man and the Sea");
});
