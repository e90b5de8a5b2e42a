/** What the operations of the service work with, put together once at start. */
import type { EventLookup } from '../../base/audit.ts';
import type { Operation } from '../../base/operation.ts';
import type { Operations } from './types.ts';

export interface CloudTrail {
  /** For LookupEvents. */
  readonly events: EventLookup;
}

/** An operation of the API by its name, with what it resolves to. */
export type Op<Name extends keyof Operations, Target = unknown> = Operation<
  Operations[Name]['input'],
  Operations[Name]['output'],
  Target
>;

/** The operations of a family, by their names. */
export type Family<Name extends keyof Operations> = { readonly [N in Name]: Op<N> };
