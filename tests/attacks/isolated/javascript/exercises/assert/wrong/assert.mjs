export * from './answers.mjs';
