/** Making and listing grants: what comes back, repeated requests, filters, pages. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { KMS } from '@aws-sdk/client-kms';
import { grantsOf, idsOf, newGrant, NO_GRANT, OTHER_ROOT, ROLE, ROOT, USER } from './grants-support.ts';
import {
  ACCOUNT, aliasArn, assertRefused, type Emulator, keyArn, newKey, NO_KEY, OTHER_ACCOUNT, OTHER_REGION, refuses, startEmulator,
} from './support.ts';

const SERVICE = 'backup.example.amazonaws.com';
const SOURCE = `arn:aws:backup:us-east-1:${ACCOUNT}:vault/a`;

describe('grants', () => {
  let emulator: Emulator;
  let kms: KMS;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
  });
  after(() => emulator.stop());

  test('an id of 64 hexadecimal digits and a token; the entry, and nothing else', async () => {
    const { id, arn } = await newKey(kms);
    const Constraints = { EncryptionContextSubset: { Department: 'IT', __proto__x: 'y' } };
    const made = await newGrant(kms, id, { Operations: ['Decrypt', 'Encrypt', 'Decrypt'], RetiringPrincipal: USER, Constraints, Name: 'n/1' });
    assert.match(made.id, /^[0-9a-f]{64}$/);
    assert.match(made.token, /^[A-Za-z0-9+/]+={0,2}$/);
    const { body } = await emulator.post('ListGrants', { KeyId: id });
    const CreationDate = (await emulator.now()) / 1_000;
    const entry = {
      KeyId: arn,
      GrantId: made.id,
      Name: 'n/1',
      CreationDate,
      GranteePrincipal: ROLE,
      RetiringPrincipal: USER,
      IssuingAccount: ROOT,
      Operations: ['Decrypt', 'Encrypt'],
      Constraints,
    };
    assert.deepEqual(body, { Grants: [entry], Truncated: false });
  });

  test('the least: no name, nobody to retire it, no constraints', async () => {
    const { id, arn } = await newKey(kms);
    const made = await newGrant(kms, arn, { Constraints: {} });
    const [entry] = (await emulator.post('ListGrants', { KeyId: id })).body['Grants'] as [{ [member: string]: unknown }];
    assert.deepEqual(Object.keys(entry).sort(), ['CreationDate', 'GrantId', 'GranteePrincipal', 'IssuingAccount', 'KeyId', 'Name', 'Operations']);
    assert.deepEqual([entry['GrantId'], entry['Name']], [made.id, '']);
  });

  test('for a service', async () => {
    const { id } = await newKey(kms);
    const Constraints = { SourceArn: SOURCE };
    const grantee = { GranteePrincipal: undefined, GranteeServicePrincipal: SERVICE, Constraints };
    await newGrant(kms, id, { ...grantee, RetiringServicePrincipal: SERVICE });
    await newGrant(kms, id, { ...grantee, RetiringPrincipal: USER });
    for (const entry of await grantsOf(kms, id)) {
      const retiring = entry.RetiringPrincipal ?? entry.RetiringServicePrincipal;
      assert.deepEqual([entry.GranteePrincipal, entry.GranteeServicePrincipal], [undefined, SERVICE]);
      assert.deepEqual([entry.Constraints, [USER, SERVICE].includes(retiring!)], [Constraints, true]);
    }
  });

  test('an account by its digits is its root', async () => {
    const { id } = await newKey(kms);
    await newGrant(kms, id, { GranteePrincipal: OTHER_ACCOUNT, RetiringPrincipal: ACCOUNT });
    const [entry] = await grantsOf(kms, id);
    assert.deepEqual([entry!.GranteePrincipal, entry!.RetiringPrincipal], [OTHER_ROOT, ROOT]);
    for (const GranteePrincipal of [OTHER_ACCOUNT, OTHER_ROOT]) {
      assert.equal((await kms.listGrants({ KeyId: id, GranteePrincipal })).Grants!.length, 1);
    }
  });

  test('the same again under the same name: the same grant, another token', async () => {
    const { id } = await newKey(kms);
    const input = {
      Name: 'again',
      Operations: ['Decrypt', 'Encrypt'] as ('Decrypt' | 'Encrypt')[],
      RetiringPrincipal: USER,
      Constraints: { EncryptionContextEquals: { a: '1', b: '2' } },
    };
    const first = await newGrant(kms, id, input);
    const reordered = { ...input, Operations: [...input.Operations].reverse(), Constraints: { EncryptionContextEquals: { b: '2', a: '1' } } };
    const second = await newGrant(kms, id, reordered);
    assert.equal(second.id, first.id);
    assert.notEqual(second.token, first.token);
    const others = [
      { ...input, Name: 'other' },
      { ...input, Operations: ['Decrypt' as const] },
      { ...input, GranteePrincipal: USER },
      { ...input, RetiringPrincipal: undefined },
      { ...input, RetiringPrincipal: ROOT },
      { ...input, Constraints: { EncryptionContextSubset: { a: '1', b: '2' } } },
      { ...input, Constraints: { EncryptionContextEquals: { a: '2', b: '1' } } },
      { ...input, Constraints: { EncryptionContextEquals: { A: '1', b: '2' } } },
      { ...input, Constraints: undefined },
      { ...input, Name: undefined },
      { ...input, Name: undefined },
    ];
    const ids = new Set([first.id]);
    for (const other of others) ids.add((await newGrant(kms, id, other)).id);
    assert.equal(ids.size, 1 + others.length);
    const { id: elsewhere } = await newKey(kms);
    assert.notEqual((await newGrant(kms, elsewhere, input)).id, first.id);
  });

  test('the same at the same moment: one grant', async () => {
    const { id } = await newKey(kms);
    const made = await Promise.all(Array.from({ length: 12 }, () => newGrant(kms, id, { Name: 'at-once' })));
    assert.equal(new Set(made.map((grant) => grant.id)).size, 1);
    assert.equal(new Set(made.map((grant) => grant.token)).size, 12);
    assert.deepEqual(idsOf(await grantsOf(kms, id)), [made[0]!.id]);
  });

  test('DryRun makes none', async () => {
    const { id } = await newKey(kms);
    const text = 'The request would have succeeded, but the DryRun option is set.';
    for (const Name of [undefined, 'dry']) {
      await refuses(newGrant(kms, id, { DryRun: true, Name }), 'DryRunOperationException', text);
    }
    await refuses(newGrant(kms, id, { DryRun: true, Operations: ['Sign'] }), 'ValidationException');
    assert.deepEqual(await grantsOf(kms, id), []);
  });

  test('key id or key ARN; no alias, no key of elsewhere', async () => {
    const { id } = await newKey(kms);
    await kms.createAlias({ AliasName: 'alias/granted', TargetKeyId: id });
    for (const KeyId of ['alias/granted', aliasArn('alias/granted')]) {
      await refuses(newGrant(kms, KeyId), 'InvalidArnException', 'Key Aliases are not supported for this operation.');
      await refuses(kms.listGrants({ KeyId }), 'InvalidArnException');
    }
    await refuses(newGrant(kms, NO_KEY), 'NotFoundException', `Key '${keyArn(NO_KEY)}' does not exist`);
    await refuses(kms.listGrants({ KeyId: NO_KEY }), 'NotFoundException');
    await refuses(newGrant(emulator.kmsIn({ account: OTHER_ACCOUNT }), keyArn(id)), 'AccessDeniedException');
    await refuses(emulator.kmsIn({ account: OTHER_ACCOUNT }).listGrants({ KeyId: keyArn(id) }), 'AccessDeniedException');
  });

  test('in each state of the key; listed and revoked in all', async () => {
    const states = {
      Disabled: { name: 'DisabledException', enter: (KeyId: string) => kms.disableKey({ KeyId }) },
      PendingDeletion: { name: 'KMSInvalidStateException', enter: (KeyId: string) => kms.scheduleKeyDeletion({ KeyId }) },
    };
    for (const { name, enter } of Object.values(states)) {
      const { id, arn } = await newKey(kms);
      const [kept, gone] = [await newGrant(kms, id), await newGrant(kms, id)];
      await enter(id);
      await refuses(newGrant(kms, id), name, new RegExp(`^${arn} is (disabled|pending deletion)\\.$`));
      await kms.revokeGrant({ KeyId: id, GrantId: gone.id });
      assert.deepEqual(idsOf(await grantsOf(kms, id)), [kept.id]);
      await kms.retireGrant({ GrantToken: kept.token });
      assert.deepEqual(await grantsOf(kms, id), []);
    }
    const { id } = await newKey(kms, { Origin: 'EXTERNAL' });
    await refuses(newGrant(kms, id), 'KMSInvalidStateException', `${keyArn(id)} is pending import.`);
  });

  test('filters', async () => {
    const { id: KeyId } = await newKey(kms);
    const service = { GranteePrincipal: undefined, GranteeServicePrincipal: SERVICE, Constraints: { SourceArn: SOURCE } };
    const forService = await newGrant(kms, KeyId, { ...service, RetiringPrincipal: USER });
    const [ofRole, ofUser] = [await newGrant(kms, KeyId), await newGrant(kms, KeyId, { GranteePrincipal: USER })];
    const found = async (filter: object): Promise<string[]> => idsOf((await kms.listGrants({ KeyId, ...filter })).Grants);
    assert.deepEqual(await found({}), [forService.id, ofRole.id, ofUser.id].sort());
    assert.deepEqual(await found({ GranteePrincipal: ROLE }), [ofRole.id]);
    assert.deepEqual(await found({ GrantId: ofUser.id }), [ofUser.id]);
    assert.deepEqual(await found({ GrantId: ofUser.id, GranteePrincipal: ROLE }), []);
    assert.deepEqual(await found({ GranteeServicePrincipal: SERVICE }), [forService.id]);
    assert.deepEqual(await found({ GrantId: NO_GRANT }), []);
    await refuses(kms.listGrants({ KeyId, GrantId: 'no-grant-id' }), 'InvalidGrantIdException');
  });

  test('pages: every grant once, a marker for one list alone', async () => {
    const { id: KeyId } = await newKey(kms);
    const made = await Promise.all(Array.from({ length: 7 }, () => newGrant(kms, KeyId, { RetiringPrincipal: ROOT })));
    const expected = made.map((grant) => grant.id).sort();
    for (const [operation, input] of [['ListGrants', { KeyId }], ['ListGrants', { KeyId, GranteePrincipal: ROLE }]] as const) {
      const seen: string[] = [];
      for (let Marker: unknown; ; ) {
        const { body } = await emulator.post(operation, { ...input, Limit: 3, Marker });
        seen.push(...(body['Grants'] as { GrantId: string }[]).map(({ GrantId }) => GrantId));
        assert.equal('NextMarker' in body, body['Truncated']);
        Marker = body['NextMarker'];
        if (Marker === undefined) break;
        const other = 'GranteePrincipal' in input ? { KeyId } : { KeyId, GranteePrincipal: ROLE };
        assertRefused(await emulator.post(operation, { ...other, Marker }), 'InvalidMarkerException', 'Invalid marker');
      }
      assert.deepEqual(seen, expected);
    }
    await refuses(kms.listGrants({ KeyId, Limit: 101 }), 'ValidationException', /less than or equal to 100$/);
  });

  test('ListRetirableGrants: of one principal of the account, on all its keys of the region', async () => {
    const retiring = `arn:aws:sts::${ACCOUNT}:federated-user/retires`;
    const [one, two] = [await newKey(kms), await newKey(kms)];
    const elsewhere = emulator.kmsIn({ region: OTHER_REGION });
    const mine = [await newGrant(kms, one.id, { RetiringPrincipal: retiring }), await newGrant(kms, two.id, { RetiringPrincipal: retiring })];
    await newGrant(kms, one.id, { GranteePrincipal: retiring, RetiringPrincipal: USER });
    const there = await newGrant(elsewhere, (await newKey(elsewhere)).id, { RetiringPrincipal: retiring });
    // On the key of another account, too.
    const other = emulator.kmsIn({ account: OTHER_ACCOUNT });
    mine.push(await newGrant(other, (await newKey(other)).id, { RetiringPrincipal: retiring }));
    const ids = mine.map((grant) => grant.id).sort();
    const { Grants } = await kms.listRetirableGrants({ RetiringPrincipal: retiring });
    assert.deepEqual(idsOf(Grants), ids);
    assert.deepEqual(Grants!.find(({ GrantId }) => GrantId === mine[2]!.id)!.IssuingAccount, OTHER_ROOT);
    assert.deepEqual(idsOf((await elsewhere.listRetirableGrants({ RetiringPrincipal: retiring })).Grants), [there.id]);
    await refuses(other.listRetirableGrants({ RetiringPrincipal: retiring }), 'AccessDeniedException');
    const first = await kms.listRetirableGrants({ RetiringPrincipal: retiring, Limit: 2 });
    const rest = await kms.listRetirableGrants({ RetiringPrincipal: retiring, Limit: 2, Marker: first.NextMarker });
    assert.deepEqual([first.Truncated, rest.Truncated], [true, false]);
    assert.deepEqual(idsOf([...first.Grants!, ...rest.Grants!]), ids);
    await refuses(kms.listRetirableGrants({ RetiringPrincipal: USER, Marker: first.NextMarker }), 'InvalidMarkerException');
  });

  test('ListRetirableGrants: of a service, on the account\'s own keys alone', async () => {
    const input = { GranteePrincipal: undefined, GranteeServicePrincipal: SERVICE, RetiringServicePrincipal: 'retire.example.amazonaws.com', Constraints: { SourceArn: SOURCE } };
    const { id } = await newGrant(kms, (await newKey(kms)).id, input);
    const other = emulator.kmsIn({ account: OTHER_ACCOUNT });
    await newGrant(other, (await newKey(other)).id, input);
    const { RetiringServicePrincipal } = input;
    assert.deepEqual(idsOf((await kms.listRetirableGrants({ RetiringServicePrincipal })).Grants), [id]);
    await refuses(kms.listRetirableGrants({}), 'ValidationException');
    await refuses(kms.listRetirableGrants({ RetiringServicePrincipal, RetiringPrincipal: USER }), 'ValidationException');
    const group = `arn:aws:iam::${ACCOUNT}:group/all`;
    await refuses(kms.listRetirableGrants({ RetiringPrincipal: group }), 'InvalidArnException', `ARN does not refer to a valid principal: ${group}`);
  });
});
