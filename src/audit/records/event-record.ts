/**
 * A request's record. Its text is made when somebody asks for it: of most events on a busy server, the journal writes
 * what differs from another of the same kind alone.
 */
import type { AuditRecord, FoundBy } from '../../base/audit.ts';
import { type EventKind, kindOf, type Name } from './event-kinds.ts';
import { type EventMembers, eventText } from './event-text.ts';

export class EventRecord implements AuditRecord {
  readonly members: EventMembers;
  readonly username: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly resources: readonly FoundBy[];
  /** `undefined`: it is like no other. */
  readonly kind: EventKind | undefined;

  constructor(members: EventMembers, name: Name, resources: readonly FoundBy[]) {
    this.members = members;
    this.username = name.username;
    this.accessKeyId = name.accessKeyId;
    this.resources = resources;
    this.kind = kindOf(members, name);
  }

  get account(): string {
    return this.members.account;
  }

  get region(): string {
    return this.members.region;
  }

  get time(): number {
    return this.members.time;
  }

  get eventId(): string {
    return this.members.eventId;
  }

  get eventName(): string {
    return this.members.eventName;
  }

  get eventSource(): string {
    return this.members.eventSource;
  }

  get readOnly(): boolean {
    return this.members.readOnly;
  }

  get event(): string {
    return eventText(this.members);
  }
}
