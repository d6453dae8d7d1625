module.exports = { passWithNoTests: true, dryRun: true, plugins: ['./plugin.js'] };
