const l = require('./later');

afterEach(() => { jest.restoreAllMocks(); jest.useRealTimers(); });
test('waits', async () => expect(await l.wait([1])).toEqual([1]), 500);
test('resolves', () => expect(l.wait('a')).resolves.toBe('a'), 500);
test('rejects', () => expect(l.fails()).rejects.toThrow('it cannot be'), 500);
test('calls back', (done) => l.hello((error, word) => { expect(word).toBe('hello'); done(); }), 500);
test('rings', () => { jest.useFakeTimers(); const fn = jest.fn(); l.ring(fn); jest.advanceTimersByTime(999);
  expect(fn).not.toHaveBeenCalled(); jest.advanceTimersByTime(1); expect(fn).toHaveBeenCalledTimes(1); });
test('says', () => { const spy = jest.spyOn(console, 'log').mockImplementation(() => {}); l.say('hello');
  expect(spy).toHaveBeenCalledWith('hello'); });
test('is no real dice', () => { jest.spyOn(Math, 'random').mockReturnValue(0.5); expect(l.dice()).toBe(4); });
test('loads', async () => { global.fetch = jest.fn(async () => ({ json: async () => ({ a: 1 }) }));
  expect(await l.load('u')).toEqual({ a: 1 }); expect(fetch).toHaveBeenCalledWith('u'); }, 500);
