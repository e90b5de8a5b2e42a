import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report } from '../../src/cli/output.ts';
import { StoreUnavailable } from '../../src/store/errors.ts';
import { Sandbox } from './support.ts';

const COMMANDS = [['serve'], ['dev'], ['env'], ['account', 'create'], ['clock', 'advance'], ['reset'], ['rotate-root-key'], ['owned-keys']];

test('help: an overview, and for each command its flags with their variables and a worked example', async (t) => {
  const sandbox = new Sandbox(t);
  const { code, stdout } = await sandbox.trent(['--help']);
  assert.equal(code, 0);
  for (const words of COMMANDS) {
    assert.match(stdout, new RegExp(`^  ${words.join(' ')}`, 'm'));
    const help = await sandbox.trent([...words, '--help']);
    assert.deepEqual([help.code, help.stderr], [0, ''], words.join(' '));
    assert.match(help.stdout, new RegExp(`^Usage: trent ${words.join(' ')}`));
    assert.match(help.stdout, /^ {2}--port PORT {3}TRENT_PORT$/m);
    assert.match(help.stdout, /^Example:\n {2}\$ /m);
    assert.ok(help.stdout.split('\n').every((line) => line.length <= 100), 'fits a terminal');
  }
});

test('version', async (t) => {
  const { code, stdout } = await new Sandbox(t).trent(['--version']);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal(code, 0);
});

/** One line that says what is wrong, at most one that helps; nothing on stdout, no stack. */
test('a wrong command line is told in a line, with exit code 2', async (t) => {
  const sandbox = new Sandbox(t);
  const cases: [string[], RegExp, Record<string, string>?][] = [
    [['nonsense'], /no command 'nonsense'/],
    [['clock'], /clock: what shall be done/],
    [['serve', '--nonsense'], /unknown flag --nonsense/],
    [['serve', 'now'], /'now' is one word too many/],
    [['serve', '--port', 'x'], /--port: 'x' is no port/],
    [['serve'], /TRENT_PORT: 'x' is no port/, { TRENT_PORT: 'x' }],
    [['dev', '--host', '0.0.0.0'], /everyone who reaches 0\.0\.0\.0/],
    [['serve', '--auth', 'off', '--host', '::'], /everyone who reaches ::/],
    [['serve', '--clock', 'manual'], /emulator mode/],
    [['account', 'create'], /ID is missing/],
    [['account', 'create', '12'], /'12' is no account/],
    [['clock', 'advance', '3 weeks'], /'3 weeks' is no span/],
    [['rotate-root-key'], /--to is missing/],
    [['rotate-root-key', '--to', 'nowhere'], /no source of a root key/],
  ];
  for (const [args, message, variables] of cases) {
    const { code, stdout, stderr } = await sandbox.trent(args, variables);
    assert.deepEqual([code, stdout], [2, ''], args.join(' '));
    assert.match(stderr, message);
    assert.match(stderr, /^trent: [^\n]+\n(hint: [^\n]+\n)?$/);
  }
});

test('a database that is away or full is no defect', () => {
  const lines: string[] = [];
  const output = { out: assert.fail, note: (line: string) => lines.push(line) };
  assert.equal(report(new StoreUnavailable('database or disk is full'), output), 1);
  assert.deepEqual(lines, ['trent: the database cannot be used: database or disk is full', 'hint: is its disk full, or its server away?']);
});

test('what cannot be done is told in a line, with exit code 1', async (t) => {
  const sandbox = new Sandbox(t);
  const cases: [string[], RegExp][] = [
    [['env'], /no data directory/],
    [['env', '--data', ':memory:'], /no server with --data :memory:/],
    [['account', 'create', '111122223333'], /no data directory/],
    [['clock', 'advance', '1d', '--port', '1'], /no server is running/],
    [['reset', '--data', 'nowhere'], /no server is running/],
    [['serve', '--data', ':memory:', '--seed', 'nowhere.yaml'], /nowhere\.yaml: no such file/],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await sandbox.trent(args);
    assert.deepEqual([code, stdout], [1, ''], args.join(' '));
    assert.match(stderr, message);
    assert.match(stderr, /^trent: [^\n]+\n(hint: [^\n]+\n)?$/);
  }
});
