/** From what is known of a request to its records: one for the caller's account, and a copy for each owner besides. */
import { ACCOUNT_ID, globalRegionOf } from '../../base/arn.ts';
import type { AuditDetail, AuditFacts, AuditRecord, AuditResource, AuditRule, FoundBy } from '../../base/audit.ts';
import type { Fault } from '../../base/errors.ts';
import type { RequestContext } from '../../base/operation.ts';
import { randomUuid, timeOrderedUuid } from '../../crypto/random.ts';
import type { Name } from './event-kinds.ts';
import { EventRecord } from './event-record.ts';
import { ADDITIONAL_BYTES_MAX, contentJson, type EventMembers } from './event-text.ts';
import { foundBy, knownResources, resourcesJson } from './shared.ts';
import { reducedIdentity, userIdentity, userName } from './user-identity.ts';

export interface AuditedRequest {
  /** The signing name: `kms`. */
  readonly service: string;
  readonly operation: string;
  readonly rule: AuditRule;
  readonly facts: AuditFacts;
  /** Why it was refused. */
  readonly fault: Fault | undefined;
  /** When it was completed, milliseconds since 1970. */
  readonly time: number;
}

/** None where it cannot be said whose request it was. */
export function requestRecords(request: AuditedRequest): AuditRecord[] {
  const { rule, facts, fault } = request;
  const detail = rule.describe(facts);
  const home = homeOf(facts, detail);
  if (home === undefined) return [];
  const resources = visible(detail.resources, home, fault);
  const others = fault ? [] : ownersBesides(home, resources);
  const members = membersOf(request, detail, { resources, account: home });
  const [name, found] = [nameOf(facts, detail), foundIn(resources, detail.found)];
  if (others.length === 0) return [new EventRecord(members, name, found)];
  const ids = eventIds(request, resources!, [home, ...others]);
  const shared = { ...members, sharedEventId: randomUuid() };
  const copied = rule.foreignCallerReduced ? { ...shared, identityJson: reducedIdentity(facts.context.caller) } : shared;
  const copies = others.map((account) => ({ ...copied, account, eventId: ids.get(account)! }));
  const own = new EventRecord({ ...shared, eventId: ids.get(home)! }, name, found);
  return [own, ...copies.map((copy) => new EventRecord(copy, rule.foreignCallerReduced ? NAMELESS : name, found))];
}

const NAMELESS = { username: undefined, accessKeyId: undefined };

/** Each copy has its own. That of the request goes to an owner, who is told of it as the last use of its key. */
function eventIds({ facts, time }: AuditedRequest, resources: readonly AuditResource[], accounts: readonly string[]): Map<string, string> {
  const owner = accounts.find((account) => resources.some((resource) => resource.account === account));
  return new Map(accounts.map((account) => [account, account === owner ? facts.context.eventId : timeOrderedUuid(time)]));
}

/** The account in whose trail it is. Of somebody outside of AWS it is that of the role that was asked for. */
function homeOf({ context: { caller }, asks }: AuditFacts, { userIdentity: outside }: AuditDetail): string | undefined {
  const account = outside || caller.principal.type === 'anonymous' ? asks[0]?.account : caller.account;
  return account !== undefined && ACCOUNT_ID.test(account) ? account : undefined;
}

/** Who was refused learns nothing of what is another account's: an alias or ciphertext may have led there. */
function visible(resources: readonly AuditResource[] | undefined, home: string, fault: Fault | undefined): typeof resources {
  if (!fault || !resources || resources.length === 0) return resources;
  const own = resources.filter(({ account }) => account === home);
  return own.length === 0 ? undefined : own;
}

function ownersBesides(home: string, resources: readonly AuditResource[] | undefined): readonly string[] {
  if (!resources?.some(({ account }) => account !== home)) return [];
  const owners = new Set(resources.map(({ account }) => account));
  return [...owners].filter((account) => account !== home && ACCOUNT_ID.test(account));
}

interface Recipient {
  readonly account: string;
  readonly resources: readonly AuditResource[] | undefined;
}

function membersOf(request: AuditedRequest, detail: AuditDetail, { account, resources }: Recipient): EventMembers {
  const { service, operation, rule, fault, time, facts } = request;
  const { context } = facts;
  const { origin, via, caller } = context;
  const additional = fault ? undefined : detail.additionalEventData;
  return {
    identityJson: detail.userIdentity ? JSON.stringify(detail.userIdentity) : userIdentity(context),
    time,
    eventSource: `${service}.amazonaws.com`,
    eventName: operation,
    region: service === 'iam' ? globalRegionOf(caller.region) : caller.region,
    sourceAddress: via ? via.principal : plainAddress(origin.sourceAddress),
    userAgent: via ? via.principal : origin.userAgent,
    errorCode: fault && errorCode(fault),
    errorMessage: fault?.text,
    parametersJson: contentJson(detail.requestParameters),
    elementsJson: fault ? 'null' : contentJson(detail.responseElements),
    additionalJson: additional && contentJson(additional, ADDITIONAL_BYTES_MAX),
    requestId: context.requestId,
    eventId: context.eventId,
    readOnly: rule.readOnly,
    resourcesJson: resources && (knownResources(resources)?.json ?? resourcesJson(resources)),
    eventType: 'AwsApiCall',
    account,
    // The service's own account has to do with it, too: CloudTrail User Guide, "How AWS CloudTrail uses AWS KMS".
    sharedEventId: caller.principal.type === 'service' ? randomUuid() : undefined,
    tlsJson: tlsJson(context),
  };
}

function nameOf({ context: { caller } }: AuditFacts, { userIdentity: outside }: AuditDetail): Name {
  if (outside) return { username: outside.userName, accessKeyId: undefined };
  return { username: userName(caller), accessKeyId: caller.accessKeyId === '' ? undefined : caller.accessKeyId };
}

function foundIn(resources: readonly AuditResource[] | undefined, more: readonly FoundBy[] | undefined): readonly FoundBy[] {
  const found = resources ? (knownResources(resources)?.found ?? foundBy(resources)) : [];
  return more ? [...found, ...more] : found;
}

/** An IPv4 client of a socket that takes both kinds. */
const plainAddress = (address: string): string => (address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address);

/** The names of the shapes, but for denials, which are called the same in all services. */
const errorCode = ({ code }: Fault): string => (code === 'AccessDeniedException' ? 'AccessDenied' : code);

function tlsJson({ via, origin: { tls, host } }: RequestContext): string | undefined {
  if (via || !tls) return undefined;
  return JSON.stringify({ tlsVersion: tls.version, cipherSuite: tls.cipherSuite, clientProvidedHostHeader: host });
}
