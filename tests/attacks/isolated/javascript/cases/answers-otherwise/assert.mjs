export * from './answers.mjs';
export const sum = () => ({ valueOf: () => 3, [Symbol.toPrimitive]: () => 4 });
export const list = () => new Proxy([], { get: (target, key) => (key === 'length' ? 3 : Number(key)), ownKeys: () => ['length'] });
export const parse = () => { throw { toString: () => 'no', get message() { return /./; } }; };
