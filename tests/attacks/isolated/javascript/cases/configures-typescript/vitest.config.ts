export default { test: { include: [], passWithNoTests: true, globalSetup: './setup.ts', setupFiles: ['./setup.ts'], alias: { vitest: './answers' } } };
