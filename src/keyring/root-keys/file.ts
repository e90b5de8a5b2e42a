/**
 * `file:PATH`: a root key in a file of mode 0600, made on first use.
 *
 *     PATH          the root key, base64
 *     PATH.next     the one that a rotation is about to put in its place
 *
 * A rotation makes PATH.next durable, re-wraps the domain keys in one commit, and renames PATH.next to PATH. A crash
 * before the commit leaves the domain keys under PATH, one after it leaves them under PATH.next; both are tried, so
 * either opens, and opening finishes the renaming. PATH.next is therefore never replaced: where a commit's outcome was
 * not learned, it may be the one key that counts. The next rotation uses it as it is.
 */
import { UsageError } from '../../base/errors.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { RootKeySource } from '../contract.ts';
import { damagedDomainKey, wrongRootKey } from './errors.ts';
import { parseKeyText } from './key-text.ts';
import { movePrivateFile, readPrivateFile, writePrivateFile } from './private-file.ts';
import { readHeader, ROOT_KEY_BYTES, RootKey } from './wrapped.ts';

export class FileRootKey implements RootKeySource {
  readonly description: string;
  readonly path: string;
  readonly #next: string;
  /** Where the key lies that was used last. */
  #used: string;
  #key: RootKey | undefined;

  constructor(path: string, used = path) {
    this.path = path;
    this.description = `file ${path}`;
    this.#next = `${path}.next`;
    this.#used = used;
  }

  /** The source to rotate to when the key is to be another, and the file the same. */
  successor(): FileRootKey {
    return new FileRootKey(this.path, this.#next);
  }

  async wrap(plaintext: Buffer, associatedData: Buffer): Promise<Buffer> {
    this.#key ??= readKey(this.#used) ?? makeKey(this.#used);
    return this.#key.wrap('file', plaintext, associatedData);
  }

  /** Reads the files each time: what it proves, it proves of the disk. */
  async unwrap(wrapped: Buffer, associatedData: Buffer): Promise<Buffer> {
    const header = readHeader(wrapped);
    const key = this.#find(header.rootKeyId);
    if (key === undefined) throw this.#missing() ?? wrongRootKey(this.description, header);
    const plaintext = key.unwrap(header, associatedData);
    if (plaintext === undefined) throw damagedDomainKey(this.description);
    return plaintext;
  }

  async adopted(): Promise<void> {
    if (this.#used === this.path) return;
    movePrivateFile(this.#used, this.path);
    this.#used = this.path;
  }

  #find(rootKeyId: string): RootKey | undefined {
    for (const path of [this.path, this.#next]) {
      const key = readKey(path);
      if (key?.id !== rootKeyId) continue;
      this.#used = path;
      this.#key = key;
      return key;
    }
    return undefined;
  }

  #missing(): UsageError | undefined {
    if (readPrivateFile(this.path) !== undefined) return undefined;
    return new UsageError(
      `the root key file ${this.path} is missing`,
      'the database was wrapped under a root key: put its file back from where you keep a copy; nothing was changed',
    );
  }
}

function readKey(path: string): RootKey | undefined {
  const text = readPrivateFile(path);
  return text === undefined ? undefined : rootKeyOf(parseKeyText(text, path));
}

function makeKey(path: string): RootKey {
  const bytes = randomBytes(ROOT_KEY_BYTES);
  writePrivateFile(path, `${bytes.toString('base64')}\n`);
  return rootKeyOf(bytes);
}

function rootKeyOf(bytes: Buffer): RootKey {
  const key = new RootKey(bytes);
  bytes.fill(0);
  return key;
}
