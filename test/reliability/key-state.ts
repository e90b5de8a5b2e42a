/** What can be seen of a key through the API, in one value that can be compared. */
import assert from 'node:assert/strict';
import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateMacCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KMSClient,
  ListKeyRotationsCommand,
  ListKeysCommand,
  paginateListAliases,
  paginateListKeys,
  paginateListResourceTags,
} from '@aws-sdk/client-kms';

export interface KeyState {
  readonly spec: string;
  readonly state: string;
  readonly description: string;
  readonly policy: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Sorted. */
  readonly aliases: readonly string[];
  readonly rotations: number;
  readonly rotationPeriod: number | undefined;
  /** Regions, sorted; empty for a key that is not multi-Region. */
  readonly replicas: readonly string[];
}

async function gather<Page, Item>(pages: AsyncIterable<Page>, items: (page: Page) => readonly Item[] | undefined): Promise<Item[]> {
  const found: Item[] = [];
  for await (const page of pages) found.push(...(items(page) ?? []));
  return found;
}

export async function keyIds(client: KMSClient): Promise<string[]> {
  const keys = await gather(paginateListKeys({ client }, { Limit: 1_000 }), (page) => page.Keys);
  return keys.map((key) => key.KeyId!);
}

/** Every part of the key is read; a half-made one is refused or lacks something. */
export async function observe(client: KMSClient, KeyId: string): Promise<KeyState> {
  const [described, policy, tags, aliases] = await Promise.all([
    client.send(new DescribeKeyCommand({ KeyId })),
    client.send(new GetKeyPolicyCommand({ KeyId })),
    gather(paginateListResourceTags({ client }, { KeyId }), (page) => page.Tags),
    gather(paginateListAliases({ client }, { KeyId }), (page) => page.Aliases),
  ]);
  const key = described.KeyMetadata!;
  return {
    spec: key.KeySpec!,
    state: key.KeyState!,
    description: key.Description!,
    policy: policy.Policy!,
    tags: Object.fromEntries(tags.map((tag) => [tag.TagKey!, tag.TagValue!])),
    aliases: aliases.map((alias) => alias.AliasName!).sort(),
    ...(await rotations(client, KeyId, key.KeySpec!, key.KeyState!)),
    replicas: (key.MultiRegionConfiguration?.ReplicaKeys ?? []).map((replica) => replica.Region!).sort(),
  };
}

async function rotations(client: KMSClient, KeyId: string, spec: string, state: string): Promise<Pick<KeyState, 'rotations' | 'rotationPeriod'>> {
  if (spec !== 'SYMMETRIC_DEFAULT' || state === 'PendingImport') return { rotations: 0, rotationPeriod: undefined };
  const list = await client.send(new ListKeyRotationsCommand({ KeyId }));
  const status = await client.send(new GetKeyRotationStatusCommand({ KeyId }));
  return { rotations: list.Rotations!.length, rotationPeriod: status.RotationPeriodInDays };
}

/** An enabled key works. */
export async function assertUsable(client: KMSClient, KeyId: string, { spec, state }: KeyState): Promise<void> {
  if (state !== 'Enabled') return;
  if (spec.startsWith('HMAC')) {
    await client.send(new GenerateMacCommand({ KeyId, Message: Buffer.from('a'), MacAlgorithm: 'HMAC_SHA_256' }));
    return;
  }
  const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from(KeyId) }));
  const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob }));
  assert.equal(Buffer.from(Plaintext!).toString(), KeyId);
}

/** A call that needs no key: the server is there, and reads its store. */
export const ping = (client: KMSClient): Promise<unknown> => client.send(new ListKeysCommand({ Limit: 1 }));
