/** What the operations of the service work with. */
import type { Operation } from '../../base/operation.ts';
import type { Operations } from './types.ts';

export interface Sts {
  /** The account that an access key belongs to; `undefined` for one that is unknown. */
  accountOf(accessKeyId: string): Promise<string | undefined>;
}

/** An operation of the API by its name, with what it resolves to. */
export type Op<Name extends keyof Operations, Target> = Operation<
  Operations[Name]['input'],
  Operations[Name]['output'],
  Target
>;
