/** How grants end: retired, revoked, with their key; tokens; the quota. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { KMS } from '@aws-sdk/client-kms';
import { sql } from 'kysely';
import { grantsOf, idsOf, newGrant, NO_GRANT, OTHER_ROOT, ROLE, ROOT, USER } from './grants-support.ts';
import { changeStored, withStored } from './stored.ts';
import { assertRefused, DAY, type Emulator, flip, keyArn, newKey, NO_KEY, OTHER_ACCOUNT, OTHER_REGION, refuses, startEmulator } from './support.ts';

describe('the end of a grant', () => {
  let emulator: Emulator;
  let kms: KMS;
  let other: KMS;
  let key: string;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
    other = emulator.kmsIn({ account: OTHER_ACCOUNT });
    key = (await newKey(kms)).id;
  });
  after(() => emulator.stop());

  const isThere = async (id: string): Promise<boolean> => idsOf(await grantsOf(kms, key)).includes(id);

  test('RevokeGrant: by key and id', async () => {
    for (const KeyId of [key, keyArn(key)]) {
      const { id, token } = await newGrant(kms, key);
      await refuses(kms.revokeGrant({ KeyId, GrantId: id, DryRun: true }), 'DryRunOperationException');
      assert.ok(await isThere(id));
      const answer = await emulator.post('RevokeGrant', { KeyId, GrantId: id });
      assert.deepEqual([answer.status, answer.text], [200, '']);
      assert.ok(!(await isThere(id)));
      await refuses(kms.revokeGrant({ KeyId, GrantId: id }), 'NotFoundException', `Grant ID ${id} not found`);
      await refuses(kms.retireGrant({ GrantToken: token }), 'NotFoundException', `Grant ID ${id} not found`);
    }
    await refuses(kms.revokeGrant({ KeyId: key, GrantId: NO_GRANT, DryRun: true }), 'NotFoundException');
    await refuses(kms.revokeGrant({ KeyId: key, GrantId: 'a' }), 'InvalidGrantIdException');
    await refuses(kms.revokeGrant({ KeyId: NO_KEY, GrantId: NO_GRANT }), 'NotFoundException', `Key '${keyArn(NO_KEY)}' does not exist`);
    const { id } = await newGrant(kms, key);
    await refuses(kms.revokeGrant({ KeyId: (await newKey(kms)).id, GrantId: id }), 'NotFoundException', `Grant ID ${id} not found`);
    await refuses(other.revokeGrant({ KeyId: keyArn(key), GrantId: id }), 'AccessDeniedException');
    assert.ok(await isThere(id));
  });

  test('RetireGrant: by token, or key ARN and id, and nothing else', async () => {
    const [byToken, byId] = [await newGrant(kms, key), await newGrant(kms, key)];
    await refuses(kms.retireGrant({ GrantToken: byToken.token, DryRun: true }), 'DryRunOperationException');
    assert.ok(await isThere(byToken.id));
    const answer = await emulator.post('RetireGrant', { GrantToken: byToken.token });
    assert.deepEqual([answer.status, answer.text], [200, '']);
    await kms.retireGrant({ KeyId: keyArn(key), GrantId: byId.id });
    assert.ok(!(await isThere(byToken.id)) && !(await isThere(byId.id)));
    const { id, token } = await newGrant(kms, key);
    for (const input of [{}, { GrantToken: token, GrantId: id }, { GrantToken: token, KeyId: keyArn(key) }, { GrantId: id }, { KeyId: keyArn(key) }]) {
      await refuses(kms.retireGrant(input), 'ValidationException', 'Either GrantToken, or KeyId and GrantId, must be specified.');
    }
    await refuses(kms.retireGrant({ KeyId: key, GrantId: id }), 'InvalidArnException', `Invalid arn ${key}`);
    await refuses(kms.retireGrant({ KeyId: keyArn(key), GrantId: NO_GRANT }), 'NotFoundException', `Grant ID ${NO_GRANT} not found`);
    await refuses(kms.retireGrant({ KeyId: keyArn(key), GrantId: 'a' }), 'InvalidGrantIdException');
    await refuses(kms.retireGrant({ KeyId: keyArn(NO_KEY), GrantId: id }), 'NotFoundException');
    assert.ok(await isThere(id));
  });

  test('RetireGrant: by whom the grant names, and by the account that made it', async () => {
    const cases: readonly (readonly [who: KMS, may: boolean, input: Parameters<typeof newGrant>[2]])[] = [
      [kms, true, {}],
      [other, false, {}],
      [other, false, { GranteePrincipal: OTHER_ROOT }],
      [other, true, { GranteePrincipal: OTHER_ROOT, Operations: ['Decrypt', 'RetireGrant'] }],
      [other, false, { Operations: ['Decrypt', 'RetireGrant'] }],
      [other, true, { RetiringPrincipal: OTHER_ROOT }],
      [other, true, { RetiringPrincipal: OTHER_ROOT, GranteePrincipal: OTHER_ROOT }],
      [other, false, { RetiringPrincipal: `arn:aws:iam::${OTHER_ACCOUNT}:user/other` }],
      // Constraints do not apply to this operation.
      [other, true, { GranteePrincipal: OTHER_ROOT, Operations: ['Decrypt', 'RetireGrant'], Constraints: { EncryptionContextEquals: { a: 'b' } } }],
    ];
    for (const [who, may, input] of cases) {
      for (const by of ['token', 'id'] as const) {
        const { id, token } = await newGrant(kms, key, input);
        const ended = who.retireGrant(by === 'token' ? { GrantToken: token } : { KeyId: keyArn(key), GrantId: id });
        if (may) await ended;
        else await refuses(ended, 'AccessDeniedException');
        assert.equal(await isThere(id), !may, JSON.stringify(input));
      }
    }
  });

  test('a token that was changed, cut, made up, or is of another region', async () => {
    const { id, token } = await newGrant(kms, key);
    const data = Buffer.from(token, 'base64');
    const wrong = ['x', 'AAAA', `${token}=`, ` ${token}`, token.slice(4), token.replace(/=*$/, '\n$&'), '\u00e9'];
    for (let bit = 0; bit < data.length * 8; bit += 7) wrong.push(flip(data, bit).toString('base64'));
    for (const GrantToken of wrong) assertRefused(await emulator.post('RetireGrant', { GrantToken }), 'InvalidGrantTokenException', 'Invalid grant token');
    assertRefused(await emulator.post('RetireGrant', { GrantToken: token }, { region: OTHER_REGION }), 'InvalidGrantTokenException', 'Invalid grant token');
    assert.ok(await isThere(id));
    assert.ok(!data.includes(Buffer.from(key)), 'it does not show its key');
  });

  test('all tokens of a grant serve', async () => {
    const tokens = [];
    for (let i = 0; i < 3; i++) tokens.push((await newGrant(kms, key, { Name: 'tokens' })).token);
    await kms.retireGrant({ GrantToken: tokens[0] });
    for (const GrantToken of tokens) await refuses(kms.retireGrant({ GrantToken }), 'NotFoundException');
  });

  test('ended twice at the same moment: once', async () => {
    const { id } = await newGrant(kms, key);
    const ends = await Promise.all(Array.from({ length: 8 }, () => emulator.post('RevokeGrant', { KeyId: key, GrantId: id })));
    assert.deepEqual(ends.map(({ status }) => status).sort(), [200, 400, 400, 400, 400, 400, 400, 400]);
    for (const answer of ends.filter(({ status }) => status === 400)) assertRefused(answer, 'NotFoundException', `Grant ID ${id} not found`);
  });

  test('a replica has its own', async () => {
    const { id: KeyId } = await newKey(kms, { MultiRegion: true });
    await newGrant(kms, KeyId);
    await kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION });
    assert.deepEqual(await grantsOf(emulator.kmsIn({ region: OTHER_REGION }), KeyId), []);
  });
});

describe('grants in the store', () => {
  let data: string;
  before(() => {
    data = mkdtempSync(join(tmpdir(), 'trent-grants-'));
  });
  after(() => rmSync(data, { recursive: true }));

  test('outlive the server, and go with their key', async () => {
    let server = await startEmulator({ location: { data } });
    const { id: KeyId } = await newKey(server.kms);
    const { id: stays } = await newKey(server.kms);
    const { id, token } = await newGrant(server.kms, KeyId, { RetiringPrincipal: USER });
    await newGrant(server.kms, stays, { RetiringPrincipal: USER });
    await server.stop();
    server = await startEmulator({ location: { data } });
    assert.deepEqual(idsOf(await grantsOf(server.kms, KeyId)), [id]);
    await newGrant(server.kms, KeyId, { GrantTokens: [token] });
    await server.kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    const racing = Array.from({ length: 10 }, () => server.post('CreateGrant', { KeyId: stays, GranteePrincipal: ROLE, Operations: ['Decrypt'] }));
    await Promise.all([...racing, server.advance(7 * DAY)]);
    await refuses(server.kms.listGrants({ KeyId }), 'NotFoundException');
    await refuses(server.kms.retireGrant({ GrantToken: token }), 'NotFoundException');
    assert.equal((await server.kms.listRetirableGrants({ RetiringPrincipal: USER })).Grants!.length, 1);
    await server.stop();
    assert.equal(await storedGrants(KeyId), 0);
    assert.equal(await storedGrants(stays), 11);
  });

  const storedGrants = (keyId: string): Promise<number> =>
    withStored(data, async ({ db }) => (await db.selectFrom('kms_grants').select('key_id').where('key_id', '=', keyId).execute()).length);

  test('50,000 on one key, and no more; room again after one has ended', async () => {
    let server = await startEmulator({ location: { data } });
    const { id: KeyId } = await newKey(server.kms);
    const { id } = await newGrant(server.kms, KeyId, { Name: 'first' });
    await server.stop();
    await changeStored(data, (db) => ({ compile: () => copies(KeyId, 49_998).compile(db) }));
    server = await startEmulator({ location: { data } });
    await newGrant(server.kms, KeyId);
    const text = 'Grants per key quota for this account in this region is 50000, current usage is 50000.';
    await refuses(newGrant(server.kms, KeyId), 'LimitExceededException', text);
    await refuses(newGrant(server.kms, KeyId, { DryRun: true }), 'LimitExceededException', text);
    assert.equal((await newGrant(server.kms, KeyId, { Name: 'first' })).id, id, 'a repeated request needs no room');
    await server.kms.revokeGrant({ KeyId, GrantId: id });
    await newGrant(server.kms, KeyId);
    await refuses(newGrant(server.kms, KeyId), 'LimitExceededException', text);
    assert.equal((await server.kms.listGrants({ KeyId, Limit: 100 })).Grants!.length, 100);
    await server.stop();
  });

  /** So many more grants like the one that the key has. */
  const copies = (keyId: string, count: number) => sql`
    insert into kms_grants
    with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})
    select account, region, key_id, printf('%064x', n), null, grantee, grantee_service, retiring, retiring_service,
      operations, constraints, selector, issuing_account, created_at, fingerprint
    from kms_grants, numbers where key_id = ${keyId}`;
});

test('reset ends all grants', async () => {
  const server = await startEmulator();
  const { id } = await newKey(server.kms);
  await newGrant(server.kms, id, { RetiringPrincipal: ROOT });
  await server.trent.reset();
  assert.deepEqual((await server.kms.listRetirableGrants({ RetiringPrincipal: ROOT })).Grants, []);
  await server.stop();
});
