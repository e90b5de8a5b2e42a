/**
 * Rotations under way. Each begins with an empty version of label AWSPENDING, which the function fills, tries out and, in
 * its last step, makes the current one: nobody else moves AWSCURRENT.
 *
 *     start      {AWSPENDING -> new version, tried again in an hour}     RotationStarted
 *     steps      createSecret, setSecret, testSecret, finishSecret       by the function
 *     end        AWSCURRENT is on the version: AWSPENDING goes           RotationSucceeded
 *                else AWSPENDING stays                                   RotationFailed
 *
 * What fails, or was cut off by the server's end, is tried again with the same version: every hour, some times, and then
 * in the next window. What is cancelled ends with the step that is at work, and leaves AWSPENDING where it is.
 * A value that somebody else makes current meanwhile ends it as well (versions.ts): RotationAbandoned.
 */
import { HOUR_MS, type Clock } from '../../base/clock.ts';
import { WriteConflict } from '../../base/errors.ts';
import { type CommitUnit, Unit } from '../../base/unit.ts';
import { randomUuid } from '../../crypto/random.ts';
import type { RotationFunctions, Step } from './rotation-functions.ts';
import { nextWindow, rescheduled } from './rotation-rules.ts';
import type { SecretChange, SecretChanges } from './secret-changes.ts';
import { ofSecret, type Rotation, secretArn, type SecretCoordinates, type SecretRecord } from './secret-record.ts';
import type { Secrets } from './secrets.ts';
import { type EventName, secretEvent } from './service-events.ts';
import { CURRENT, PENDING, pendingRotation, without } from './stages.ts';

export interface RotationsParts {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly changes: SecretChanges;
  readonly commit: CommitUnit;
  readonly functions: RotationFunctions;
  /** For the operator. */
  readonly report: (error: unknown) => void;
}

type Beginning = SecretChange & { readonly rotation: Rotation };

/** A failure is told; of a rotation that somebody cancelled, or put another value in place of, there is nothing to tell. */
type Outcome = 'done' | 'cancelled' | Error;

type ChangeOf = (secret: SecretRecord, unit: Unit) => SecretChange | Promise<SecretChange>;

const STEPS: readonly Step[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];
const RETRY_MS = HOUR_MS;
const ATTEMPTS_MAX = 5;
/** Functions that run at the same time: many secrets may have one window. */
const AT_ONCE_MAX = 10;
/** Writers that may come between. */
const CONFLICT_RETRIES = 8;

