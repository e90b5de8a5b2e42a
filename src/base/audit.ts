/**
 * The audit trail's contracts. A service says of each operation what its CloudTrail record shows (`AuditRule`); the
 * spine puts that together with who asked and what came of it; `audit/` makes records of it, keeps them, finds them.
 */
import type { Ask, RequestContext } from './operation.ts';

/** An entry of `resources`. */
export interface AuditResource {
  readonly arn: string;
  /** The owner: 12 digits. */
  readonly account: string;
  /** `AWS::KMS::Key`, `AWS::IAM::Role`. */
  readonly type: string;
}

/** What is known of a request when its record is made: all of it after success, after a refusal what was reached. */
export interface AuditFacts<Input = unknown, Output = unknown, Target = unknown> {
  /** Absent when the body could not be decoded. */
  readonly input: Input | undefined;
  /** Present after success alone. */
  readonly output: Output | undefined;
  /** What `resolve` found, and asked for. */
  readonly target: Target | undefined;
  readonly asks: readonly Ask[];
  readonly context: RequestContext;
}

/** The members of a record that an operation decides. Values are JSON; absent ones are `null` or left out, as AWS does. */
export interface AuditDetail {
  readonly requestParameters?: object | null | undefined;
  readonly responseElements?: object | null | undefined;
  /** Absent: no `resources` member at all. */
  readonly resources?: readonly AuditResource[] | undefined;
  readonly additionalEventData?: object | undefined;
  /** What LookupEvents finds the event by besides `resources`: types and names. */
  readonly found?: readonly FoundBy[] | undefined;
  /** Of a caller whom the operation alone knows, by somebody else's token. */
  readonly userIdentity?: { readonly type: string; readonly userName: string; readonly [member: string]: string } | undefined;
}

/** `AWS::IAM::User`, and what it is called. */
export type FoundBy = readonly [type: string, name: string];

/** What an operation's CloudTrail record shows. Plaintext, key material and secrets are in none of them. */
export interface AuditRule<Input = unknown, Output = unknown, Target = unknown> {
  readonly readOnly: boolean;
  /** Must not throw, whatever is missing of the facts. */
  describe(facts: AuditFacts<Input, Output, Target>): AuditDetail;
  /** Refusals with these codes are not recorded, as with AWS. */
  readonly unrecorded?: readonly string[] | undefined;
  /** In the copies for other accounts, the caller is known by account and unique id alone. */
  readonly foreignCallerReduced?: boolean | undefined;
}

/** Rules by operation. */
export type AuditRules = { readonly [operation: string]: AuditRule<never, never, never> };

/** One account's copy of one CloudTrail event, and the parts of it that events can be looked up by. */
export interface AuditRecord {
  /** `recipientAccountId`: 12 digits. */
  readonly account: string;
  readonly region: string;
  /** `eventTime`, milliseconds since 1970. */
  readonly time: number;
  /** A UUID of version 7 (RFC 9562), made within minutes before `time`. */
  readonly eventId: string;
  readonly eventName: string;
  /** `kms.amazonaws.com` */
  readonly eventSource: string;
  readonly readOnly: boolean;
  readonly username: string | undefined;
  readonly accessKeyId: string | undefined;
  /** Type and name, as LookupEvents lists them. */
  readonly resources: readonly FoundBy[];
  /** The whole event as JSON, in one line. */
  readonly event: string;
}

/** An event that a service makes by itself: `RotateKey`, `DeleteKey`, … Put into the unit of the change (`Unit.events`). */
export interface ServiceEvent {
  readonly account: string;
  readonly region: string;
  /** `kms.amazonaws.com` */
  readonly eventSource: string;
  readonly eventName: string;
  /** Absent: no `resources` member at all. */
  readonly resources?: readonly AuditResource[] | undefined;
  readonly serviceEventDetails?: object | undefined;
  readonly requestParameters?: object | undefined;
  readonly responseElements?: object | undefined;
  readonly additionalEventData?: object | undefined;
  /**
   * The request that it is part of, in another region: shown as a call (`AwsApiCall`) by its caller, through the service.
   * Absent: the service's own doing (`AwsServiceEvent`, by `AWS Internal`).
   */
  readonly request?: RequestContext | undefined;
  /** Of a call that the service made to itself: shown as one (`AwsApiCall`) by `AWS Internal`. */
  readonly requestId?: string | undefined;
}

/** The attributes of LookupEvents, by their names in the API. */
export type LookupKey =
  | 'EventId'
  | 'EventName'
  | 'ReadOnly'
  | 'Username'
  | 'ResourceType'
  | 'ResourceName'
  | 'EventSource'
  | 'AccessKeyId';

export interface EventQuery {
  readonly account: string;
  readonly region: string;
  readonly attribute: { readonly key: LookupKey; readonly value: string } | undefined;
  /** Milliseconds since 1970, both inclusive. */
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly max: number;
  /** The `next` of the page before, of the same query. */
  readonly after: string | undefined;
}

export interface EventPage {
  /** Newest first. */
  readonly records: readonly AuditRecord[];
  /** Absent on the last page. */
  readonly next: string | undefined;
}

/** Finds events: complete to the last answered call. */
export interface EventLookup {
  /** @returns `undefined` when `after` is not of this query */
  lookup(query: EventQuery): Promise<EventPage | undefined>;
}
