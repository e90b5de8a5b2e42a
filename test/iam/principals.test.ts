/** Which principals there are, how policies keep them, and how they are shown afterwards. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { problemOf } from '../../src/authz/problem.ts';
import { rewritePrincipals } from '../../src/authz/rewrite-principals.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { Unit } from '../../src/base/unit.ts';
import { memoryRootKey } from '../../src/keyring/root-keys/memory.ts';
import { keyringMigrations } from '../../src/keyring/migrations.ts';
import { openKeyring } from '../../src/keyring/open.ts';
import { createIam, type Iam } from '../../src/services/iam/iam.ts';
import { newEntityId } from '../../src/services/iam/ids.ts';
import { iamMigrations } from '../../src/services/iam/migrations.ts';
import type { IamTables } from '../../src/services/iam/tables.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore } from '../../src/store/open.ts';

const HERE = '111122223333';
const ELSEWHERE = '444455556666';
const NOW = Date.UTC(2026, 10, 1);
const NOTHING = { boundary: null, trust_policy: null, description: null, max_session_seconds: null };
const ann = `arn:aws:iam::${HERE}:user/team/ann`;
const reader = `arn:aws:iam::${HERE}:role/reader`;

describe('principals', () => {
  let store: Store;
  /** Of a server that checks signatures, and of an emulator. */
  let strict: Iam;
  let emulator: Iam;
  let annId: string;
  let readerId: string;
  before(async () => {
    store = await openStore({ data: ':memory:' }, { ...keyringMigrations, ...iamMigrations });
    const keyring = await openKeyring(store, memoryRootKey(), new ManualClock(NOW));
    const tools = { problemOf, rewritePrincipals };
    [strict, emulator] = [false, true].map((any) => createIam(store.tables<IamTables>(), keyring, keyring, 'aws', tools, any)) as [Iam, Iam];
    await strict.accounts.create(HERE, NOW);
    annId = await made('user', 'ann', '/team/');
    readerId = await made('role', 'reader', '/');
  });
  after(() => store.close());

  async function made(kind: 'user' | 'role', name: string, path: string, account = HERE): Promise<string> {
    const id = newEntityId(kind);
    const unit = new Unit();
    strict.entities.insert(unit, { id, account, kind, name, path, created_at: NOW, ...NOTHING });
    await store.commit(unit);
    return id;
  }

  async function removed(id: string): Promise<void> {
    const unit = new Unit();
    strict.entities.remove(unit, (await strict.entities.byId(id))!);
    await store.commit(unit);
  }

  test('that stay as they are written', async () => {
    const session = `arn:aws:sts::${HERE}:assumed-role/reader/s@1`;
    const federated = `arn:aws:sts::${HERE}:federated-user/carol`;
    for (const principal of ['*', HERE, `arn:aws:iam::${HERE}:root`, `arn:aws-cn:iam::${HERE}:root`, session, federated, annId, readerId]) {
      assert.equal(await strict.principals.storedOne(principal), principal);
    }
  });

  test('that are kept by their ids', async () => {
    assert.equal(await strict.principals.storedOne(ann), annId);
    assert.equal(await strict.principals.storedOne(reader), readerId);
  });

  const NOBODY: readonly (readonly [what: string, principal: string])[] = [
    ['a user', `arn:aws:iam::${HERE}:user/bob`],
    ['a user without its path', `arn:aws:iam::${HERE}:user/ann`],
    ['a user by another case', `arn:aws:iam::${HERE}:user/team/Ann`],
    ['a user of another partition', `arn:aws-cn:iam::${HERE}:user/team/ann`],
    ['a role', `arn:aws:iam::${HERE}:role/writer`],
    ['a role that is a user', `arn:aws:iam::${HERE}:role/team/ann`],
    ['a session of a role', `arn:aws:sts::${HERE}:assumed-role/writer/s`],
    ['a unique id of a user', 'AIDAAAAAAAAAAAAAAAAAA'],
    ['a unique id of a role', 'AROAAAAAAAAAAAAAAAAAA'],
    ['a group', `arn:aws:iam::${HERE}:group/all`],
  ];
  for (const [what, principal] of NOBODY) {
    test(`that do not exist: ${what}`, async () => {
      for (const { principals } of [strict, emulator]) assert.equal(await principals.storedOne(principal), undefined);
    });
  }

  test('of accounts that are not here: none, but in an emulator all', async () => {
    for (const principal of [
      ELSEWHERE, `arn:aws:iam::${ELSEWHERE}:root`, `arn:aws:iam::${ELSEWHERE}:user/ann`, `arn:aws:iam::${ELSEWHERE}:role/a/reader`,
      `arn:aws:sts::${ELSEWHERE}:assumed-role/reader/s`, `arn:aws:sts::${ELSEWHERE}:federated-user/carol`,
    ]) {
      assert.equal(await strict.principals.storedOne(principal), undefined, principal);
      assert.equal(await emulator.principals.storedOne(principal), principal);
    }
    const id = await made('user', 'there', '/', ELSEWHERE);
    assert.equal(await emulator.principals.storedOne(`arn:aws:iam::${ELSEWHERE}:user/there`), id, 'made by somebody nonetheless');
  });

  const policy = (...principals: string[]): string => `{ "Version" : "2012-10-17",
    "Id": "${ann}", "Statement": [{ "Effect":"Allow", "Principal":{"AWS":${JSON.stringify(principals)}, "Service":"sns.amazonaws.com"},
      "Action":"kms:*", "Condition":{"ArnLike":{"aws:PrincipalArn":"${ann}", "kms:ViaService":"${annId}"}}},
    {"Effect" : "Deny", "NotPrincipal" : { "AWS":"${principals[0]}"}, "Action":"*"} ]}`;

  test('in a policy: replaced where they stand, and back again', async () => {
    const text = policy(ann, '*', reader, HERE);
    const stored = await strict.principals.stored(text);
    assert.equal(stored, policy(annId, '*', readerId, HERE));
    assert.equal(await strict.principals.shown(stored as string), text);
  });

  test('in a policy: the first that does not exist is named', async () => {
    const unknown = `arn:aws:iam::${HERE}:user/bob`;
    assert.deepEqual(await strict.principals.stored(policy(ann, unknown, `${unknown}by`)), { unknown });
  });

  test('are shown as they are called now, and by their ids once they are gone', async () => {
    const id = await made('user', 'dora', '/');
    const stored = (await strict.principals.stored(policy(`arn:aws:iam::${HERE}:user/dora`))) as string;
    const unit = new Unit();
    strict.entities.change(unit, (await strict.entities.byId(id))!, { name: 'Dora2', path: '/a/' });
    await store.commit(unit);
    assert.equal(await strict.principals.shown(stored), policy(`arn:aws:iam::${HERE}:user/a/Dora2`));
    assert.equal(await strict.principals.shownOne(id), `arn:aws:iam::${HERE}:user/a/Dora2`);
    await removed(id);
    await made('user', 'Dora2', '/a/');
    assert.equal(await strict.principals.shown(stored), policy(id));
    assert.equal(await strict.principals.shownOne(id), id);
    assert.deepEqual(await strict.principals.stored(policy(id)), { unknown: id });
  });
});
