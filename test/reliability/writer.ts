/**
 * A client that changes keys of its own, one change after the other, and remembers what was answered. When the server
 * goes away at most one change is without an answer: afterwards the key is as before it, or as after it.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { CreateKeyCommand, DecryptCommand, EncryptCommand, type CreateKeyCommandInput, type KMSClient } from '@aws-sdk/client-kms';
import type { Chance } from '../support/random.ts';
import { anyChange, type OwnKey } from './key-changes.ts';
import { assertUsable, type KeyState, observe } from './key-state.ts';

interface Remembered {
  readonly key: OwnKey;
  state: KeyState;
  /** As it would be after the change that was not answered. */
  unanswered: { readonly name: string; readonly after: KeyState } | undefined;
  readonly ciphertexts: Uint8Array[];
}

const KINDS: readonly CreateKeyCommandInput[] = [
  {},
  {},
  { MultiRegion: true },
  { Origin: 'EXTERNAL' },
  { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
];
const KEYS_MAX = 8;
const CREATE_ONE_IN = 8;

/** The server said something: a refusal, not an outage. */
const answered = (error: unknown): boolean => (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== undefined;

export class Writer {
  readonly #keys = new Map<string, Remembered>();
  readonly #chance: Chance;
  /** Made without an answer, so of unknown id. */
  unansweredCreations = 0;
  changes = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  get keyIds(): string[] {
    return [...this.#keys.keys()];
  }

  /** Until the server is gone. @throws when it refuses something that is allowed */
  async run(client: KMSClient): Promise<void> {
    try {
      for (;;) await this.#step(client);
    } catch (error) {
      if (answered(error) || error instanceof assert.AssertionError) throw error;
    }
  }

  #step(client: KMSClient): Promise<void> {
    const keys = [...this.#keys.values()];
    if (keys.length === 0 || (keys.length < KEYS_MAX && this.#chance.below(CREATE_ONE_IN) === 0)) return this.#create(client);
    const one = this.#chance.of(keys);
    const encrypts = one.state.spec === 'SYMMETRIC_DEFAULT' && one.state.state === 'Enabled' && this.#chance.below(4) === 0;
    return encrypts ? this.#encrypt(client, one) : this.#change(client, one);
  }

  async #create(client: KMSClient): Promise<void> {
    const kind = this.#chance.of(KINDS);
    const Description = `key ${this.#chance.below(1_000_000)}`;
    this.unansweredCreations++;
    const { KeyMetadata } = await client.send(new CreateKeyCommand({ ...kind, Description, Tags: [{ TagKey: 'made', TagValue: 'whole' }] }));
    this.unansweredCreations--;
    this.changes++;
    const KeyId = KeyMetadata!.KeyId!;
    const key = { KeyId, external: kind.Origin === 'EXTERNAL', multiRegion: kind.MultiRegion === true, material: randomBytes(32) };
    const state = newState(KeyMetadata!.KeySpec!, KeyMetadata!.KeyState!, Description);
    this.#keys.set(KeyId, { key, state, unanswered: undefined, ciphertexts: [] });
  }

  async #change(client: KMSClient, one: Remembered): Promise<void> {
    const change = anyChange(one.key, one.state, this.#chance);
    one.unanswered = change;
    await change.send(client).catch((error: unknown) => {
      if (answered(error)) throw new assert.AssertionError({ message: `${change.name} of ${JSON.stringify(one.state)}: ${String(error)}` });
      throw error;
    });
    one.state = change.after;
    one.unanswered = undefined;
    this.changes++;
  }

  async #encrypt(client: KMSClient, one: Remembered): Promise<void> {
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: one.key.KeyId, Plaintext: Buffer.from(one.key.KeyId) }));
    one.ciphertexts.push(CiphertextBlob!);
  }

  /** Compares with what the server has now, and goes on from there. @returns how many unanswered changes are in */
  async check(client: KMSClient): Promise<number> {
    const found = await Promise.all([...this.#keys.values()].map((one) => this.#checkKey(client, one)));
    return found.filter(Boolean).length;
  }

  async #checkKey(client: KMSClient, one: Remembered): Promise<boolean> {
    const { KeyId } = one.key;
    const seen = await observe(client, KeyId);
    const { unanswered } = one;
    // The default policy is the server's own text; it is taken over once, and from then on has to stay.
    const expected = (state: KeyState): KeyState => (state.policy === '' ? { ...state, policy: seen.policy } : state);
    const isIn = unanswered !== undefined && same(seen, expected(unanswered.after));
    if (!isIn) assert.deepEqual(seen, expected(one.state), `${KeyId} after ${unanswered?.name ?? 'answered changes alone'}`);
    one.state = seen;
    one.unanswered = undefined;
    await assertUsable(client, KeyId, seen);
    if (seen.state === 'Enabled') await this.#decryptAll(client, one);
    return isIn;
  }

  async #decryptAll(client: KMSClient, { key, ciphertexts }: Remembered): Promise<void> {
    for (const CiphertextBlob of ciphertexts) {
      const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob }));
      assert.equal(Buffer.from(Plaintext!).toString(), key.KeyId);
    }
  }
}

const newState = (spec: string, state: string, description: string): KeyState => ({
  spec,
  state,
  description,
  policy: '',
  tags: { made: 'whole' },
  aliases: [],
  rotations: 0,
  rotationPeriod: undefined,
  replicas: [],
});

function same(one: KeyState, other: KeyState): boolean {
  try {
    assert.deepEqual(one, other);
    return true;
  } catch {
    return false;
  }
}
