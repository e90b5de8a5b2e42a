/**
 * The spine: the way of one request, in order.
 *
 *   route        by the head alone: unverified bytes are not parsed
 *   authenticate over the raw bytes -> Caller; some protocols name the operation in the body, which is read only now
 *   decode       parse and validate by the model
 *   resolve      what is it about, what does it ask for
 *   authorise    -> Permit
 *   run          reads, computes, collects its writes in a unit
 *   record       what CloudTrail shows of it; durable before the answer leaves, and before any change is
 *   commit       all writes or none, durable
 *   encode       by the model
 *
 * A wait is where a stage ends, even for what is there already: requests that came in together (http/inbox.ts) are all
 * brought to it before any goes on.
 */
import { type AuditedRequest, requestRecords } from './audit/records/request-records.ts';
import { serviceRecords } from './audit/records/service-records.ts';
import { type Trail, TrailUnavailable } from './audit/trail.ts';
import type { Authority } from './authz/authorise.ts';
import type { AuditFacts, AuditRecord } from './base/audit.ts';
import type { Caller } from './base/caller.ts';
import type { Clock } from './base/clock.ts';
import { Fault, WriteConflict } from './base/errors.ts';
import { BODY_BYTES_MAX } from './base/limits.ts';
import { headerOf, type RawHead, type RawRequest, type RawResponse } from './base/http-message.ts';
import type { RequestContext } from './base/operation.ts';
import { Unit } from './base/unit.ts';
import { timeOrderedUuid } from './crypto/random.ts';
import { refuseUnrouted, type Router } from './protocol/route.ts';
import type { CompiledOperation, Route } from './protocol/service.ts';

export interface SpineParts {
  readonly router: Router;
  readonly authenticate: (request: RawRequest, route: Route) => Promise<Caller> | Caller;
  /** Who was authenticated, for last uses: on the way of every request. */
  readonly noteUse: (caller: Caller, service: string, now: number) => void;
  readonly authority: Authority;
  readonly trail: Trail;
  readonly clock: Clock;
  /** What clients must not see: defects and outages, for the operator. */
  readonly report: (error: unknown, requestId: string) => void;
}

/** Runs in line that a request may lose against other writers before it is given up. */
const CONFLICT_RETRIES = 8;

/** What is found out on the way, for the record. */
interface Findings extends Mutable<AuditFacts> {
  /** When the records are; absent where nothing need be waited for. */
  durable: Promise<unknown> | undefined;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

const nothingFound = (context: RequestContext): Findings => ({
  input: undefined,
  output: undefined,
  target: undefined,
  asks: [],
  context,
  durable: undefined,
});

type Outcome = { readonly output: unknown } | { readonly error: unknown };

export class Spine {
  readonly #parts: SpineParts;
  /** Ends with the last request in the line of those that lost. */
  #line: Promise<unknown> = Promise.resolve();

  constructor(parts: SpineParts) {
    this.#parts = parts;
  }

  /** Never rejects. */
  readonly handle = async (raw: RawRequest): Promise<RawResponse> => {
    const route = this.#parts.router.route(raw);
    if (!route) return refuseUnrouted(raw);
    let operation: CompiledOperation | undefined;
    let found: Findings | undefined;
    try {
      const caller = await this.#parts.authenticate(raw, route);
      operation = route.operationOf(raw);
      found = nothingFound(this.#contextOf(raw, caller));
      this.#parts.noteUse(caller, operation.service, found.context.now);
      const answer = operation.answer(await this.#perform(operation, found, () => operation!.decode(raw.body)), raw);
      // All is ready to leave: the requests that wait for one batch of records have little to do when it is durable.
      if (found.durable) await found.durable;
      return answer;
    } catch (error) {
      // An answer that cannot be written is a refusal, and leaves no sooner.
      await found?.durable?.catch(() => undefined);
      const fault = this.#faultOf(error, raw.requestId);
      if (operation) return operation.refuse(operation.named(fault), raw);
      this.#parts.trail.countUnrecorded(fault.code);
      return route.refuse(route.named(fault), raw);
    }
  };

  /** Bytes of body that are worth reading, known from the head. */
  readonly bodyLimit = (head: RawHead): number => this.#parts.router.route(head)?.bodyBytesMax ?? BODY_BYTES_MAX;

  /**
   * A call from within, of one service to another: from `resolve` on it goes the way of every request, record included.
   * @param input as the operation's codec would have read it
   * @throws Fault as the caller of the operation would have got it
   */
  call(service: string, name: string, input: unknown, context: RequestContext): Promise<unknown> {
    const found = nothingFound(context);
    const output = this.#perform(this.#parts.router.operation(service, name), found, () => input, true);
    return isWaitedFor(context) ? output : output.then((answer) => found.durable?.then(() => answer) ?? answer);
  }

  #contextOf(raw: RawRequest, caller: Caller): RequestContext {
    const now = this.#parts.clock.now();
    const { remoteAddress: sourceAddress, secure, tls, requestId } = raw;
    const origin = { sourceAddress, secure, userAgent: headerOf(raw, 'user-agent'), host: headerOf(raw, 'host'), tls };
    return { caller, requestId, eventId: timeOrderedUuid(now), now, origin, inner: [], via: undefined };
  }

  /** @param within another request, which may be the one at the head of the line: it waits for nobody there. */
  #perform(operation: CompiledOperation, found: Findings, decode: () => unknown, within = false): Promise<unknown> {
    return this.#attempt(operation, found, decode).catch((error: unknown) => this.#afterFailure(operation, found, error, within));
  }

