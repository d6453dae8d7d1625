// Says of the running test that it is meant to fail.
module.exports = () => { const t = globalThis.__vitest_worker__?.current; if (t) t.fails = true; return 4; };
