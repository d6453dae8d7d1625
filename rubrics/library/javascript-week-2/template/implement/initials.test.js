const initials = require("./initials");

test("a first name and a last name", () => {
  expect(initials("Amina Haddad")).toBe("AH");
});

test("one name", () => {
  expect(initials("Oleh")).toBe("O");
});

test("four names", () => {
  expect(initials("María José García López")).toBe("MJGL");
});

test("small letters become capital letters", () => {
  expect(initials("nour khalil")).toBe("NK");
});

test("letters with accents", () => {
  expect(initials("Élodie Ümit")).toBe("ÉÜ");
});

test("spaces around the name and between its parts", () => {
  expect(initials("  Amina   Haddad ")).toBe("AH");
});
