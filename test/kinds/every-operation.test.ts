/**
 * Every operation of KMS on each of the three kinds of keys, as the administrator of the account asks for it. What comes
 * of it is docs/key-kinds.md; with TRENT_UPDATE=1 that file is written anew.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import * as sdk from '@aws-sdk/client-kms';
import { KMS } from '@aws-sdk/client-kms';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import model from '../../src/services/kms/model.json' with { type: 'json' };
import { openVault } from '../../src/assembly/vault.ts';
import { systemClock } from '../../src/base/clock.ts';
import { boot, type Booted, REGION } from '../support/boot.ts';
import { CALLS, newSubject, strangeSubject, type Subject, WITHOUT_KEY } from './kms-calls.ts';
import { type Kind, KINDS, type Outcomes, renderKeyKinds, summaryTable } from './render-key-kinds.ts';

const DOCUMENT = new URL('../../docs/key-kinds.md', import.meta.url);
const README = new URL('../../README.md', import.meta.url);
const ALIAS = 'alias/aws/ssm';

test('the calls are all operations of the model', () => {
  assert.deepEqual([...Object.keys(CALLS), ...WITHOUT_KEY].sort(), Object.keys(model.operations).sort());
});

describe('the three kinds of keys', () => {
  let booted: Booted;
  let kms: KMS;
  let ssm: SSMClient;
  let managed: Subject;
  let owned: Subject;
  let directory: string;
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'trent-test-'));
    const ownedId = await ownedIdIn(directory);
    booted = await boot({ location: { data: directory } });
    const client = { endpoint: booted.trent.url, region: REGION, credentials: booted.credentials, maxAttempts: 1 };
    kms = new KMS(client);
    ssm = new SSMClient(client);
    const { keyId } = await newSubject(kms, 'symmetric');
    await kms.createAlias({ AliasName: 'alias/own', TargetKeyId: keyId });
    managed = await managedSubject();
    owned = strangeSubject({ keyId: ownedId, arn: managed.arn.replace(managed.keyId, ownedId), blob: under(ownedId), alias: 'alias/none' });
  });
  after(async () => {
    kms.destroy();
    ssm.destroy();
    await booted.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Its key was made for a parameter, whose value is a ciphertext under it. */
  async function managedSubject(): Promise<Subject> {
    await ssm.send(new PutParameterCommand({ Name: '/secret', Type: 'SecureString', Value: 'x' }));
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/secret' }));
    const { KeyId, Arn } = (await kms.describeKey({ KeyId: ALIAS })).KeyMetadata!;
    return strangeSubject({ keyId: KeyId!, arn: Arn!, blob: Buffer.from(Parameter!.Value!, 'base64'), alias: ALIAS });
  }

  /** A ciphertext that says to be under the owned key. */
  function under(ownedId: string): Uint8Array {
    const blob = Buffer.from(managed.blob);
    blob.write(ownedId.replaceAll('-', ''), 8, 'hex');
    return blob;
  }

  const subjectOf = (kind: Kind, operation: string): Promise<Subject> | Subject =>
    kind === 'customer managed' ? newSubject(kms, CALLS[operation]!.fitness) : kind === 'AWS managed' ? managed : owned;

  /** `yes`, or what it was refused with. */
  async function outcome(operation: string, subject: Subject): Promise<string> {
    const Command = (sdk as unknown as Record<string, new (input: object) => never>)[`${operation}Command`]!;
    try {
      await kms.send(new Command(CALLS[operation]!.input(subject)));
      return 'yes';
    } catch (error) {
      const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
      assert.equal($metadata?.httpStatusCode, 400, `${operation}: ${name} ${(error as Error).message}`);
      return name;
    }
  }

  test('docs/key-kinds.md says what every operation answers', { timeout: 120_000 }, async () => {
    const outcomes: Outcomes = {};
    for (const operation of Object.keys(CALLS)) {
      const row = {} as Record<Kind, string>;
      for (const kind of KINDS) row[kind] = await outcome(operation, await subjectOf(kind, operation));
      outcomes[operation] = row;
    }
    outcomes['ListKeys'] = inList((await kms.listKeys({ Limit: 1_000 })).Keys!.map((key) => key.KeyId));
    outcomes['ListAliases'] = inList((await kms.listAliases({ Limit: 100 })).Aliases!.map((alias) => alias.TargetKeyId));
    const rendered = renderKeyKinds(outcomes);
    if (process.env['TRENT_UPDATE']) writeFileSync(DOCUMENT, rendered);
    assert.equal(rendered, readFileSync(DOCUMENT, 'utf8'), 'TRENT_UPDATE=1 writes it anew');
    assert.ok(readFileSync(README, 'utf8').includes(summaryTable(outcomes)), 'README.md has its first table');
  });

  function inList(ids: readonly (string | undefined)[]): Record<Kind, string> {
    const customer = ids.some((id) => id !== undefined && id !== managed.keyId);
    const listed = (there: boolean): string => (there ? 'yes' : 'not listed');
    return { 'customer managed': listed(customer), 'AWS managed': listed(ids.includes(managed.keyId)), 'AWS owned': listed(ids.includes(owned.keyId)) };
  }
});

/** As somebody knows it who has seen a sealed value. */
async function ownedIdIn(data: string): Promise<string> {
  const vault = await openVault({ location: { data }, region: REGION }, systemClock);
  const sealed = vault.ownedKeys.sealer('ssm', 'parameters').seal({ purpose: 'x', names: [] }, Buffer.of(1));
  await vault.store.close();
  return sealed.toString('hex', 1, 17).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
