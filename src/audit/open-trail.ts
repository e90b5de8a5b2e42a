/** Opens the audit trail: recovers its journal, settles what a crash left open, and goes on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, MINUTE_MS } from '../base/clock.ts';
import type { Flushable } from '../base/server-work.ts';
import { randomUuid } from '../crypto/random.ts';
import type { Store } from '../store/contract.ts';
import { type Durability, DurableTrail } from './durable-trail.ts';
import { Changes } from './journal/changes.ts';
import type { DigestSigner } from './journal/digest-signer.ts';
import { Digests } from './journal/digests.ts';
import { type SegmentFiles, segmentFiles } from './journal/files.ts';
import type { Position } from './journal/format.ts';
import { IntentRows } from './journal/intent-rows.ts';
import { type ClosedSegment, Journal } from './journal/journal.ts';
import { recoverJournal } from './journal/recover.ts';
import { applyRetention, type RetentionRules } from './journal/retention.ts';
import type { AuditTables } from './journal/tables.ts';

export interface TrailOptions {
  /** `undefined`: a temporary one, removed at the end. */
  readonly directory: string | undefined;
  readonly durability: Durability;
  readonly store: Store<AuditTables>;
  readonly signer: DigestSigner;
  readonly retention: RetentionRules;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  /** For tests. */
  readonly files?: SegmentFiles | undefined;
  readonly segmentBytesMax?: number | undefined;
}

export interface OpenTrail extends Flushable {
  readonly trail: DurableTrail;
  readonly journal: Journal;
  /** Retention keeps what lies after this position, whatever its rules are; `undefined`: no wish now. */
  keepFor(reader: () => Position | undefined): void;
  /** What is to be done now and then: ends a segment that is old enough, drops what retention says. */
  tick(): Promise<void>;
  /** Emulator: begins a new, empty journal. */
  reset(): Promise<void>;
  /** Signs and closes; nothing is appended any more. */
  close(): Promise<void>;
}

const TICK_MS = MINUTE_MS;

/** @throws when the directory cannot be used */
export async function openTrail(options: TrailOptions): Promise<OpenTrail> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'trent-audit-')));
  const { store, clock, report, durability, signer, segmentBytesMax, retention: rules } = options;
  const files = options.files ?? segmentFiles(durability === 'sync');
  const found = await recoverJournal(directory, files);
  if (found.cut > 0) report(new Error(`the audit journal in ${directory} ended in ${found.cut} bytes of an unfinished write, which were cut off`));
  const digests = new Digests({ directory, files, store, signer, report }, found.start.journal, found.lastSignature);
  // Of a temporary journal nobody will ever verify anything.
  const closed = (segment: ClosedSegment): void => (durability === 'none' ? undefined : digests.add(segment));
  found.unsigned.forEach(closed);
  const hooks = { closed, openIntents: () => changes.openLines(), resumed: () => changes.resumed() };
  const journal = new Journal({ directory, files, clock, report, segmentBytesMax, ...hooks }, found.start);
  const changes = new Changes(journal, new IntentRows(store), report);
  await changes.settle(found.intents);
  const readers: (() => Position | undefined)[] = [];
  const tick = async (): Promise<void> => {
    await journal.rollWhenDue();
    await applyRetention({ journal, files, signer, clock, rules, readers });
  };
  const timer = setInterval(() => void tick().catch(report), TICK_MS).unref();
  return {
    trail: new DurableTrail({ journal, changes, store, durability }),
    journal,
    tick,
    keepFor: (reader) => void readers.push(reader),
    flush: () => changes.flush(),
    async reset() {
      const next = randomUuid();
      await digests.reset(next);
      await journal.reset(next);
    },
    async close() {
      clearInterval(timer);
      changes.close();
      await journal.close();
      await digests.close();
      await changes.flush().catch(report);
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}
