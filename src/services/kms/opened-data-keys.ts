/**
 * What is in data keys that services keep in encrypted form and have opened again and again: a secret's, each time that
 * the secret is read. The request is resolved, authorised, checked against the key's state and recorded like any other;
 * what is saved is decrypting the same bytes again.
 *
 * It is memory of the kind that key material is in, and stays no longer: it is overwritten together with the material
 * that it was opened under, when others need the room, and after a while in any case.
 */
import { MINUTE_MS } from '../../base/clock.ts';
import type { EncryptionContext, UsableKey } from '../../crypto/contract.ts';

/** About 300 bytes each. */
const OPENED_MAX = 10_000;
const AGE_MS_MAX = 10 * MINUTE_MS;

interface Opened {
  readonly by: UsableKey;
  readonly context: EncryptionContext | undefined;
  readonly plaintext: Buffer;
  readonly at: number;
}

/** By the very objects that were given: others with the same content are decrypted, so nothing need be compared. */
export class OpenedDataKeys {
  /** The oldest first. */
  readonly #opened = new Map<Buffer, Opened>();
  readonly #under = new Map<UsableKey, Set<Buffer>>();

  get size(): number {
    return this.#opened.size;
  }

  /** A copy: whoever takes it overwrites it. */
  get(by: UsableKey, blob: Buffer, context: EncryptionContext | undefined): Buffer | undefined {
    const known = this.#opened.get(blob);
    if (!known || known.by !== by || known.context !== context) return undefined;
    const copy = Buffer.allocUnsafe(known.plaintext.length);
    known.plaintext.copy(copy);
    return copy;
  }

  keep(by: UsableKey, blob: Buffer, context: EncryptionContext | undefined, plaintext: Buffer, at: number): void {
    this.#drop(blob);
    const own = Buffer.allocUnsafeSlow(plaintext.length);
    plaintext.copy(own);
    this.#opened.set(blob, { by, context, plaintext: own, at });
    const under = this.#under.get(by);
    if (under) under.add(blob);
    else this.#under.set(by, new Set([blob]));
    if (this.#opened.size > OPENED_MAX) this.#drop(this.#opened.keys().next().value!);
  }

  /** For when the material leaves. */
  forget(by: UsableKey): void {
    for (const blob of this.#under.get(by) ?? []) this.#drop(blob);
  }

  /** For the minute job. */
  dropOld(now: number): void {
    for (const [blob, { at }] of this.#opened) {
      if (at > now - AGE_MS_MAX) return;
      this.#drop(blob);
    }
  }

  #drop(blob: Buffer): void {
    const known = this.#opened.get(blob);
    if (!known) return;
    known.plaintext.fill(0);
    this.#opened.delete(blob);
    const under = this.#under.get(known.by)!;
    under.delete(blob);
    if (under.size === 0) this.#under.delete(known.by);
  }
}
