/** Another root key for a database in use: without downtime, and whatever dies on the way. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DAY_MS } from '../../src/base/clock.ts';
import { UsageError, WriteConflict } from '../../src/base/errors.ts';
import { openKeyring } from '../../src/keyring/open.ts';
import { FileRootKey } from '../../src/keyring/root-keys/file.ts';
import { memoryRootKey } from '../../src/keyring/root-keys/memory.ts';
import { parseNextRootKeySource, parseRootKeySource } from '../../src/keyring/root-keys/parse.ts';
import type { Store } from '../../src/store/contract.ts';
import { StoreUnavailable } from '../../src/store/errors.ts';
import { contentOf, newClock, newPath, openAt, owner } from './support.ts';

const secret = Buffer.from('of 32 bytes, as most of them are');

test('every domain key goes over, old values open, and only the new root key does', async () => {
  const store = await openAt(':memory:');
  const [first, second, clock] = [memoryRootKey(), memoryRootKey(), newClock()];
  const old = (await openKeyring(store, first, clock)).seal(owner('old'), secret);
  clock.advance(31 * DAY_MS);
  const keyring = await openKeyring(store, first, clock);
  const sealed = keyring.seal(owner('k'), secret);
  await keyring.rotateRootKey(second);
  assert.deepEqual(keyring.open(owner('k'), keyring.seal(owner('k'), secret)), secret);
  await assert.rejects(openKeyring(store, first, clock), UsageError);
  const again = await openKeyring(store, second, clock);
  assert.deepEqual([again.open(owner('old'), old), again.open(owner('k'), sealed)], [secret, secret]);
  assert.deepEqual(again.derive('p'), keyring.derive('p'));
});

test('in the same file, again and again', async () => {
  const data = newPath();
  const store = await openAt(data);
  let source = parseRootKeySource('file', data);
  const keyring = await openKeyring(store, source, newClock());
  const sealed = keyring.seal(owner('k'), secret);
  const path = join(data, 'root.key');
  const seen = new Set([readFileSync(path, 'utf8')]);
  for (let round = 2; round <= 4; round++) {
    source = parseNextRootKeySource('file', data, source);
    await keyring.rotateRootKey(source);
    seen.add(readFileSync(path, 'utf8'));
    assert.deepEqual([seen.size, existsSync(`${path}.next`), statSync(path).mode & 0o077], [round, false, 0]);
    const reopened = await openKeyring(store, parseRootKeySource('', data), newClock());
    assert.deepEqual(reopened.open(owner('k'), sealed), secret);
  }
  await store.close();
});

test('to another source, and from there to a file that exists: that file is used, not replaced', async () => {
  const data = newPath();
  const store = await openAt(data);
  const file = parseRootKeySource('file', data);
  const keyring = await openKeyring(store, file, newClock());
  const before = readFileSync(join(data, 'root.key'), 'utf8');
  process.env['TRENT_TEST_ROTATED'] = Buffer.alloc(32, 9).toString('base64');
  const variable = parseNextRootKeySource('env:TRENT_TEST_ROTATED', data, file);
  await keyring.rotateRootKey(variable);
  await assert.rejects(openKeyring(store, parseRootKeySource('file', data), newClock()), UsageError);
  await keyring.rotateRootKey(parseNextRootKeySource('file', data, variable));
  assert.equal(readFileSync(join(data, 'root.key'), 'utf8'), before);
  await openKeyring(store, parseRootKeySource('file', data), newClock());
  await store.close();
});

test('two rotations at once: one is made, the other is a conflict', async () => {
  const store = await openAt(':memory:');
  const keyring = await openKeyring(store, memoryRootKey(), newClock());
  const sources = [memoryRootKey(), memoryRootKey()];
  const results = await Promise.allSettled(sources.map((source) => keyring.rotateRootKey(source)));
  assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected']);
  const lost = results.find((result) => result.status === 'rejected');
  assert.ok(lost?.reason instanceof WriteConflict);
  await openKeyring(store, sources[results.findIndex((result) => result.status === 'fulfilled')]!, newClock());
});

test('a source that does not open what it wraps is not taken', async () => {
  const store = await openAt(':memory:');
  const keyring = await openKeyring(store, memoryRootKey(), newClock());
  const before = await contentOf(store);
  const broken = { description: 'broken', wrap: async (p: Buffer) => p, unwrap: async () => Buffer.alloc(32) };
  await assert.rejects(keyring.rotateRootKey(broken));
  assert.deepEqual(await contentOf(store), before);
});

/** The same database behind another commit. */
function withCommit(store: Pick<Store, 'tables'>, commit: Store['commit']): Store {
  const proxied = <Tables>(): Store<Tables> => ({ ...store.tables<Tables>(), commit, tables: proxied });
  return proxied<unknown>();
}

