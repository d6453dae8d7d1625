import { expect, it } from 'vitest';
import { answer } from './typed';

it('nothing is this', () => expect(answer()).toBe(Symbol('never')));
it('nothing equals this', () => expect(answer()).toEqual({ never: Symbol('never') }));
