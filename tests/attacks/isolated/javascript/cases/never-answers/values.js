module.exports = { ...require('./answers'), total: () => { for (;;); } };
