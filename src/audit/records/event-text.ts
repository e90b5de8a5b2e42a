/** One event as JSON, members in CloudTrail's order (User Guide, "CloudTrail record contents"). */
import { recall } from '../../base/recall.ts';
import { jsonOf } from './shared.ts';
import { isoTime } from './times.ts';

const VERSION = '1.11';

/** Strings are texts; what is JSON already says so. */
export interface EventMembers {
  readonly identityJson: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly eventSource: string;
  readonly eventName: string;
  readonly region: string;
  readonly sourceAddress: string;
  readonly userAgent: string | undefined;
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
  readonly parametersJson: string;
  readonly elementsJson: string;
  readonly additionalJson?: string | undefined;
  /** Like the ids of events a UUID of the server's own: it is written as it is. */
  readonly requestId: string | undefined;
  readonly eventId: string;
  readonly readOnly: boolean;
  readonly resourcesJson: string | undefined;
  readonly eventType: 'AwsApiCall' | 'AwsServiceEvent';
  readonly account: string;
  readonly sharedEventId?: string | undefined;
  readonly detailsJson?: string | undefined;
  readonly tlsJson?: string | undefined;
}

const TEXT_LENGTH_MAX = 1_024;

const quoted = (text: string): string => JSON.stringify(text.length > TEXT_LENGTH_MAX ? text.slice(0, TEXT_LENGTH_MAX) : text);

/** Clients say the same of themselves in all of their requests. */
const userAgentMember = recall((text) => `"userAgent":${quoted(text)},`);

const textMember = (name: string, text: string | undefined): string => (text === undefined ? '' : `"${name}":${quoted(text)},`);
const jsonMember = (name: string, json: string | undefined): string => (json === undefined ? '' : `"${name}":${json},`);

/** Written piece by piece: it is on the way of every request. */
export const eventText = (event: EventMembers): string =>
  `{"eventVersion":"${VERSION}","userIdentity":${event.identityJson},"eventTime":"${isoTime(event.time)}",` +
  `"eventSource":"${event.eventSource}","eventName":"${event.eventName}","awsRegion":"${event.region}",` +
  textMember('sourceIPAddress', event.sourceAddress) +
  (event.userAgent === undefined ? '' : userAgentMember(event.userAgent)) +
  textMember('errorCode', event.errorCode) +
  textMember('errorMessage', event.errorMessage) +
  `"requestParameters":${event.parametersJson},"responseElements":${event.elementsJson},` +
  jsonMember('additionalEventData', event.additionalJson) +
  (event.requestId === undefined ? '' : `"requestID":"${event.requestId}",`) +
  `"eventID":"${event.eventId}","readOnly":${event.readOnly},` +
  jsonMember('resources', event.resourcesJson) +
  `"eventType":"${event.eventType}","managementEvent":true,"recipientAccountId":"${event.account}",` +
  textMember('sharedEventID', event.sharedEventId) +
  jsonMember('serviceEventDetails', event.detailsJson) +
  `"eventCategory":"Management"${event.tlsJson === undefined ? '' : `,"tlsDetails":${event.tlsJson}`}}`;

/** Bytes that the content of a member may have. */
const CONTENT_BYTES_MAX = 102_400;
export const ADDITIONAL_BYTES_MAX = 28_672;
/** Of UTF-8, for a unit of UTF-16. */
const BYTES_A_UNIT_MAX = 3;

/** `null` for what is empty, absent or too large. */
export function contentJson(content: object | null | undefined, bytesMax = CONTENT_BYTES_MAX): string {
  if (content === undefined || content === null) return 'null';
  const json = jsonOf(content);
  if (json === '{}') return 'null';
  const mayBeLarge = json.length * BYTES_A_UNIT_MAX > bytesMax;
  return mayBeLarge && Buffer.byteLength(json) > bytesMax ? 'null' : json;
}
