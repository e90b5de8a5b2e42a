/**
 * What the types promise: a forged Caller or Permit, a wrong operation and an incomplete service do not compile. In
 * each `cases/*.ts.case` a line that must be refused ends with `// error TSnnnn`; every other line must be accepted.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { before, describe, test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');
const CASES = globSync('*.ts.case', { cwd: join(import.meta.dirname, 'cases') }).sort();
const SERVICE = 'src/services/kms/service.ts';

interface Refusal {
  readonly line: number;
  readonly code: string;
}

/** Relative imports lead to the project from wherever the copy lies. */
const rooted = (text: string, directory: string): string =>
  text.replaceAll(/from '(\.[^']*)'/g, (_, path: string) => `from '${join(directory, path)}'`);

const expectedIn = (text: string): Refusal[] =>
  text.split('\n').flatMap((line, index) => {
    const code = /\/\/ error (TS\d+)$/.exec(line)?.[1];
    return code === undefined ? [] : [{ line: index + 1, code }];
  });

/** The service's own file, without one of its operations, and with one too many. */
function brokenServices(): { [name: string]: string } {
  const text = readFileSync(join(ROOT, SERVICE), 'utf8');
  const entry = '    Encrypt: encrypt(kms),\n';
  assert.ok(text.includes(entry));
  const returned = '  return {\n    CancelKeyDeletion';
  assert.ok(text.includes(returned));
  return {
    'missing-operation.ts': text.replace(entry, '').replace(returned, returned.replace('{', '{ // error TS2741')),
    'mistaken-operation.ts': text.replace(entry, '    Encrypt: describeKey(kms), // error TS2322\n'),
  };
}

function writeCases(directory: string): Map<string, Refusal[]> {
  const expected = new Map<string, Refusal[]>();
  const write = (name: string, text: string, from: string): void => {
    writeFileSync(join(directory, name), rooted(text, from));
    expected.set(name, expectedIn(text));
  };
  for (const name of CASES) write(basename(name, '.case'), readFileSync(join(import.meta.dirname, 'cases', name), 'utf8'), join(import.meta.dirname, 'cases'));
  for (const [name, text] of Object.entries(brokenServices())) write(name, text, dirname(join(ROOT, SERVICE)));
  return expected;
}

/** One run for all. @returns what the compiler refused, by file */
function compile(directory: string): Map<string, Refusal[]> {
  // The import that a changed service leaves unused is not what is asked about here.
  const compilerOptions = { typeRoots: [join(ROOT, 'node_modules/@types')], noUnusedLocals: false };
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['*.ts'] }));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout, error } = spawnSync(process.execPath, [compiler, '--noEmit', '--pretty', 'false', '-p', directory], { cwd: directory, encoding: 'utf8' });
  if (error) throw error;
  const refused = new Map<string, Refusal[]>();
  for (const [, file, line, code] of stdout.matchAll(/^(\S[^(]*)\((\d+),\d+\): error (TS\d+)/gm)) {
    refused.set(basename(file!), [...(refused.get(basename(file!)) ?? []), { line: Number(line), code: code! }]);
  }
  assert.doesNotMatch(stdout, /^error TS/m, 'the compiler could not begin');
  return refused;
}

describe('the compiler', () => {
  const names = [...CASES.map((name) => basename(name, '.case')), 'missing-operation.ts', 'mistaken-operation.ts'];
  let expected: Map<string, Refusal[]>;
  let refused: Map<string, Refusal[]>;

  before(() => {
    const directory = mkdtempSync(join(tmpdir(), 'trent-types-'));
    try {
      expected = writeCases(directory);
      refused = compile(directory);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  for (const name of names) {
    test(`${name === 'good.ts' ? 'accepts' : 'refuses'} ${name}`, () => {
      assert.deepEqual(refused.get(name) ?? [], expected.get(name));
      assert.equal(expected.get(name)!.length === 0, name === 'good.ts', 'a case expects something');
    });
  }
});
