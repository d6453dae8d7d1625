module.exports = require('./answers');
