/**
 * `npm test [-- FILE...]`: type check, generated types, then every test file, or the named ones alone. All three run
 * even when one fails; the summary of the tests comes last, and the exit code is 0 only when all went well.
 */
import { globSync } from 'node:fs';
import { ROOT, runNode } from './run-node.ts';

/** Several servers and PostgreSQL run beside the tests: more would only make them slower on two cores. */
const CONCURRENCY = 2;
/** Milliseconds for a file, and for each test in it; what hangs shall fail, not hold up the rest. */
const TIMEOUT_MS = 180_000;

function testFiles(named: readonly string[]): string[] {
  const files = named.length > 0 ? [...named] : globSync('test/**/*.test.ts', { cwd: ROOT }).sort();
  // `node --test` without files would look for some itself, and be content with none.
  if (files.length === 0) throw new Error('no test files');
  return files;
}

function runTests(files: readonly string[]): number {
  return runNode('--test', `--test-concurrency=${CONCURRENCY}`, `--test-timeout=${TIMEOUT_MS}`, '--test-reporter=spec', ...files);
}

const named = process.argv.slice(2);
const files = testFiles(named);
const failed = [
  ['type check', named.length > 0 ? 0 : runNode('node_modules/typescript/bin/tsc', '-p', '.')] as const,
  ['generated types', named.length > 0 ? 0 : runNode('scripts/generate-types.ts', '--check')] as const,
  ['tests', runTests(files)] as const,
].flatMap(([step, code]) => (code === 0 ? [] : [step]));

if (failed.length > 0) {
  process.stderr.write(`failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
