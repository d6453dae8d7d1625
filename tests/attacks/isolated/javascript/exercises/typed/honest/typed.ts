export const greeting = (name: string): string => `Hello, ${name}!`;
export const words = (text: string): string[] => text.split(' ');
export const parse = (text: string): never => { throw new RangeError(`"${text}" is no number`); };
export const later = (then: () => void) => setTimeout(then, 1000);
export const each = <T>(list: T[], fn: (one: T) => void) => list.forEach((one) => fn(one));
export const answer = () => 42;
