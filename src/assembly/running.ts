/** A server that runs: what its operator can ask of it, and its end. */
import type { EventIndex } from '../audit/index/event-index.ts';
import type { OpenTrail } from '../audit/open-trail.ts';
import { type Clock, ManualClock } from '../base/clock.ts';
import { UsageError } from '../base/errors.ts';
import { Unit } from '../base/unit.ts';
import type { AccountCredentials, AuditEvidence, AuditStatus, OwnedKeyReport, Trent, TrentConfig } from '../config.ts';
import type { RunningServer } from '../http/server.ts';
import type { Jobs } from './jobs.ts';
import { createAccount, credentialsOf } from './offline.ts';
import { populate } from './populate.ts';
import type { Services } from './services.ts';
import { certificateFile } from './tls.ts';
import { auditEvidence, auditStatus } from './trail.ts';
import { rotateRootKey, type Vault } from './vault.ts';

export interface RunningParts {
  readonly config: TrentConfig;
  readonly vault: Vault;
  readonly services: Services;
  readonly clock: Clock;
  readonly server: RunningServer;
  readonly jobs: Jobs;
  readonly audit: OpenTrail;
  readonly events: EventIndex;
}

/** What is still due then waits for something else than time. Once is not enough: what was under way may have begun before. */
const TRIES_MAX = 3;

export class RunningTrent implements Trent {
  readonly #parts: RunningParts;
  #stopped: Promise<void> | undefined;
  #advanced: Promise<unknown> = Promise.resolve();

  constructor(parts: RunningParts) {
    this.#parts = parts;
  }

  get url(): string {
    return this.#parts.server.url;
  }

  get port(): number {
    return this.#parts.server.port;
  }

  get config(): TrentConfig {
    return this.#parts.config;
  }

  get certificateFile(): string | undefined {
    return certificateFile(this.config);
  }

  credentials(account = this.config.account): Promise<AccountCredentials> {
    return credentialsOf(this.#parts.vault.accounts, account);
  }

  createAccount(account: string): Promise<AccountCredentials> {
    return createAccount(this.#parts.vault.accounts, account, this.#parts.clock.now());
  }

  /** One advance at a time, each from where the one before has ended. */
  advanceClock(milliseconds: number): Promise<number> {
    const turn = this.#advanced.then(() => this.#advance(milliseconds));
    this.#advanced = turn.catch(() => undefined);
    return turn;
  }

  /** Time stops at every moment at which something is due, so that it happens when it should. */
  async #advance(milliseconds: number): Promise<number> {
    const { clock, jobs } = this.#parts;
    if (!(clock instanceof ManualClock) || this.config.auth !== 'off') {
      throw new UsageError('this server has no manual clock', 'start it with: trent dev --clock manual');
    }
    const target = clock.now() + milliseconds;
    let tries = 0;
    for (let due = await jobs.nextDue(); due !== undefined && due <= target; ) {
      clock.advance(Math.max(0, due - clock.now()));
      await jobs.runDue();
      const next = await jobs.nextDue();
      tries = next === due ? tries + 1 : 0;
      if (tries === TRIES_MAX) break;
      due = next;
    }
    clock.advance(target - clock.now());
    // What has no moment of its own: trails deliver what there is.
    await jobs.runDue();
    return target;
  }

  async reset(): Promise<void> {
    if (this.config.auth !== 'off') {
      throw new UsageError('only an emulator can be reset', 'start one with: trent dev');
    }
    const { vault, services, clock } = this.#parts;
    const unit = new Unit();
    for (const work of services.work) await work.reset?.(unit);
    await vault.store.commit(unit);
    await populate(this.config, vault.iam, services, clock.now());
  }

  rotateRootKey(source: string): Promise<void> {
    return rotateRootKey(this.#parts.vault, source);
  }

  auditEvidence(): Promise<AuditEvidence> {
    const { vault, audit } = this.#parts;
    return auditEvidence(audit.journal.directory, this.config.location, vault, audit.journal);
  }

  auditStatus(): AuditStatus {
    return auditStatus(this.#parts.audit, this.#parts.events, this.#parts.services.delivery);
  }

  ownedKeys(): OwnedKeyReport {
    const { vault, clock } = this.#parts;
    return { keys: vault.ownedKeys.list(), now: clock.now() };
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { server, jobs, vault, services } = this.#parts;
    await server.drain();
    await jobs.stop();
    for (const work of services.work) await work.stop?.();
    await vault.store.close();
  }
}
