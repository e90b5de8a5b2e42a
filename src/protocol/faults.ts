/** The faults of the protocol itself, and how a fault looks on the wire. */
import { Fault } from '../base/errors.ts';
import type { RawResponse } from '../base/http-message.ts';

export const unknownOperation = (): Fault => new Fault('UnknownOperationException');

/** All constraint violations of one request, as AWS joins them. */
export function validationFault(problems: readonly string[]): Fault {
  const noun = problems.length === 1 ? 'error' : 'errors';
  return new Fault('ValidationException', `${problems.length} validation ${noun} detected: ${problems.join('; ')}`);
}

/** The body is not JSON, or a value has another JSON type than its shape. The value is never repeated. */
export function serializationFault(value?: unknown, wanted?: string): Fault {
  if (wanted === undefined) return new Fault('SerializationException');
  return new Fault('SerializationException', `${kindOf(value)} can not be converted to ${wanted}`);
}

function kindOf(value: unknown): string {
  if (value === null) return 'NULL_VALUE';
  if (Array.isArray(value)) return 'START_ARRAY';
  if (typeof value === 'object') return 'START_OBJECT';
  return `${(typeof value).toUpperCase()}_VALUE`;
}

/** What the network room could not take, as AWS's front end names it. */
const FRONT_END: { readonly [problem: string]: Fault } = {
  Malformed: new Fault('MalformedHttpRequestException', undefined, 400),
  HeadTooLarge: new Fault('RequestHeaderFieldsTooLarge', undefined, 431),
  BodyTooLarge: new Fault('RequestEntityTooLargeException', undefined, 413),
  Timeout: new Fault('RequestTimeoutException', undefined, 408),
  Unsupported: new Fault('NotImplementedException', undefined, 501),
};

export const frontEndFault = (problem: string): Fault => FRONT_END[problem] ?? new Fault('InternalFailure', undefined, 500);

/** These come from AWS's front end, which spells the member with a capital. */
const CAPITAL_MESSAGE = new Set(['AccessDeniedException', 'SerializationException']);

export const JSON_CONTENT_TYPE = 'application/x-amz-json-1.1';

/** AWS JSON 1.1: `{"__type":"Name","message":"…"}`; without a text there is no message member at all. */
export function encodeFault(fault: Fault): RawResponse {
  const body: Record<string, string> = { __type: fault.code };
  if (fault.text !== undefined) body[CAPITAL_MESSAGE.has(fault.code) ? 'Message' : 'message'] = fault.text;
  return { status: fault.status, contentType: JSON_CONTENT_TYPE, body: JSON.stringify(body) };
}
