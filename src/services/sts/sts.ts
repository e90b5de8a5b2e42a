/** What the operations of the service work with, put together once at start. */
import type { Clock } from '../../base/clock.ts';
import type { Sealer } from '../../base/integrated-service.ts';
import type { Operation, PolicyText } from '../../base/operation.ts';
import { IssuerKeys } from './issuer-keys.ts';
import { type KeySetSource, keySetReader } from './read-key-set.ts';
import { Sessions } from './sessions.ts';
import type { Operations } from './types.ts';

/** A role, as far as it takes to assume it. */
export interface Role {
  /** `AROA…` */
  readonly id: string;
  /** `arn:aws:iam::111122223333:role/division/NAME` */
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  /** The same object for as long as the text stays. */
  readonly trustPolicy: PolicyText | undefined;
  readonly maxSessionSeconds: number;
  /** Values by key in lower case. */
  readonly tags: ReadonlyMap<string, string>;
}

/** An OpenID Connect identity provider that an account trusts. */
export interface Provider {
  readonly arn: string;
  /** Audiences that are accepted. */
  readonly clientIds: readonly string[];
}

/** What STS needs of IAM. */
export interface StsDirectory {
  /** `aws` */
  readonly partition: string;
  role(arn: string): Promise<Role | undefined>;
  /** @param url the issuer without `https://` */
  provider(account: string, url: string): Promise<Provider | undefined>;
  /** Of a permanent access key; `undefined` for one that is unknown. */
  accountOfKey(accessKeyId: string): Promise<string | undefined>;
  accountExists(account: string): Promise<boolean>;
  /** A customer's managed policy, or AWS's. */
  policyExists(arn: string): Promise<boolean>;
  /** Whether a user or role of this unique id exists. */
  exists(id: string): boolean | Promise<boolean>;
  textOf(name: string, text: string): PolicyText;
}

export interface StsParts {
  readonly directory: StsDirectory;
  /** For session tokens. */
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Why a text cannot be a session policy; `undefined` when it can. */
  readonly problemOf: (text: string) => string | undefined;
  /** Where keys of issuers are that are not to be discovered. */
  readonly keySets: readonly KeySetSource[];
}

export interface Sts {
  readonly directory: StsDirectory;
  readonly sessions: Sessions;
  readonly issuerKeys: IssuerKeys;
  readonly problemOf: StsParts['problemOf'];
}

/** An operation of the API by its name, with what it resolves to. */
export type Op<Name extends keyof Operations, Target> = Operation<
  Operations[Name]['input'],
  Operations[Name]['output'],
  Target
>;

export function createSts({ directory, sealer, clock, problemOf, keySets }: StsParts): Sts {
  const exists = (id: string) => directory.exists(id);
  const textOf = (name: string, text: string) => directory.textOf(name, text);
  return {
    directory,
    sessions: new Sessions({ sealer, clock, exists, textOf }),
    issuerKeys: new IssuerKeys(keySetReader(keySets), clock),
    problemOf,
  };
}
