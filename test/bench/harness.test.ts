/** The whole harness against a stub: that it measures, writes what it found, and fails on an answer that is not a 200. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import test from 'node:test';

const RUN = new URL('../../bench/run.ts', import.meta.url).pathname;
const SHORT = ['--quick', '--rounds', '2', '--seconds', '0.2', '--warm-up', '0.1', '--distinct', '64', '--connections', '4'];
const onLinux = process.platform === 'linux' ? false : 'the harness reads /proc, which only Linux has';

async function bench(...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [RUN, ...SHORT, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await ended) as [number];
  return { code, output: out + err };
}

test('rounds end with figures on the terminal and in the file', { skip: onLinux }, async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'bench-test-'));
  t.after(() => rm(dir, { recursive: true }));
  const out = join(dir, 'results.json');
  const { code, output } = await bench('--only', 'encrypt,decrypt', '--server', 'test/bench/stub-server.ts', '--out', out);
  assert.equal(code, 0, output);
  assert.match(output, /^encrypt\n.*per CPU-s/);
  const { results } = JSON.parse(await readFile(out, 'utf8'));
  assert.deepEqual(results.map((result: { scenario: string }) => result.scenario), ['encrypt', 'decrypt']);
  for (const { rows } of results) assert.ok(rows.trent.perSecond > 0 && rows.bare.perSecond > 0 && rows.trent.p99 > 0);
});

test('users of Trent are allowed what is measured, by policies and by grants', { skip: onLinux }, async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'bench-test-'));
  t.after(() => rm(dir, { recursive: true }));
  const out = join(dir, 'results.json');
  const { code, output } = await bench('--only', 'policies,many-grants', '--grants', '50', '--users', '20', '--out', out);
  assert.equal(code, 0, output);
  const { results } = JSON.parse(await readFile(out, 'utf8'));
  const found = results.map(({ scenario, rows }: { scenario: string; rows: object }) => [scenario, ...Object.keys(rows)]);
  const sides = ['policies', 'administrator', 'bare'];
  assert.deepEqual(found, [
    ...['Encrypt', 'Decrypt', 'GenerateDataKey'].map((operation) => [`policies, ${operation}`, ...sides]),
    ['many-grants', '10 grants, 10 users', '250 grants, 250 users', '50 grants, 20 users', 'resident, MiB'],
  ]);
});

test('integrated services, and many parameters in one hierarchy', { skip: onLinux }, async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'bench-test-'));
  t.after(() => rm(dir, { recursive: true }));
  const out = join(dir, 'results.json');
  const { code, output } = await bench('--only', 'parameters,secrets,many-parameters', '--parameters', '1500', '--out', out);
  assert.equal(code, 0, output);
  const { results } = JSON.parse(await readFile(out, 'utf8'));
  const found = results.map(({ scenario, rows }: { scenario: string; rows: object }) => [scenario, ...Object.keys(rows)]);
  assert.deepEqual(found, [
    ['parameters', 'trent', 'bare'],
    ['secrets', 'trent', 'bare'],
    ...['GetParameter', 'GetParametersByPath'].map((operation) => [`many-parameters ${operation}`, '1000 parameters', '1500 parameters']),
  ]);
});

test('an answer that is not a 200 fails the run and is shown', { skip: onLinux }, async () => {
  const { code, output } = await bench('--only', 'describe-key', '--server', 'test/bench/stub-server.ts refuse=DescribeKey');
  assert.equal(code, 1);
  assert.match(output, /DescribeKey: 400 \{"__type":"DisabledException"\}/);
});

test('a server that does not start fails the run', { skip: onLinux }, async () => {
  const { code, output } = await bench('--only', 'encrypt', '--server', 'test/bench/no-such-server.ts');
  assert.equal(code, 1);
  assert.match(output, /ended with 1 before it was ready/);
});

test('flags that cannot be read are refused', async () => {
  assert.match((await bench('--only', 'decryptt')).output, /--only knows .*"decryptt"/);
  assert.match((await bench('--rounds', '0')).output, /--rounds takes a number above 0/);
});
