/**
 * The spine: the way of one request, in order.
 *
 *   route        by headers alone: unverified bytes are not parsed
 *   authenticate over the raw bytes -> Caller
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
import { encodeFault, JSON_CONTENT_TYPE, unknownOperation } from './protocol/faults.ts';
import type { CompiledOperation } from './protocol/service.ts';

export interface SpineParts {
  /** By `X-Amz-Target`. */
  readonly operations: ReadonlyMap<string, CompiledOperation>;
  readonly authenticate: (request: RawRequest, service: string) => Promise<Caller> | Caller;
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
    try {
      return await this.#answer(raw);
    } catch (error) {
      return encodeFault(this.#faultOf(error, raw.requestId));
    }
  };

  /** Bytes of body that are worth reading, known from the head. */
  readonly bodyLimit = (head: RawHead): number => this.#route(head)?.bodyBytesMax ?? BODY_BYTES_MAX;

  async #answer(raw: RawRequest): Promise<RawResponse> {
    const operation = this.#route(raw);
    if (!operation) throw unknownOperation();
    const caller = await this.#parts.authenticate(raw, operation.service);
    const origin = { sourceAddress: raw.remoteAddress, secure: raw.secure, userAgent: headerOf(raw, 'user-agent') };
    const { requestId } = raw;
    const context = { caller, requestId, eventId: randomUuid(), now: this.#parts.clock.now(), origin };
    let body: string;
    try {
      body = operation.encode(await this.#perform(operation, raw.body, context));
    } catch (error) {
      const fault = this.#faultOf(error, raw.requestId);
      await this.#record(operation, context, raw.remoteAddress, fault.code);
      throw fault;
    }
    await this.#record(operation, context, raw.remoteAddress, undefined);
    return { status: 200, contentType: JSON_CONTENT_TYPE, body };
  }

  #route(head: RawHead): CompiledOperation | undefined {
    if (head.method !== 'POST') return undefined;
    const target = headerOf(head, 'x-amz-target') ?? targetInQuery(head.target);
    return target === undefined ? undefined : this.#parts.operations.get(target);
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

/** Signers of presigned requests move the header into the query. */
function targetInQuery(target: string): string | undefined {
  const query = target.indexOf('?');
  return query < 0 ? undefined : (new URLSearchParams(target.slice(query + 1)).get('X-Amz-Target') ?? undefined);
}
