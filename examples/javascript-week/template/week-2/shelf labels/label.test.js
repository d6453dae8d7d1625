const label = require("./label");

test("has three capital letters and the year", () => {
  expect(label({ author: "Michael Ende", year: 1973 })).toBe("END 1973");
});

test("takes the last of several names", () => {
  expect(label({ author: "Ursula K. Le Guin", year: 1968 })).toBe("GUI 1968");
});

test("takes all letters of a short name", () => {
  expect(label({ author: "Jung Ko", year: 2001 })).toBe("KO 2001");
});

test("says when the year is not known", () => {
  expect(label({ author: "Homer" })).toBe("HOM ?");
});