export class Rotations {
  readonly #parts: RotationsParts;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopped = new AbortController();
  #atWork = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(parts: RotationsParts) {
    this.#parts = parts;
  }

  has(functionArn: string, place: SecretCoordinates): boolean {
    return this.#parts.functions.has(functionArn, place);
  }

  /** Puts the beginning of a rotation into the unit; it goes on when that is durable. @param change of the secret besides */
  async begin(unit: Unit, secret: SecretRecord, versionId: string, given: Beginning): Promise<void> {
    const { rotation, ...change } = given;
    const now = this.#parts.clock.now();
    const details = { ...secret.details, rotation: { ...rotation, attempts: (rotation.attempts ?? 0) + 1 } };
    await this.#label(unit, secret, versionId, { ...change, details, rotation_at: now + RETRY_MS });
    unit.events.push(secretEvent(secret, 'RotationStarted'));
    unit.afterCommit(() => this.resume(secret, versionId));
  }

  /** Tries the function out, with a version that goes away again; the rotation itself waits for its window. */
  async beginTest(unit: Unit, secret: SecretRecord, versionId: string, change: SecretChange): Promise<void> {
    await this.#label(unit, secret, versionId, change);
    unit.events.push(secretEvent(secret, 'TestRotationStarted'));
    unit.afterCommit(() => this.#keep(secret.row, () => this.#test(secret.row, versionId)));
  }

  /** Goes on with a rotation that has begun, unless it is at work. */
  resume({ row }: SecretRecord, versionId: string): void {
    this.#keep(row, () => this.#rotate(row, versionId));
  }

  /** A secret whose window is open, or whose rotation is to be tried again. */
  async startDue(secret: SecretRecord): Promise<void> {
    const { rotation } = secret.details;
    if (!rotation?.enabled) return this.#change(secret.row, () => ({ rotation_at: null }));
    const later = this.#parts.clock.now() + RETRY_MS;
    if (this.#running.has(nameOf(secret.row))) return this.#change(secret.row, () => ({ rotation_at: later }));
    if ((rotation.attempts ?? 0) >= ATTEMPTS_MAX) return this.#change(secret.row, () => this.#abandoned(secret), 'RotationAbandoned');
    const unit = new Unit();
    await this.begin(unit, secret, pendingRotation(secret.stages) ?? randomUuid(), { rotation });
    await this.#parts.commit(unit);
  }

  /** When those have ended that are under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** Cuts off what is under way: it goes on after the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.idle();
  }

  async #label(unit: Unit, secret: SecretRecord, versionId: string, change: SecretChange): Promise<void> {
    const { secrets, changes, clock } = this.#parts;
    const isNew = (await secrets.version(secret, versionId)) === undefined;
    const empty = { versionId, createdAt: clock.now(), kind: 'none', ciphertext: undefined, dataKeys: [] } as const;
    const places = isNew ? [secret, ...(await changes.replicas(secret))] : [];
    for (const { row } of places) changes.insertVersion(unit, row, empty);
    const stages = new Map(secret.stages).set(PENDING, versionId);
    await changes.update(unit, secret, { ...change, stages, versions: isNew ? 1 : 0 });
  }

  #keep(place: SecretCoordinates, work: () => Promise<void>): void {
    const name = nameOf(place);
    if (this.#running.has(name) || this.#stopped.signal.aborted) return;
    const run = this.#inTurn(work)
      .catch((error: unknown) => this.#parts.report(error))
      .finally(() => this.#running.delete(name));
    this.#running.set(name, run);
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#atWork === AT_ONCE_MAX) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#atWork++;
    try {
      await work();
    } finally {
      // The next one takes the place over.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#atWork--;
    }
  }

  async #rotate(place: SecretCoordinates, versionId: string): Promise<void> {
    const outcome = await this.#outcomeOf(place, versionId, STEPS);
    if (this.#stopped.signal.aborted || outcome === 'cancelled') return;
    const succeeded = outcome === 'done' && (await this.#parts.secrets.read(place))?.stages.get(CURRENT) === versionId;
    if (succeeded) return this.#change(place, (secret) => this.#rotated(secret, versionId), 'RotationSucceeded');
    this.#tell(place, outcome === 'done' ? new Error('the rotation function ended without making its version the current one') : outcome);
    return this.#change(place, () => ({}), 'RotationFailed');
  }

  async #test(place: SecretCoordinates, versionId: string): Promise<void> {
    const outcome = await this.#outcomeOf(place, versionId, ['testSecret']);
    if (this.#stopped.signal.aborted) return;
    if (outcome instanceof Error) this.#tell(place, outcome);
    const remove = (secret: SecretRecord, unit: Unit): Promise<SecretChange> => this.#withoutTest(secret, versionId, unit);
    const succeeded = outcome === 'done' ? 'TestRotationSucceeded' : undefined;
    return this.#change(place, remove, outcome instanceof Error ? 'TestRotationFailed' : succeeded);
  }

  #tell({ account, region, secret_id }: SecretCoordinates, failure: Error): void {
    // A text, not an error: the place in this program would tell nobody anything about a function that failed.
    this.#parts.report(`rotation of ${secretArn(account, region, secret_id)}: ${failure.message}`);
  }

  async #outcomeOf(place: SecretCoordinates, versionId: string, steps: readonly Step[]): Promise<Outcome> {
    try {
      for (const Step of steps) {
        const secret = await this.#parts.secrets.read(place);
        const { functionArn, enabled } = secret?.details.rotation ?? {};
        if (!secret || functionArn === undefined) return new Error('the secret or its rotation function is gone');
        if (!enabled || ![PENDING, CURRENT].some((label) => secret.stages.get(label) === versionId)) return 'cancelled';
        const event = { Step, SecretId: secret.arn, ClientRequestToken: versionId };
        await this.#parts.functions.invoke(functionArn, event, place.region, this.#stopped.signal);
      }
      return 'done';
    } catch (error) {
      return error as Error;
    }
  }

  /** AWSPENDING goes: on a version that is no longer the current one it would look like a rotation that is not complete. */
  #rotated({ details, stages }: SecretRecord, versionId: string): SecretChange {
    const now = this.#parts.clock.now();
    const { attempts: _attempts, ...rotation } = details.rotation!;
    const settled = stages.get(PENDING) === versionId ? without(stages, PENDING) : stages;
    return { ...rescheduled({ ...details, rotation: { ...rotation, rotatedAt: now } }, now), stages: settled, changed_at: now };
  }

  /** It waits for its next window. */
  #abandoned({ details }: SecretRecord): SecretChange {
    const { attempts: _attempts, ...rotation } = details.rotation!;
    const window = nextWindow(rotation.rules, this.#parts.clock.now());
    return { details: { ...details, rotation }, rotation_at: window?.opensAt ?? null };
  }

  async #withoutTest(secret: SecretRecord, versionId: string, unit: Unit): Promise<SecretChange> {
    if (secret.stages.get(PENDING) !== versionId) return {};
    const { changes } = this.#parts;
    for (const { row } of [secret, ...(await changes.replicas(secret))]) changes.removeVersion(unit, row, versionId);
    return { stages: without(secret.stages, PENDING), versions: -1 };
  }

  /** Changes the secret as it is now, whoever comes between; of one that is gone there is nothing to change. */
  async #change(place: SecretCoordinates, changeOf: ChangeOf, eventName?: EventName): Promise<void> {
    for (let conflicts = 0; ; conflicts++) {
      const secret = await this.#parts.secrets.read(place);
      if (!secret) return;
      const unit = new Unit();
      try {
        await this.#parts.changes.update(unit, secret, await changeOf(secret, unit));
        if (eventName) unit.events.push(secretEvent(secret, eventName));
        return await this.#parts.commit(unit);
      } catch (error) {
        if (!(error instanceof WriteConflict) || conflicts === CONFLICT_RETRIES) throw error;
      }
    }
  }
}

const nameOf = (place: SecretCoordinates): string => JSON.stringify(ofSecret(place));
