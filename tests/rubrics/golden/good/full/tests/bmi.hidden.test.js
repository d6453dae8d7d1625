test("small", () => {})
