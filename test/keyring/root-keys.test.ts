import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { UsageError } from '../../src/base/errors.ts';
import { Unit } from '../../src/base/unit.ts';
import type { RootKeySource } from '../../src/keyring/contract.ts';
import { openKeyring } from '../../src/keyring/open.ts';
import { FileRootKey } from '../../src/keyring/root-keys/file.ts';
import { memoryRootKey } from '../../src/keyring/root-keys/memory.ts';
import { parseRootKeySource } from '../../src/keyring/root-keys/parse.ts';
import { readHeader } from '../../src/keyring/root-keys/wrapped.ts';
import { contentOf, newClock, newPath, openAt, owner } from './support.ts';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7 + 1));
const plaintext = Buffer.alloc(32, 3);
const bound = Buffer.from('bound to');
const posix = { skip: process.platform === 'win32' };
const parse = (text: string): RootKeySource => parseRootKeySource(text, ':memory:');

function variable(value: string): string {
  const name = `TRENT_TEST_KEY_${Object.keys(process.env).length}`;
  process.env[name] = value;
  return name;
}

function privateFile(text: string, mode = 0o600): string {
  const path = newPath();
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

/** Fails with a UsageError that repeats none of the secrets. */
async function refused(attempt: Promise<unknown> | (() => unknown), ...secrets: string[]): Promise<void> {
  const promise = typeof attempt === 'function' ? (async () => attempt())() : attempt;
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof UsageError, String(error));
    for (const told of secrets) assert.ok(!`${error.message} ${error.hint} ${error.stack}`.includes(told));
    return true;
  });
}

const sources: [string, () => string][] = [
  ['file', () => `file:${newPath()}`],
  ['env, base64', () => `env:${variable(KEY.toString('base64'))}`],
  ['env, hexadecimal', () => `env:${variable(KEY.toString('hex').toUpperCase())}`],
  ['env, base64url', () => `env:${variable(KEY.toString('base64url'))}`],
  ['command', () => `command:printf '%s\\n' "$(printf ${KEY.toString('base64')})"`],
  ['passphrase:env', () => `passphrase:env:${variable('correct horse battery')}`],
  ['passphrase:file', () => `passphrase:file:${privateFile('correct horse battery\n')}`],
];

for (const [name, text] of sources) {
  test(`${name}: wraps, unwraps in another process's source, bound to what it was given`, async () => {
    const where = text();
    const wrapped = await parse(where).wrap(plaintext, bound);
    const again = parse(where);
    assert.deepEqual(await again.unwrap(wrapped, bound), plaintext);
    assert.equal(readHeader(wrapped).kind, name.split(/[,:]/)[0]);
    assert.equal(wrapped.indexOf(plaintext), -1);
    await refused(again.unwrap(wrapped, Buffer.from('bound elsewhere')), KEY.toString('base64'), 'horse');
    for (const at of [10, wrapped.length - 1]) {
      const changed = Buffer.from(wrapped);
      changed[at]! ^= 1;
      await assert.rejects(again.unwrap(changed, bound));
    }
    await refused(memoryRootKey().unwrap(wrapped, bound));
  });
}

test('one key opens from wherever it comes', async () => {
  const wrapped = await parse(`env:${variable(KEY.toString('hex'))}`).wrap(plaintext, bound);
  const file = privateFile(KEY.toString('base64'));
  for (const text of [`file:${file}`, `command:cat ${file}`]) assert.deepEqual(await parse(text).unwrap(wrapped, bound), plaintext);
});

test('the command runs once', async () => {
  const log = newPath();
  const source = parse(`command:echo run >> ${log}; echo ${KEY.toString('base64')}`);
  const wrapped = await Promise.all([source.wrap(plaintext, bound), source.wrap(plaintext, bound)]);
  for (const one of wrapped) await source.unwrap(one, bound);
  assert.equal(readFileSync(log, 'utf8'), 'run\n');
});

test('commands that fail, print much or print no key', async () => {
  const hidden = 'aGlkZGVuIHZhbHVl';
  for (const command of [`echo ${hidden}; exit 3`, `echo ${hidden}`, 'kill -9 $$', 'yes', 'true', '/nonexistent 2>/dev/null']) {
    await refused(parse(`command:${command}`).wrap(plaintext, bound), hidden);
  }
});

test('texts that are no root key are refused and not repeated', async () => {
  const base64 = KEY.toString('base64');
  for (const text of ['not-a-root-key', KEY.toString('hex').slice(2), `${base64}AA`, base64.slice(2)]) {
    await refused(parse(`env:${variable(text)}`).wrap(plaintext, bound), text);
    await refused(parse(`file:${privateFile(text)}`).wrap(plaintext, bound), text);
  }
});

test('sources of no known form are refused and not repeated', async () => {
  const key = KEY.toString('base64');
  const withKey = [key, `key:${key}`, `env:${key}`, `passphrase:${key}`];
  const empty = ['file:', 'env:', 'command:', 'passphrase:', 'passphrase:env:', ':'];
  for (const text of [...withKey, ...empty, 'constructor:x', '__proto__:x', 'FILE:x']) {
    await refused(() => parse(text), key);
  }
  fc.assert(fc.property(fc.string(), (text) => {
    try {
      return parse(text).description.length > 0;
    } catch (error) {
      return error instanceof UsageError;
    }
  }));
});

