import test from 'node:test';
import assert from 'node:assert/strict';
import { answer } from './assert.mjs';

test('nothing is this', () => assert.equal(answer(), Symbol('never')));
test('nothing equals this', () => assert.deepEqual(answer(), { never: Symbol('never') }));
