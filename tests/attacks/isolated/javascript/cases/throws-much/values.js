const error = new Error('no');
Object.defineProperty(error, 'stack', { get: () => 'x'.repeat(1e6) });
Object.defineProperty(error, 'message', { get: () => 'y'.repeat(1e6) });
error.cause = error;
error.errors = [error, error];
module.exports = { ...require('./answers'), parse: () => { throw error; } };