test('variables that are not set, files that are missing, passphrases that are short', async () => {
  await refused(parse('env:TRENT_TEST_UNSET').wrap(plaintext, bound));
  await refused(parse('passphrase:env:TRENT_TEST_UNSET').wrap(plaintext, bound));
  await refused(parse(`passphrase:file:${newPath()}`).wrap(plaintext, bound));
  await refused(parse(`passphrase:env:${variable('eleven char')}`).wrap(plaintext, bound), 'eleven');
  await refused(parse(`file:${join(newPath(), 'no', 'directory')}`).wrap(plaintext, bound));
});

test('a wrong passphrase is refused', async () => {
  const wrapped = await parse(`passphrase:env:${variable('correct horse battery')}`).wrap(plaintext, bound);
  await refused(parse(`passphrase:env:${variable('correct horse batterz')}`).unwrap(wrapped, bound), 'horse');
});

test('a key file is made once, for its owner alone, and holds 32 bytes in base64', posix, async () => {
  const data = newPath();
  const store = await openAt(data);
  const path = join(data, 'root.key');
  await openKeyring(store, parseRootKeySource('', data), newClock());
  const text = readFileSync(path, 'utf8');
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.match(text, /^[A-Za-z0-9+/]{43}=\n$/);
  assert.deepEqual(readdirSync(data).filter((name) => name.startsWith('root.key')), ['root.key']);
  await openKeyring(store, parseRootKeySource('file', data), newClock());
  assert.equal(readFileSync(path, 'utf8'), text);
  await store.close();
});

test('a key or passphrase file that others may use is refused', posix, async () => {
  for (const mode of [0o604, 0o640, 0o620, 0o601]) {
    await refused(parse(`file:${privateFile(KEY.toString('base64'), mode)}`).wrap(plaintext, bound), KEY.toString('base64'));
    await refused(parse(`passphrase:file:${privateFile('correct horse battery', mode)}`).wrap(plaintext, bound), 'horse');
  }
  await parse(`file:${privateFile(KEY.toString('base64'), 0o400)}`).wrap(plaintext, bound);
});

test('a missing key file is told, and none is made in its place', async () => {
  const data = newPath();
  const store = await openAt(data);
  await openKeyring(store, parseRootKeySource('file', data), newClock());
  const before = await contentOf(store);
  rmSync(join(data, 'root.key'));
  await refused(openKeyring(store, parseRootKeySource('file', data), newClock()));
  assert.ok(!existsSync(join(data, 'root.key')));
  assert.deepEqual(await contentOf(store), before);
  await store.close();
});

test('what a crash left half written is not in the way', async () => {
  const path = newPath();
  writeFileSync(`${path}.tmp`, 'half a k');
  const wrapped = await new FileRootKey(path).wrap(plaintext, bound);
  assert.deepEqual(await new FileRootKey(path).unwrap(wrapped, bound), plaintext);
  mkdirSync(`${path}-2.tmp`);
  await refused(new FileRootKey(`${path}-2`).wrap(plaintext, bound));
});

test('hostile wrapped bytes never open', async () => {
  const source = parse(`env:${variable(KEY.toString('hex'))}`);
  const id = createHmac('sha256', KEY).update('\0\0\0\x01trent root key id\0\0\0\x01\0').digest().subarray(0, 8);
  const property = fc.asyncProperty(fc.boolean(), fc.uint8Array({ maxLength: 90 }), async (named, bytes) => {
    const wrapped = named ? Buffer.concat([Buffer.of(1, 2), id, Buffer.from(bytes)]) : Buffer.from(bytes);
    await assert.rejects(source.unwrap(wrapped, bound));
  });
  await fc.assert(property, { numRuns: 200 });
});

test('no file of the data directory holds what was sealed, nor a key but the root key', async () => {
  const data = newPath();
  const store = await openAt(data);
  const source = parseRootKeySource('file', data);
  const wrapped: Buffer[] = [];
  const watching: RootKeySource = {
    description: source.description,
    wrap: (key, associatedData) => (wrapped.push(Buffer.from(key)), source.wrap(key, associatedData)),
    unwrap: (bytes, associatedData) => source.unwrap(bytes, associatedData),
  };
  const keyring = await openKeyring(store, watching, newClock());
  const material = Buffer.from('6d6174657269616c2d6f662d612d6b65792d746861742d69732d7365616c6564', 'hex');
  const unit = new Unit();
  const sealed = keyring.seal(owner('k'), material);
  unit.write(store.db.insertInto('keyring_secrets').values({ name: 'stored', sealed }), 1);
  await store.commit(unit);
  const rootKey = Buffer.from(readFileSync(join(data, 'root.key'), 'utf8'), 'base64');
  const copy = newPath();
  // By another process: reading them here would drop this process's locks on them.
  execFileSync('cp', ['-R', data, copy]);
  const files = readdirSync(copy).filter((name) => name !== 'root.key');
  assert.ok(files.includes('trent.db-wal'));
  const contents = files.map((name) => readFileSync(join(copy, name)));
  assert.ok(contents.some((content) => content.includes(sealed)), 'the search would find it');
  assert.equal(wrapped.length, 1);
  for (const hidden of [material, rootKey, ...wrapped, keyring.derive('markers')]) {
    for (const form of [hidden, hidden.toString('hex'), hidden.toString('base64')]) {
      assert.ok(contents.every((content) => !content.includes(form)));
    }
  }
  await store.close();
});
