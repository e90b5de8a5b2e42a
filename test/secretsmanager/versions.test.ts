/** Versions and their staging labels. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { DAY, refuses, type SecretsEmulator, startEmulator } from './support.ts';

describe('versions of a secret', () => {
  let emulator: SecretsEmulator;
  let count = 0;
  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.stop());

  /** @returns its name and first version */
  async function newSecret(): Promise<{ SecretId: string; first: string }> {
    const Name = `versions-${++count}`;
    const { VersionId } = await emulator.secrets.createSecret({ Name, SecretString: 'first' });
    return { SecretId: Name, first: VersionId! };
  }
  const stagesOf = async (SecretId: string) => (await emulator.secrets.describeSecret({ SecretId })).VersionIdsToStages;

  test('take AWSCURRENT over and leave AWSPREVIOUS behind', async () => {
    const { secrets } = emulator;
    const { SecretId, first } = await newSecret();
    const second = await secrets.putSecretValue({ SecretId, SecretString: 'second' });
    assert.deepEqual(second.VersionStages, ['AWSCURRENT']);
    assert.deepEqual(await stagesOf(SecretId), { [first]: ['AWSPREVIOUS'], [second.VersionId!]: ['AWSCURRENT'] });
    const third = await secrets.updateSecret({ SecretId, SecretString: 'third' });
    assert.deepEqual(await stagesOf(SecretId), { [second.VersionId!]: ['AWSPREVIOUS'], [third.VersionId!]: ['AWSCURRENT'] });
    assert.equal((await secrets.getSecretValue({ SecretId })).SecretString, 'third');
    assert.equal((await secrets.getSecretValue({ SecretId, VersionStage: 'AWSPREVIOUS' })).SecretString, 'second');
    const deprecated = await secrets.getSecretValue({ SecretId, VersionId: first });
    assert.deepEqual([deprecated.SecretString, deprecated.VersionStages], ['first', []]);
    await refuses(secrets.getSecretValue({ SecretId, VersionId: first, VersionStage: 'AWSCURRENT' }), 'InvalidRequestException');
  });

  test('get exactly the labels that are asked for, each on one version', async () => {
    const { secrets } = emulator;
    const { SecretId, first } = await newSecret();
    const blue = await secrets.putSecretValue({ SecretId, SecretString: 'b', VersionStages: ['blue', 'both'] });
    const green = await secrets.putSecretValue({ SecretId, SecretString: 'g', VersionStages: ['green', 'both'] });
    assert.deepEqual(await stagesOf(SecretId), { [first]: ['AWSCURRENT'], [blue.VersionId!]: ['blue'], [green.VersionId!]: ['both', 'green'] });
  });

  test('of a secret that has none: the first is current, whatever its labels', async () => {
    const { secrets } = emulator;
    const Name = `versions-${++count}`;
    await secrets.createSecret({ Name });
    const { VersionStages } = await secrets.putSecretValue({ SecretId: Name, SecretString: 'a', VersionStages: ['AWSPENDING'] });
    assert.deepEqual(VersionStages, ['AWSCURRENT', 'AWSPENDING']);
  });

  test('are put once for a token, and refuse another value', async () => {
    const { secrets } = emulator;
    const { SecretId, first } = await newSecret();
    const token = randomUUID();
    await secrets.putSecretValue({ SecretId, SecretString: 'a', ClientRequestToken: token });
    await secrets.putSecretValue({ SecretId, SecretString: 'b' });
    const again = await secrets.putSecretValue({ SecretId, SecretString: 'a', ClientRequestToken: token });
    assert.deepEqual(again.VersionStages, ['AWSPREVIOUS'], 'a repeated request moves nothing');
    const other = secrets.putSecretValue({ SecretId, SecretString: 'c', ClientRequestToken: token });
    await refuses(other, 'ResourceExistsException', /^You can't use ClientRequestToken /);
    const binary = secrets.putSecretValue({ SecretId, SecretBinary: Buffer.from('a'), ClientRequestToken: token });
    await refuses(binary, 'ResourceExistsException');
    await refuses(secrets.updateSecret({ SecretId, SecretString: 'first', ClientRequestToken: first }), 'ResourceExistsException');
  });

  test('give labels to each other only with both named', async () => {
    const { secrets } = emulator;
    const { SecretId, first } = await newSecret();
    const { VersionId: second } = await secrets.putSecretValue({ SecretId, SecretString: 'b', VersionStages: ['AWSPENDING'] });
    const VersionStage = 'AWSCURRENT';
    await refuses(
      secrets.updateSecretVersionStage({ SecretId, VersionStage, MoveToVersionId: second }),
      'InvalidParameterException',
      `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${first}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
    await refuses(
      secrets.updateSecretVersionStage({ SecretId, VersionStage, RemoveFromVersionId: first }),
      'InvalidParameterException',
      'You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.',
    );
    await refuses(secrets.updateSecretVersionStage({ SecretId, VersionStage, MoveToVersionId: second, RemoveFromVersionId: second }), 'InvalidParameterException');
    await refuses(secrets.updateSecretVersionStage({ SecretId, VersionStage, MoveToVersionId: randomUUID(), RemoveFromVersionId: first }), 'ResourceNotFoundException');
    await secrets.updateSecretVersionStage({ SecretId, VersionStage, MoveToVersionId: second, RemoveFromVersionId: first });
    assert.deepEqual(await stagesOf(SecretId), { [first]: ['AWSPREVIOUS'], [second!]: ['AWSCURRENT', 'AWSPENDING'] });
    await secrets.updateSecretVersionStage({ SecretId, VersionStage: 'AWSPENDING', RemoveFromVersionId: second });
    assert.deepEqual(await stagesOf(SecretId), { [first]: ['AWSPREVIOUS'], [second!]: ['AWSCURRENT'] });
  });

  test('have twenty labels among them at most', async () => {
    const { secrets } = emulator;
    const { SecretId } = await newSecret();
    const labels = Array.from({ length: 19 }, (_, index) => `label-${index}`);
    await secrets.putSecretValue({ SecretId, SecretString: 'b', VersionStages: labels });
    await refuses(secrets.putSecretValue({ SecretId, SecretString: 'c', VersionStages: ['one-more'] }), 'LimitExceededException');
  });

  test('are listed by age and page; without labels only when asked for', async () => {
    const { secrets, advance } = emulator;
    const { SecretId, first } = await newSecret();
    const ids = [first];
    for (const value of ['b', 'c', 'd']) {
      await advance(1_000);
      ids.push((await secrets.putSecretValue({ SecretId, SecretString: value })).VersionId!);
    }
    const labelled = await secrets.listSecretVersionIds({ SecretId });
    assert.deepEqual(labelled.Versions!.map(({ VersionId }) => VersionId), ids.slice(2));
    assert.deepEqual(labelled.Versions![1]!.KmsKeyIds, ['DefaultEncryptionKey']);
    const found: (string | undefined)[] = [];
    for (let NextToken: string | undefined, pages = 0; pages === 0 || NextToken !== undefined; pages++) {
      const page = await secrets.listSecretVersionIds({ SecretId, IncludeDeprecated: true, MaxResults: 3, NextToken });
      found.push(...page.Versions!.map(({ VersionId }) => VersionId));
      NextToken = page.NextToken;
    }
    assert.deepEqual(found, ids);
    const { NextToken } = await secrets.listSecretVersionIds({ SecretId, IncludeDeprecated: true, MaxResults: 1 });
    await refuses(secrets.listSecretVersionIds({ SecretId, MaxResults: 1, NextToken }), 'InvalidNextTokenException');
  });

  test('of old without a label go when there are too many', async () => {
    const { secrets, advance } = emulator;
    const { SecretId, first } = await newSecret();
    await advance(1);
    for (let version = 1; version < 100; version++) await secrets.putSecretValue({ SecretId, SecretString: String(version) });
    await secrets.putSecretValue({ SecretId, SecretString: 'young ones stay' });
    const all = await secrets.listSecretVersionIds({ SecretId, IncludeDeprecated: true, MaxResults: 100 });
    assert.ok(all.NextToken, 'more than a hundred');
    await advance(DAY);
    await secrets.putSecretValue({ SecretId, SecretString: 'last' });
    const left = await secrets.listSecretVersionIds({ SecretId, IncludeDeprecated: true, MaxResults: 100 });
    assert.equal(left.NextToken, undefined);
    assert.equal(left.Versions!.length, 100);
    await refuses(secrets.getSecretValue({ SecretId, VersionId: first }), 'ResourceNotFoundException', `Secrets Manager can't find the specified secret value for VersionId: ${first}`);
  });
});
