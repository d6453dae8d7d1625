test.only('adds', () => {});
test('adds within an object', () => {});
test('nothing is this', () => {});
