/**
 * Crashes, faults and a clock that is set back, at every step of a delivery: whatever happens between, each event of a trail is in exactly one log
 * file in the end, each log file in exactly one digest, and the chain of digests is whole.
 */
import assert from 'node:assert/strict';
import { createPublicKey, createSign, generateKeyPairSync, hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import type { TrailDefinition } from '../../../src/audit/delivery/contract.ts';
import { TrailDelivery } from '../../../src/audit/delivery/delivery.ts';
import { deliveryMigrations } from '../../../src/audit/delivery/migrations.ts';
import type { DeliveryTables } from '../../../src/audit/delivery/tables.ts';
import type { DigestSigner } from '../../../src/audit/journal/digest-signer.ts';
import { Batch, NO_CHAIN } from '../../../src/audit/journal/batch.ts';
import { eventLine, type Position, segmentName } from '../../../src/audit/journal/format.ts';
import type { AuditRecord } from '../../../src/base/audit.ts';
import { ManualClock } from '../../../src/base/clock.ts';
import { Unit } from '../../../src/base/unit.ts';
import type { Store } from '../../../src/store/contract.ts';
import { openStore } from '../../../src/store/open.ts';
import { checkChain, checkLogs } from '../../cloudtrail/check-chain.ts';
import { requestRecord } from '../request-record.ts';
import { BUCKET, eventsIn, folderOf, HOUR } from '../../cloudtrail/support.ts';

const ACCOUNT = '111122223333';
const REGIONS = ['us-east-1', 'eu-west-1'];
const START = Date.UTC(2026, 0, 31, 22, 30);
const MINUTE = 60_000;

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pkcs1 = createPublicKey(keys.privateKey).export({ type: 'pkcs1', format: 'der' });
const publicKey = { fingerprint: hash('md5', pkcs1), pkcs1, validFrom: 0, validTo: undefined };
const signer: DigestSigner = {
  sign: async (data) => ({ signature: createSign('sha256').update(data).sign(keys.privateKey), fingerprint: publicKey.fingerprint }),
  publicKeys: () => [publicKey],
};

const root = mkdtempSync(join(tmpdir(), 'trent-test-'));
after(() => rmSync(root, { recursive: true, force: true }));

const DEFINITION: TrailDefinition = {
  trailArn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/orders`, account: ACCOUNT, homeRegion: 'us-east-1', name: 'orders', bucket: BUCKET,
  prefix: undefined, kmsKeyArn: undefined, validation: true, multiRegion: true, globalEvents: true, recursive: true,
  selectors: [{ readOnly: undefined, excludedSources: [] }],
};

const recordOf = (n: number, own: boolean, region: string): AuditRecord => ({
  account: own ? ACCOUNT : '000000000000', region, time: START + n * 1_000, eventId: `event-${n}`, eventName: 'Encrypt', eventSource: 'kms.amazonaws.com',
  readOnly: true, username: 'ada', accessKeyId: undefined, resources: [['AWS::KMS::Key', `key "e":${n}`]], event: `{"eventID":"event-${n}","text":"ünï,\\"e\\":{"}`,
});

/** Short lines, where one of the account and region stands before it. */
const alikeOf = (n: number, own: boolean, region: string): AuditRecord =>
  requestRecord({ account: own ? ACCOUNT : '000000000000', region, time: START + n * 1_000, parametersJson: `{"text":"ünï,\\"e\\":{${n}"}` });

class SettableClock extends ManualClock {
  #offset = 0;

  override now(): number {
    return super.now() + this.#offset;
  }

  /** @param milliseconds below 0 to set it back */
  set(milliseconds: number): void {
    this.#offset += milliseconds;
  }
}

/** Commits as many units as it is let; the next one fails, before it is in or after. */
class FaultyStore {
  left = Number.POSITIVE_INFINITY;
  inAfterAll = false;
  readonly #store: Store<DeliveryTables>;

  constructor(store: Store<DeliveryTables>) {
    this.#store = store;
  }

  get seen(): Store<DeliveryTables> {
    return { ...this.#store, db: this.#store.db, commit: (unit) => this.#commit(unit) };
  }

  async #commit(unit: Unit): Promise<void> {
    if (this.left-- > 0) return this.#store.commit(unit);
    if (this.inAfterAll && this.left === -1) await this.#store.commit(unit);
    throw new Error('the store is away');
  }
}

interface Step {
  readonly events: readonly { readonly own: boolean; readonly region: number; readonly isAlike: boolean }[];
  readonly minutes: number;
  readonly newSegment: boolean;
  readonly fault: 'none' | 'bucket' | 'store';
  /** Commits until it happens. */
  readonly commits: number;
  readonly inAfterAll: boolean;
  readonly crash: boolean;
}

const steps = fc.array(
  fc.record<Step>({
    events: fc.array(fc.record({ own: fc.boolean(), region: fc.integer({ min: 0, max: 1 }), isAlike: fc.boolean() }), { maxLength: 8 }),
    minutes: fc.integer({ min: -45, max: 70 }),
    newSegment: fc.boolean(),
    fault: fc.constantFrom('none', 'bucket', 'store', 'store'),
    commits: fc.integer({ min: 0, max: 5 }),
    inAfterAll: fc.boolean(),
    crash: fc.boolean(),
  }),
  { minLength: 3, maxLength: 8 },
);

let runs = 0;

async function deliverAll(plan: readonly Step[]): Promise<void> {
  const home = join(root, String(++runs));
  const [journalDirectory, sinkDirectory] = [join(home, 'journal'), join(home, 'sink')];
  for (const directory of [journalDirectory, join(sinkDirectory, BUCKET)]) mkdirSync(directory, { recursive: true });
  const clock = new SettableClock(START);
  const texts = [''];
  const end = (): Position => ({ segment: texts.length, offset: Buffer.byteLength(texts.at(-1)!) });
  const append = (text: string): void => {
    texts[texts.length - 1] += text;
    writeFileSync(join(journalDirectory, segmentName(texts.length)), texts.at(-1)!);
  };
  const base = (await openStore({ data: ':memory:' }, deliveryMigrations)).tables<DeliveryTables>();
  const store = new FaultyStore(base);
  const open = (): TrailDelivery =>
    new TrailDelivery({
      store: store.seen, clock, signer, sink: { directory: sinkDirectory }, periods: { delivery: 5 * MINUTE, digest: HOUR },
      kms: undefined as never, report: () => undefined,
      journal: { id: 'journal', directory: journalDirectory, settled: async () => end() },
    });
  let delivery = open();
  const failed: unknown[] = [];
  const report = (error: unknown): void => void failed.push(error);
  append(eventLine(recordOf(0, true, REGIONS[0]!)));
  const unit = new Unit();
  delivery.define(unit, 'one', DEFINITION);
  await store.seen.commit(unit);
  const started = new Unit();
  await delivery.startLogging(started, 'one');
  await store.seen.commit(started);
  await Promise.all([delivery.nextDue(), delivery.runDue(report), delivery.runDue(report)]);
  let count = 0;
  const expected: string[] = [];
  for (const step of plan) {
    if (step.newSegment) texts.push('');
    const batch = new Batch();
    batch.add('{"x":"open"}\n', 0);
    for (const { own, region, isAlike } of step.events) {
      const record = isAlike ? alikeOf(++count, own, REGIONS[region]!) : recordOf(++count, own, REGIONS[region]!);
      batch.addEvent(record);
      if (own) expected.push(record.eventId);
    }
    append(batch.seal(NO_CHAIN, 0).bytes.toString('utf8'));
    clock.set(step.minutes * MINUTE);
    if (step.fault === 'bucket') renameSync(join(sinkDirectory, BUCKET), join(sinkDirectory, 'away'));
    if (step.fault === 'store') Object.assign(store, { left: step.commits, inAfterAll: step.inAfterAll });
    await Promise.all([delivery.nextDue(), delivery.runDue(report), delivery.runDue(report)]);
    store.left = Number.POSITIVE_INFINITY;
    if (step.fault === 'bucket') renameSync(join(sinkDirectory, 'away'), join(sinkDirectory, BUCKET));
    if (step.crash) {
      await delivery.stop();
      delivery = open();
    }
  }
  for (let round = 0; round < 12; round++) {
    clock.set(HOUR);
    await delivery.runDue(report);
  }
  assert.deepEqual(delivery.deliveredUpTo(), end());
  const bucket = folderOf(sinkDirectory);
  assert.deepEqual(eventsIn(bucket).map(({ eventID }) => eventID).sort(), expected.sort());
  const known = [{ Value: pkcs1, Fingerprint: publicKey.fingerprint }];
  checkLogs(bucket, REGIONS.flatMap((region) => checkChain(bucket, region, known)));
  await delivery.stop();
  await base.close();
}

test('every event once, whatever fails on the way', async () => {
  await fc.assert(fc.asyncProperty(steps, deliverAll), { numRuns: 8, endOnFailure: true });
});
