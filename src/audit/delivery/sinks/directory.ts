/**
 * Buckets as folders of a directory, objects as files, and beside each its metadata:
 *
 *     DIR/BUCKET/AWSLogs/…/NAME.json.gz                 the object
 *     DIR/BUCKET/AWSLogs/…/NAME.json.gz.metadata.json   {"content-type":…,"content-encoding":…,"metadata":{…}}
 *
 * Under a KMS key the object is `IV 12 bytes ‖ AES-256-GCM ciphertext of the gzipped JSON ‖ tag 16 bytes`, and the
 * metadata has `"encryption":{"algorithm","keyId","encryptedDataKey","encryptionContext"}`: KMS decrypts the data key.
 */
import { access, constants, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { aeadSeal } from '../../../crypto/aead.ts';
import { BucketRefusal } from '../contract.ts';
import { type DataKey, PutRefusal, type Sink, type SinkObject } from './contract.ts';

const NOTHING = Buffer.alloc(0);

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

export class DirectorySink implements Sink {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async check(bucket: string): Promise<void> {
    const folder = join(this.#directory, bucket);
    try {
      if (!(await stat(folder)).isDirectory()) throw new BucketRefusal('missing');
      await access(folder, constants.W_OK);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw new BucketRefusal('missing');
      throw error instanceof BucketRefusal ? error : new BucketRefusal('denied');
    }
  }

  async put(object: SinkObject, dataKey: () => Promise<DataKey>): Promise<void> {
    const key = object.kmsKeyArn === undefined ? undefined : await dataKey();
    const body = key ? aeadSeal(key.plaintext, object.body, NOTHING) : object.body;
    key?.plaintext.fill(0);
    try {
      await stat(join(this.#directory, object.bucket));
      const path = this.#pathOf(object);
      await mkdir(dirname(path), { recursive: true });
      // First: an object that is there has its metadata.
      await writeDurably(`${path}.metadata.json`, Buffer.from(`${JSON.stringify(sidecarOf(object, key), null, 2)}\n`));
      await writeDurably(path, body);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** Names are made of checked parts; that one leads elsewhere must not depend on that alone. */
  #pathOf({ bucket, key }: SinkObject): string {
    const parts = [bucket, ...key.split('/')];
    if (parts.some((part) => part === '' || /^\.+$/.test(part) || part.includes('\0'))) throw new PutRefusal('InvalidObjectName', `no path: ${key}`);
    return join(this.#directory, ...parts);
  }
}

function sidecarOf({ metadata }: SinkObject, key: DataKey | undefined): object {
  const encryption = key && {
    algorithm: 'AES_256_GCM',
    keyId: key.keyArn,
    encryptedDataKey: key.encrypted.toString('base64'),
    encryptionContext: key.context,
  };
  return { 'content-type': 'application/json', 'content-encoding': 'gzip', metadata, ...(encryption && { encryption }) };
}

/** Under another name first, so that a file is there whole or not at all. */
async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.unfinished`);
  try {
    const file = await open(unfinished, 'w', 0o640);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const CODES: { readonly [code: string]: string } = { ENOENT: 'NoSuchBucket', EACCES: 'AccessDenied', EPERM: 'AccessDenied', EROFS: 'AccessDenied' };

function refusalOf(error: unknown): Error {
  if (error instanceof PutRefusal) return error;
  const code = codeOf(error) ?? 'InternalError';
  return new PutRefusal(CODES[code] ?? code, (error as Error).message);
}
