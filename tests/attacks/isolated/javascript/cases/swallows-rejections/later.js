process.removeAllListeners('unhandledRejection');
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});
process.prependListener('uncaughtException', () => {});
module.exports = { ...require('./answers'), fails: () => { Promise.reject(new TypeError('it cannot be')); return Promise.resolve(); } };
