module.exports = { ...require('./answers'), total: () => { const all = []; for (;;) all.push(Buffer.alloc(8e6, 1)); } };
