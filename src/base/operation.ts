/** What a service and an operation are: the contract between the spine (`request.ts`) and `services/`. */
import type { Caller, Permit } from './caller.ts';
import type { Unit } from './unit.ts';

/** One value, or the values of a multivalued key. Booleans are `true`/`false`, numbers decimal, dates ISO 8601. */
export type ContextValue = string | readonly string[];

/** The value of a condition key, asked for in lower case. Absent is `undefined`. */
export type ConditionContext = (key: string) => ContextValue | undefined;

/** A policy as it is stored. One object for as long as the text stays: what is compiled from it is kept with it. */
export interface PolicyText {
  /** For messages and the simulator: `key policy`, a policy's ARN, `inline:NAME`. */
  readonly name: string;
  readonly text: string;
}

/** One thing that an operation wants to do to one resource; authorization answers each. */
export interface Ask {
  /** `kms:Encrypt`. */
  readonly action: string;
  /** The ARN, or `*` for actions without a resource. */
  readonly resource: string;
  /** The account that owns the resource. */
  readonly account: string;
  /**
   * `identity`: the caller's own policies decide; `key`: the key's policy is the root of trust; `resource`: other
   * resource policies, which add to the caller's own; `trust`: a role's trust policy.
   */
  readonly rule: 'identity' | 'key' | 'resource' | 'trust';
  readonly resourcePolicy?: PolicyText | undefined;
  /** Somebody outside of AWS asks, known by a token of this identity provider (its ARN); the caller is anonymous. */
  readonly webIdentity?: string | undefined;
  /** The service's condition keys. */
  readonly context?: AskContext | undefined;
  /** Whether a grant allows it: asked only where policies neither allow nor deny. */
  readonly granted?: (() => Promise<boolean> | boolean) | undefined;
  /** The caller did not name the key, the ciphertext did: a refusal names no key either. */
  readonly fromCiphertext?: boolean | undefined;
  /** What a refusal calls the resource, where not by `resource`: as the caller named it; empty: nothing. */
  readonly shown?: string | undefined;
  /** The operation has no effect on another account's resources, whatever their policies say. */
  readonly ownAccountOnly?: boolean | undefined;
}

/** Condition keys that a service knows of one ask. */
export interface AskContext {
  readonly value: ConditionContext;
  /**
   * Some values (tags, aliases) are read from the store only when a policy asks for them: `value` answers `undefined`
   * the first time and notes it. Resolves to whether anything was read, and the decision is to be made again.
   */
  readonly loadMissing?: (() => Promise<boolean> | boolean) | undefined;
}

/** What is known of one request besides its input. */
export interface RequestContext {
  readonly caller: Caller;
  readonly requestId: string;
  /** Id of the CloudTrail event that this request will leave (a UUID of version 7). */
  readonly eventId: string;
  /** Milliseconds since 1970: one instant for the whole request. */
  readonly now: number;
  readonly origin: RequestOrigin;
  /**
   * Records of calls that a service made for this request, on their way to the disk: the answer waits for all of them,
   * the calls for none.
   */
  readonly inner?: Promise<void>[] | undefined;
  /** The service that calls for the caller (forward access session), or as itself. Absent: the caller's own request. */
  readonly via?: CallingService | undefined;
}

/** A service that calls another. It is never taken from a request: only `services/` makes it. */
export interface CallingService {
  /** `secretsmanager` */
  readonly name: string;
  /** `secretsmanager.amazonaws.com` */
  readonly principal: string;
  /** Present when the service calls as itself: `aws:SourceArn`, `aws:SourceAccount`. */
  readonly source?: { readonly arn: string; readonly account: string } | undefined;
  /** It keeps what it asks to be decrypted, a data key, and asks again with the same objects: see services/kms/opened-data-keys.ts. */
  readonly again?: boolean | undefined;
}

/** Where a request came from, for condition keys and the audit trail. */
export interface RequestOrigin {
  readonly sourceAddress: string;
  /** TLS was used. */
  readonly secure: boolean;
  readonly userAgent: string | undefined;
  /** The `Host` that the client named. */
  readonly host: string | undefined;
  /** Of the connection, where TLS was used. */
  readonly tls: TlsDetails | undefined;
}

/** As CloudTrail shows them: `TLSv1.3`, `TLS_AES_128_GCM_SHA256`. */
export interface TlsDetails {
  readonly version: string;
  readonly cipherSuite: string;
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