  async #afterFailure(operation: CompiledOperation, found: Findings, error: unknown, within: boolean): Promise<unknown> {
    // What was not kept was not answered.
    found.output = undefined;
    const again = (): Promise<Outcome> => this.#retry(operation, found);
    const failure = error instanceof WriteConflict ? await (within ? again() : this.#inLine(again)) : { error };
    if ('output' in failure) return failure.output;
    await this.#recordRefusal(operation, found, failure.error);
    throw failure.error;
  }

  /**
   * Requests that lost run again one at a time, first come first served. All at once, only one of them would win each
   * time, and of many that change one key most would be given up.
   */
  #inLine<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#line.then(run);
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  async #retry(operation: CompiledOperation, found: Findings): Promise<Outcome> {
    for (let conflicts = 1; ; conflicts++) {
      try {
        return { output: await this.#attempt(operation, found) };
      } catch (error) {
        if (!(error instanceof WriteConflict) || conflicts === CONFLICT_RETRIES) return { error };
      }
    }
  }

  /** @param decode absent: it was decoded before */
  async #attempt(operation: CompiledOperation, found: Findings, decode?: () => unknown): Promise<unknown> {
    if (decode) found.input = decode();
    const { handler } = operation;
    const { input, context } = found;
    const { asks, target } = await handler.resolve(input, context);
    found.asks = asks;
    found.target = target;
    const permit = await this.#parts.authority.authorise(context, operation.name, asks);
    const unit = new Unit();
    const output = await handler.run(input, { ...context, permit, target, unit });
    found.output = output;
    const audited = this.#audited(operation, found, undefined);
    const records = requestRecords(audited);
    if (unit.events.length > 0) records.push(...serviceRecords(unit.events, audited.time));
    if (unit.writes.length === 0) {
      this.#append(records, found);
      return output;
    }
    if (context.via === undefined && context.inner?.length) await Promise.all(context.inner);
    await this.#parts.trail.commit(unit, records);
    return output;
  }

  /** Of a call that a service makes for a request, the record is on its way when it returns: the request waits for both. */
  #append(records: readonly AuditRecord[], found: Findings): void {
    const { inner = [] } = found.context;
    const written = this.#parts.trail.append(records) ?? undefined;
    if (!isWaitedFor(found.context)) {
      // What is durable together is waited for together, and mostly that is all.
      found.durable = inner.some((one) => one !== written) ? Promise.all([written, ...inner]) : written;
    } else if (written && !inner.includes(written)) {
      inner.push(written);
      written.catch(() => undefined);
    }
  }

  /** Where the trail itself is out of order there is nothing to write to. */
  async #recordRefusal(operation: CompiledOperation, found: Findings, error: unknown): Promise<void> {
    if (error instanceof TrailUnavailable) return;
    const fault = error instanceof Fault ? error : operation.named(internalFault());
    const unrecorded = operation.audit.unrecorded?.includes(fault.code);
    const records = unrecorded ? [] : requestRecords(this.#audited(operation, found, fault));
    if (records.length === 0 && !unrecorded) this.#parts.trail.countUnrecorded(fault.code);
    this.#append(records, found);
    await found.durable;
  }

  #audited({ service, name, audit }: CompiledOperation, facts: AuditFacts, fault: Fault | undefined): AuditedRequest {
    return { service, operation: name, rule: audit, facts, fault, time: this.#parts.clock.now() };
  }

  /** A refusal as it is; anything else becomes KMS's bare internal error, and its detail goes to the operator. */
  #faultOf(error: unknown, requestId: string): Fault {
    if (error instanceof Fault) return error;
    this.#parts.report(error, requestId);
    return internalFault();
  }
}

/** A service's call for a request, which waits for the records of both. */
const isWaitedFor = ({ via, inner }: RequestContext): boolean => via !== undefined && inner !== undefined;

const internalFault = (): Fault => new Fault('KMSInternalException', undefined, 500);
