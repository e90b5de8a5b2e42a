/** Records of what services do by themselves, and the committing of such changes together with them. */
import { ACCOUNT_ID } from '../../base/arn.ts';
import type { AuditRecord, ServiceEvent } from '../../base/audit.ts';
import type { Clock } from '../../base/clock.ts';
import type { CommitUnit } from '../../base/unit.ts';
import { timeOrderedUuid } from '../../crypto/random.ts';
import type { Trail } from '../trail.ts';
import { ADDITIONAL_BYTES_MAX, contentJson, eventText } from './event-text.ts';
import { foundBy, resourcesJson } from './shared.ts';
import { invokedBy, userIdentity, userName } from './user-identity.ts';

const INTERNAL = 'AWS Internal';

/** For work that no request asked for. */
export const committerOf =
  (trail: Trail, clock: Clock): CommitUnit =>
  (unit) =>
    trail.commit(unit, serviceRecords(unit.events, clock.now()));

/** What is done to keys of services' own accounts is in nobody's trail. */
export const serviceRecords = (events: readonly ServiceEvent[], now: number): AuditRecord[] =>
  events.filter(({ account }) => ACCOUNT_ID.test(account)).map((event) => serviceRecord(event, now));

export function serviceRecord(event: ServiceEvent, now: number): AuditRecord {
  const { account, region, eventSource, eventName, request, resources, additionalEventData, serviceEventDetails } = event;
  const eventId = timeOrderedUuid(now);
  const requestId = request?.requestId ?? event.requestId;
  const by = request ? eventSource : INTERNAL;
  const text = eventText({
    identityJson: request ? invokedBy(userIdentity(request), eventSource) : internalIdentity(account),
    time: now,
    eventSource,
    eventName,
    region,
    sourceAddress: by,
    userAgent: by,
    parametersJson: contentJson(event.requestParameters),
    elementsJson: contentJson(event.responseElements),
    additionalJson: additionalEventData && contentJson(additionalEventData, ADDITIONAL_BYTES_MAX),
    requestId,
    eventId,
    readOnly: false,
    resourcesJson: resources && resourcesJson(resources),
    eventType: requestId === undefined ? 'AwsServiceEvent' : 'AwsApiCall',
    account,
    detailsJson: serviceEventDetails && contentJson(serviceEventDetails),
  });
  const caller = request?.caller;
  const username = caller && userName(caller);
  const accessKeyId = caller?.accessKeyId || undefined;
  const found = foundBy(resources ?? []);
  return { account, region, time: now, eventId, eventName, eventSource, readOnly: false, username, accessKeyId, resources: found, event: text };
}

const internalIdentity = (accountId: string): string => JSON.stringify({ accountId, invokedBy: INTERNAL });
