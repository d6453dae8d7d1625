const titleCase = require("./title-case");

describe("titleCase", () => {
  test("gives one word a capital letter", () => {
    expect(titleCase("momo")).toBe("Momo");
  });

  test("gives each word a capital letter", () => {
    expect(titleCase("the old man and the sea")).toBe("The Old Man And The Sea");
  });

  test("makes the other letters small", () => {
    expect(titleCase("dUNE")).toBe("Dune");
  });

  test("keeps an empty title empty", () => {
    expect(titleCase("")).toBe("");
  });

  test("leaves out spaces at both ends", () => {
    expect(titleCase("  emma ")).toBe("Emma");
  });
});
