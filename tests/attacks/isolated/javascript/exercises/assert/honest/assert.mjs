export const sum = (a, b) => a + b;
export const list = (n) => Array.from({ length: n }, (_, i) => i);
export const record = (name) => ({ name, at: new Date(0) });
export class Own extends Error {}
export const fail = async () => { throw new Own('it cannot be'); };
export const parse = (text) => { throw new RangeError(`"${text}" is no number`); };
export const answer = () => 42;
