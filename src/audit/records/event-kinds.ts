/**
 * Events of one kind are the same but for their times, ids and request parameters: who asks, from where, for what, about
 * which resources. What is compared are texts that most requests share, so it costs less than writing them out.
 */
import type { AuditRecord, FoundBy } from '../../base/audit.ts';
import type { EventMembers } from './event-text.ts';

/** What the caller is found by. */
export type Name = Pick<AuditRecord, 'username' | 'accessKeyId'>;

/** Told apart by identity. */
export interface EventKind extends Omit<EventMembers, 'time' | 'eventId' | 'requestId' | 'parametersJson'>, Name {
  readonly resources: readonly FoundBy[];
}

/** All told; callers choose some of what they are made of. */
const KINDS_MAX = 1_000;
/** Of one caller, about the same resources. */
const KINDS_OF_ONE_MAX = 16;
/** Of the texts that a kind keeps. */
const TEXT_MAX = 8_192;

/** By identity and resources. */
const known = new Map<string, Map<string, EventKind[]>>();
let count = 0;

/** `undefined` for an event that is not of an ordinary request. */
export function kindOf(members: EventMembers, name: Name, resources: readonly FoundBy[]): EventKind | undefined {
  if (!isOrdinary(members)) return undefined;
  const kinds = kindsOf(members.identityJson, members.resourcesJson ?? '');
  const found = kinds.find((kind) => isSame(kind, members, name) && isSameList(kind.resources, resources));
  if (found !== undefined) return found;
  // With the oldest one goes: a caller may come from many addresses.
  if (kinds.length === KINDS_OF_ONE_MAX) kinds.shift();
  else count++;
  const { time: _time, eventId: _eventId, requestId: _requestId, parametersJson: _parameters, ...same } = members;
  const kind = { ...same, ...name, resources };
  kinds.push(kind);
  return kind;
}

function kindsOf(identity: string, resources: string): EventKind[] {
  if (count >= KINDS_MAX) {
    known.clear();
    count = 0;
  }
  let byResources = known.get(identity);
  if (byResources === undefined) known.set(identity, (byResources = new Map()));
  let kinds = byResources.get(resources);
  if (kinds === undefined) byResources.set(resources, (kinds = []));
  return kinds;
}

/** Allowed, answered with nothing that its event shows, in one account's trail alone, and of a size that may be kept. */
function isOrdinary(event: EventMembers): boolean {
  if (event.errorCode !== undefined || event.elementsJson !== 'null' || event.sharedEventId !== undefined) return false;
  if (event.detailsJson !== undefined || event.requestId === undefined || !Number.isSafeInteger(event.time)) return false;
  return lengthOf(event.identityJson) + lengthOf(event.resourcesJson) + lengthOf(event.additionalJson) + lengthOf(event.userAgent) <= TEXT_MAX;
}

const lengthOf = (text: string | undefined): number => text?.length ?? 0;

/** But for what they were found by already. What differs most often first. */
const isSame = (kind: EventKind, event: EventMembers, name: Name): boolean =>
  kind.eventName === event.eventName &&
  kind.sourceAddress === event.sourceAddress &&
  kind.userAgent === event.userAgent &&
  kind.additionalJson === event.additionalJson &&
  kind.region === event.region &&
  kind.account === event.account &&
  kind.eventSource === event.eventSource &&
  kind.readOnly === event.readOnly &&
  kind.eventType === event.eventType &&
  kind.tlsJson === event.tlsJson &&
  kind.username === name.username &&
  kind.accessKeyId === name.accessKeyId;

const isSameList = (a: readonly FoundBy[], b: readonly FoundBy[]): boolean =>
  a === b || (a.length === b.length && a.every(([type, name], i) => type === b[i]![0] && name === b[i]![1]));
