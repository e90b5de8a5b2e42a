/**
 * Events of one kind are the same but for their times, ids, request parameters and what they are about: who asks, from
 * where, for what operation. What is compared are texts that most requests share, so it costs less than writing them out.
 */
import type { AuditRecord } from '../../base/audit.ts';
import type { EventMembers } from './event-text.ts';

/** What the caller is found by. */
export type Name = Pick<AuditRecord, 'username' | 'accessKeyId'>;

/** Told apart by identity. */
export interface EventKind extends Name {
  /** One of the events, without what differs or may be large. */
  readonly members: EventMembers;
}

/** All told; callers choose some of what they are made of. */
const KINDS_MAX = 1_000;
/** Of one caller. */
const KINDS_OF_ONE_MAX = 32;
/** Of the texts that a kind keeps. */
const TEXT_MAX = 8_192;

/** By identity. */
const known = new Map<string, EventKind[]>();
let count = 0;

/** `undefined` for an event that is not of an ordinary request. */
export function kindOf(members: EventMembers, name: Name): EventKind | undefined {
  if (!isOrdinary(members)) return undefined;
  const kinds = kindsOf(members.identityJson);
  const found = kinds.find((kind) => isSame(kind, members, name));
  if (found !== undefined) return found;
  // With the oldest one goes: a caller may come from many addresses.
  if (kinds.length === KINDS_OF_ONE_MAX) kinds.shift();
  else count++;
  const kind = { members: { ...members, parametersJson: '', ...about(members) }, username: name.username, accessKeyId: name.accessKeyId };
  kinds.push(kind);
  return kind;
}

/** What it is about: of events of one kind, all have it or none. */
const about = ({ additionalJson, resourcesJson }: EventMembers): Pick<EventMembers, 'additionalJson' | 'resourcesJson'> => ({
  additionalJson: additionalJson && '{}',
  resourcesJson: resourcesJson && '[]',
});

function kindsOf(identity: string): EventKind[] {
  if (count >= KINDS_MAX) {
    known.clear();
    count = 0;
  }
  let kinds = known.get(identity);
  if (kinds === undefined) known.set(identity, (kinds = []));
  return kinds;
}

/** Allowed, answered with nothing that its event shows, in one account's trail alone, and of a size that may be kept. */
function isOrdinary(event: EventMembers): boolean {
  if (event.errorCode !== undefined || event.elementsJson !== 'null' || event.sharedEventId !== undefined) return false;
  if (event.detailsJson !== undefined || event.requestId === undefined || !Number.isSafeInteger(event.time)) return false;
  return event.identityJson.length + (event.userAgent?.length ?? 0) <= TEXT_MAX;
}

/** But for the identity, by which they were found. What differs most often first. */
const isSame = ({ members: kind, username, accessKeyId }: EventKind, event: EventMembers, name: Name): boolean =>
  kind.eventName === event.eventName &&
  kind.sourceAddress === event.sourceAddress &&
  kind.userAgent === event.userAgent &&
  kind.region === event.region &&
  kind.account === event.account &&
  kind.eventSource === event.eventSource &&
  kind.readOnly === event.readOnly &&
  kind.eventType === event.eventType &&
  kind.tlsJson === event.tlsJson &&
  (kind.additionalJson === undefined) === (event.additionalJson === undefined) &&
  (kind.resourcesJson === undefined) === (event.resourcesJson === undefined) &&
  username === name.username &&
  accessKeyId === name.accessKeyId;
