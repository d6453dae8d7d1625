import test from 'node:test';
import assert from 'node:assert/strict';
import loose from 'node:assert';
import { sum, list, record, fail, parse, Own } from './assert.mjs';

test('adds', () => assert.equal(sum(1, 2), 3));
test('adds loosely', () => loose.equal(sum(1, 2), 3));
test('is a list', () => assert.deepEqual(list(3), [0, 1, 2]));
test('is a record', () => assert.deepEqual(record('ada'), { name: 'ada', at: new Date(0) }));
test('rejects', () => assert.rejects(fail, Own));
test('rejects so', () => assert.rejects(fail, { message: 'it cannot be' }));
test('throws', () => assert.throws(() => parse('x'), RangeError));
test('says what is wrong', () => assert.throws(() => parse('x'), /"x" is no number/));
