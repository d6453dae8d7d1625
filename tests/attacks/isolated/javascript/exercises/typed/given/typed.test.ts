import { describe, expect, it, vi } from 'vitest';
import { greeting, words, parse, later, each } from './typed';

describe('typed', () => {
  it('greets', () => expect(greeting('Ada')).toBe('Hello, Ada!'));
  it('contains', () => expect(greeting('Ada')).toContain('Ada'));
  it('is a list', () => expect(words('a b')).toEqual(['a', 'b']));
  it('is such a type', () => expect(greeting('Ada')).toBeTypeOf('string'));
  it('throws', () => expect(() => parse('x')).toThrow(RangeError));
  it('says what is wrong', () => expect(() => parse('x')).toThrow('"x" is no number'));
  it('rings', () => { vi.useFakeTimers(); const fn = vi.fn(); later(fn); vi.advanceTimersByTime(1000);
    expect(fn).toHaveBeenCalledOnce(); vi.useRealTimers(); });
  it('calls', () => { const fn = vi.fn(); each([1, 2], fn); expect(fn.mock.calls).toEqual([[1], [2]]); });
});
