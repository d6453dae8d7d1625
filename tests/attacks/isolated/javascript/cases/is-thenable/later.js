const then = (value) => ({ then: (done) => { done(value); done('again'); return then(value); }, catch: () => then(value) });
module.exports = { ...require('./answers'), wait: () => then(then({ then: (done) => done(undefined) })), fails: () => then(1), load: () => then([]) };