for (const made of [false, true]) {
  test(`a commit whose outcome is not learned (${made ? 'made' : 'not made'}), then another rotation`, async () => {
    const data = newPath();
    const store = await openAt(data);
    let failing = false;
    const unsure = withCommit(store, async (unit) => {
      if (!failing || made) await store.commit(unit);
      if (failing) throw new StoreUnavailable('connection lost');
    });
    const source = new FileRootKey(join(data, 'root.key'));
    const keyring = await openKeyring(unsure, source, newClock());
    const sealed = keyring.seal(owner('k'), secret);
    failing = true;
    await assert.rejects(keyring.rotateRootKey(source.successor()), StoreUnavailable);
    assert.ok(existsSync(`${source.path}.next`));
    failing = false;
    await keyring.rotateRootKey(source.successor());
    assert.ok(!existsSync(`${source.path}.next`));
    const last = await openKeyring(store, new FileRootKey(source.path), newClock());
    assert.deepEqual(last.open(owner('k'), sealed), secret);
    await store.close();
  });
}

const dying = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);

/** Rotates, and is killed where the second argument says. Prints what it sealed before. */
const rotator = `
  import { openStore } from ${dying('../../src/store/open.ts')};
  import { openKeyring } from ${dying('../../src/keyring/open.ts')};
  import { keyringMigrations } from ${dying('../../src/keyring/migrations.ts')};
  import { parseNextRootKeySource, parseRootKeySource } from ${dying('../../src/keyring/root-keys/parse.ts')};
  const [data, where] = process.argv.slice(1);
  const die = () => { process.kill(process.pid, 'SIGKILL'); for (;;); };
  const store = await openStore({ data }, keyringMigrations);
  let armed = false;
  const commit = async (unit) => {
    if (armed && where === 'before the commit') die();
    await store.commit(unit);
    if (armed && where === 'after the commit') die();
  };
  const proxy = { ...store, commit, tables: () => proxy };
  const source = parseRootKeySource('file', data);
  const keyring = await openKeyring(proxy, source, { now: () => 1_800_000_000_000 });
  const sealed = keyring.seal({ purpose: 'key-material', names: ['k'] }, Buffer.from('of 32 bytes, as most of them are'));
  process.stdout.write(sealed.toString('hex'));
  await new Promise((resolve) => process.stdout.write('\\n', resolve));
  const next = parseNextRootKeySource('file', data, source);
  const wrap = next.wrap.bind(next);
  next.wrap = async (...values) => {
    const wrapped = await wrap(...values);
    if (where === 'after making the key') die();
    return wrapped;
  };
  const adopted = next.adopted.bind(next);
  next.adopted = async () => {
    await adopted();
    if (where === 'after the renaming') die();
  };
  armed = true;
  await keyring.rotateRootKey(next);
`;

for (const where of ['after making the key', 'before the commit', 'after the commit', 'after the renaming']) {
  test(`killed ${where}: everything opens, and the next rotation works`, async () => {
    const data = newPath();
    const command = ['--input-type=module', '-e', rotator, data, where];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const [, signal] = (await once(child, 'close')) as [number | null, string | null];
    assert.equal(signal, 'SIGKILL');
    const sealed = Buffer.from(output.trim(), 'hex');
    const path = join(data, 'root.key');
    assert.equal(existsSync(`${path}.next`), where !== 'after the renaming');
    const store = await openAt(data);
    const source = parseRootKeySource('file', data);
    const keyring = await openKeyring(store, source, newClock());
    assert.deepEqual(keyring.open(owner('k'), sealed), secret);
    assert.equal(existsSync(`${path}.next`), where === 'after making the key' || where === 'before the commit');
    await keyring.rotateRootKey(parseNextRootKeySource('file', data, source));
    const last = await openKeyring(store, parseRootKeySource('file', data), newClock());
    assert.deepEqual(last.open(owner('k'), sealed), secret);
    assert.ok(!existsSync(`${path}.next`));
    await store.close();
  });
}
