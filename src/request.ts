/**
 * The spine: the way of one request, in order.
 *
 *   route        by the head alone: unverified bytes are not parsed
 *   authenticate over the raw bytes -> Caller; some protocols name the operation in the body, which is read only now
 *   decode       parse and validate by the model
 *   resolve      what is it about, what does it ask for
 *   authorise    -> Permit
 *   run          reads, computes, collects its writes in a unit
 *   commit       all writes or none, durable
 *   audit        the entry is durable before the answer leaves
 *   encode       by the model
 */
import type { Trail } from './audit/trail.ts';
import type { Authority } from './authz/authorise.ts';
import type { Caller } from './base/caller.ts';
import type { Clock } from './base/clock.ts';
import { Fault, WriteConflict } from './base/errors.ts';
import { BODY_BYTES_MAX } from './base/limits.ts';
import { headerOf, type RawHead, type RawRequest, type RawResponse } from './base/http-message.ts';
import type { RequestContext } from './base/operation.ts';
import { Unit } from './base/unit.ts';
import { randomUuid } from './crypto/random.ts';
import { refuseUnrouted, type Router } from './protocol/route.ts';
import type { CompiledOperation, Route } from './protocol/service.ts';

export interface SpineParts {
  readonly router: Router;
  readonly authenticate: (request: RawRequest, route: Route) => Promise<Caller> | Caller;
  /** Who was authenticated, for last uses: on the way of every request. */
  readonly noteUse: (caller: Caller, service: string, now: number) => void;
  readonly authority: Authority;
  readonly commit: (unit: Unit) => Promise<void>;
  readonly trail: Trail;
  readonly clock: Clock;
  /** What clients must not see: defects and outages, for the operator. */
  readonly report: (error: unknown, requestId: string) => void;
}

/** Runs in line that a request may lose against other writers before it is given up. */
const CONFLICT_RETRIES = 8;

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
    try {
      return await this.#answer(route, raw);
    } catch (error) {
      return route.refuse(route.named(this.#faultOf(error, raw.requestId)), raw);
    }
  };

  /** Bytes of body that are worth reading, known from the head. */
  readonly bodyLimit = (head: RawHead): number => this.#parts.router.route(head)?.bodyBytesMax ?? BODY_BYTES_MAX;

  async #answer(route: Route, raw: RawRequest): Promise<RawResponse> {
    const caller = await this.#parts.authenticate(raw, route);
    const operation = route.operationOf(raw);
    const origin = { sourceAddress: raw.remoteAddress, secure: raw.secure, userAgent: headerOf(raw, 'user-agent') };
    const { requestId } = raw;
    const context = { caller, requestId, eventId: randomUuid(), now: this.#parts.clock.now(), origin };
    this.#parts.noteUse(caller, operation.service, context.now);
    let answer: RawResponse;
    try {
      answer = operation.answer(await this.#perform(operation, raw.body, context), raw);
    } catch (error) {
      const fault = operation.named(this.#faultOf(error, requestId));
      await this.#record(operation, context, raw.remoteAddress, fault.code);
      return operation.refuse(fault, raw);
    }
    await this.#record(operation, context, raw.remoteAddress, undefined);
    return answer;
  }

  async #perform(operation: CompiledOperation, body: Buffer, context: RequestContext): Promise<unknown> {
    const input = operation.decode(body);
    try {
      return await this.#attempt(operation, input, context);
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
      return this.#inLine(() => this.#retry(operation, input, context));
    }
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

  async #retry(operation: CompiledOperation, input: unknown, context: RequestContext): Promise<unknown> {
    for (let conflicts = 1; ; conflicts++) {
      try {
        return await this.#attempt(operation, input, context);
      } catch (error) {
        if (!(error instanceof WriteConflict) || conflicts === CONFLICT_RETRIES) throw error;
      }
    }
  }

  async #attempt(operation: CompiledOperation, input: unknown, context: RequestContext): Promise<unknown> {
    const { handler } = operation;
    const { asks, target } = await handler.resolve(input, context);
    const permit = await this.#parts.authority.authorise(context, operation.name, asks);
    const unit = new Unit();
    const output = await handler.run(input, { ...context, permit, target, unit });
    if (unit.writes.length > 0) await this.#parts.commit(unit);
    return output;
  }

  #record(operation: CompiledOperation, context: RequestContext, sourceAddress: string, errorCode: string | undefined) {
    return this.#parts.trail.append({
      eventId: context.eventId,
      requestId: context.requestId,
      time: context.now,
      service: operation.service,
      operation: operation.name,
      caller: context.caller,
      sourceAddress,
      errorCode,
    });
  }

  /** A refusal as it is; anything else becomes KMS's bare internal error, and its detail goes to the operator. */
  #faultOf(error: unknown, requestId: string): Fault {
    if (error instanceof Fault) return error;
    this.#parts.report(error, requestId);
    return new Fault('KMSInternalException', undefined, 500);
  }
}
