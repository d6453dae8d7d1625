const never = () => new Promise(() => {});
module.exports = { ...require('./answers'), wait: never, fails: never, hello() {}, load: never };
