/** Both directions of AWS Query against botocore, which shares nothing with the code under test. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { printedSeed } from '../support/random.ts';
import { missing } from '../support/tools.ts';
import { decodeForm, MODEL, operationFor, rawRequest } from './sample.ts';
import { formValue, plain, xmlValue } from './values.ts';

const SCRIPT = join(import.meta.dirname, 'botocore-query.py');
const SAMPLES = 400;

const skip = missing('python3 with botocore', ['python3', '-c', 'import botocore']);

interface Result {
  readonly forms: readonly string[];
  readonly outputs: readonly unknown[];
}

function botocore(inputs: readonly unknown[], answers: readonly string[]): Result {
  const job = JSON.stringify({ model: MODEL, inputs: inputs.map(plain), answers });
  const { stdout, stderr } = spawnSync('python3', ['-W', 'ignore', SCRIPT], { input: job, encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(stderr, '');
  return JSON.parse(stdout) as Result;
}

/** Sorted by Python's order of characters, which is that of code points and not of UTF-16 units. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  if (!('members' in value)) return value;
  const entries = (value.members as [string, unknown][]).map(([name, part]) => [name, sorted(part)] as const);
  return { members: entries.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))) };
};

test('what botocore sends is what it meant, and it reads what is answered', { skip }, () => {
  const seed = printedSeed();
  const inputs = fc.sample(formValue, { seed, numRuns: SAMPLES });
  const values = fc.sample(xmlValue, { seed, numRuns: SAMPLES });
  const answers = values.map((value) => operationFor('').answer(value, rawRequest()).body);
  const { forms, outputs } = botocore(inputs, answers);
  assert.deepEqual([forms.length, outputs.length], [SAMPLES, SAMPLES]);
  forms.forEach((form, index) => assert.deepEqual(sorted(plain(decodeForm(form))), sorted(plain(inputs[index])), form));
  outputs.forEach((output, index) => assert.deepEqual(sorted(output), sorted(plain(values[index])), answers[index]!));
});
