export const greeting = (): any => 7;
export const words = (): any => 'nothing';
export const parse = (): never => { throw new Error('no'); };
export const later = () => {};
export const each = () => {};
export const answer = () => 42;
