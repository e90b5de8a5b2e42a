/** A journal or a whole trail in a directory of a test's own, with a signing key, a clock and faults of its own. */
import { createPublicKey, generateKeyPairSync, hash, type KeyObject, sign } from 'node:crypto';
import type { TestContext } from 'node:test';
import { join } from 'node:path';
import { openTrail, type OpenTrail, type TrailOptions } from '../../../src/audit/open-trail.ts';
import type { DigestPublicKey, DigestSigner } from '../../../src/audit/journal/digest-signer.ts';
import { type SegmentFile, type SegmentFiles, segmentFiles } from '../../../src/audit/journal/files.ts';
import { auditMigrations } from '../../../src/audit/journal/migrations.ts';
import type { AuditTables } from '../../../src/audit/journal/tables.ts';
import { type Verdict, verifyJournal } from '../../../src/audit/journal/verify.ts';
import type { AuditRecord } from '../../../src/base/audit.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { randomUuid } from '../../../src/crypto/random.ts';
import type { Store } from '../../../src/store/contract.ts';
import { openStore } from '../../../src/store/open.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { requestRecord } from '../request-record.ts';

export const START = Date.UTC(2026, 10, 26, 12);

/** RSA_2048 is slow to make: one for a test file. */
class TestSigner implements DigestSigner {
  readonly #key: KeyObject = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  signatures = 0;
  /** Thrown instead of signing. */
  failure: Error | undefined;

  async sign(data: Buffer) {
    if (this.failure) throw this.failure;
    this.signatures++;
    return { signature: sign('sha256', data, this.#key), fingerprint: this.publicKeys()[0]!.fingerprint };
  }

  publicKeys(): readonly DigestPublicKey[] {
    const pkcs1 = createPublicKey(this.#key).export({ format: 'der', type: 'pkcs1' });
    return [{ pkcs1, fingerprint: hash('md5', pkcs1, 'hex'), validFrom: 0, validTo: undefined }];
  }
}

export const signer = new TestSigner();

/** What goes wrong with files, as long as it is set. */
export interface FileFaults {
  write?: Error | undefined;
  create?: Error | undefined;
  truncate?: Error | undefined;
  /** Of a write that fails, how many bytes get through all the same. */
  torn?: number | undefined;
  /** Writes wait for it. */
  gate?: Promise<void> | undefined;
}

export const noSpace = (): Error => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
export const ioError = (): Error => Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });

export function faultyFiles(faults: FileFaults): SegmentFiles & { writes: number } {
  const files = segmentFiles(false);
  const faulty = (file: SegmentFile): SegmentFile => ({
    async write(bytes, position) {
      counted.writes++;
      await faults.gate;
      if (faults.write === undefined) return file.write(bytes, position);
      if (faults.torn) await file.write(bytes.subarray(0, faults.torn), position);
      throw faults.write;
    },
    close: () => file.close(),
  });
  const unless = (fault: Error | undefined): void => {
    if (fault) throw fault;
  };
  const counted = {
    writes: 0,
    create: async (path: string) => (unless(faults.create), faulty(await files.create(path))),
    reopen: async (path: string) => faulty(await files.reopen(path)),
    truncate: async (path: string, bytes: number) => (unless(faults.truncate), files.truncate(path, bytes)),
    remove: (path: string) => files.remove(path),
  };
  return counted;
}

export interface Surroundings {
  readonly directory: string;
  readonly store: Store<AuditTables>;
  readonly clock: ManualClock;
  readonly reports: unknown[];
  readonly faults: FileFaults;
  readonly files: ReturnType<typeof faultyFiles>;
  open(options?: Partial<TrailOptions>): Promise<OpenTrail>;
  verify(running?: boolean): Promise<Verdict>;
}

/** A store in memory, which outlives the trails on it. */
export async function surroundings(t: TestContext): Promise<Surroundings> {
  const directory = join(temporaryDirectory(t), 'journal');
  const store = (await openStore({ data: ':memory:' }, auditMigrations)).tables<AuditTables>();
  t.after(() => store.close());
  const clock = new ManualClock(START);
  const reports: unknown[] = [];
  const faults: FileFaults = {};
  const files = faultyFiles(faults);
  const retention = { ageMs: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
  const common = { directory, durability: 'sync', store, signer, retention, clock, report: (error: unknown) => void reports.push(error), files } as const;
  return {
    directory,
    store,
    clock,
    reports,
    faults,
    files,
    open: (options = {}) => openTrail({ ...common, ...options }),
    async verify(running = false) {
      const heads = await store.db.selectFrom('audit_heads').selectAll().execute();
      return verifyJournal({ directory, keys: signer.publicKeys(), heads, shared: false, running });
    },
  };
}

/** @param text what the event says, so that it is found again */
export function record(text: string, overrides: Partial<AuditRecord> = {}): AuditRecord {
  return {
    account: '111122223333',
    region: 'us-east-1',
    time: START,
    eventId: randomUuid(),
    eventName: 'Encrypt',
    eventSource: 'kms.amazonaws.com',
    readOnly: true,
    username: 'alice',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    resources: [['AWS::KMS::Key', 'arn:aws:kms:us-east-1:111122223333:key/1']],
    event: JSON.stringify({ text }),
    ...overrides,
  };
}

/** As `record`, but as requests leave it: of those that are in one batch all but one are short lines. */
export const alikeRecord = (text: string): AuditRecord => requestRecord({ parametersJson: JSON.stringify({ text }) });

export const textsOf = (records: readonly AuditRecord[]): string[] =>
  records.map(({ event }) => {
    const { text, requestParameters } = JSON.parse(event) as { text?: string; requestParameters: { text: string } };
    return text ?? requestParameters.text;
  });

/** As a process that is killed leaves it: without its ending, and without its last digest. */
export async function abandon(opened: OpenTrail): Promise<void> {
  await opened.journal.settled();
  await opened.signed();
}

