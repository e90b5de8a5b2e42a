/** What a service and an operation are: the contract between the spine (`request.ts`) and `services/`. */
import type { Caller, Permit } from './caller.ts';
import type { Unit } from './unit.ts';

/** One thing that an operation wants to do to one resource; authorization answers each. */
export interface Ask {
  /** `kms:Encrypt`. */
  readonly action: string;
  /** The ARN, or `*` for actions without a resource. */
  readonly resource: string;
  /** The account that owns the resource. */
  readonly account: string;
}

/** What is known of one request besides its input. */
export interface RequestContext {
  readonly caller: Caller;
  readonly requestId: string;
  /** Id of the audit entry that this request will leave (a UUID). */
  readonly eventId: string;
  /** Milliseconds since 1970: one instant for the whole request. */
  readonly now: number;
}

/**
 * An operation in two steps. `resolve` finds what the request is about, and says what it asks for;
 * it changes nothing. `run` gets what `resolve` found, with the proof that it was allowed. `run` reads,
 * and puts its writes into `unit`, which commits them as one after it returns; a `WriteConflict` there
 * runs the operation again from `resolve`.
 */
export interface Operation<Input = unknown, Output = unknown, Target = unknown> {
  resolve(input: Input, context: RequestContext): Promise<Resolved<Target>> | Resolved<Target>;
  run(input: Input, call: Call<Target>): Promise<Output> | Output;
}

export interface Resolved<Target> {
  readonly asks: readonly Ask[];
  readonly target: Target;
}

export interface Call<Target> extends RequestContext {
  readonly permit: Permit;
  readonly target: Target;
  readonly unit: Unit;
}
