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

/** These come from AWS's front end, which spells the member with a capital. */
const CAPITAL_MESSAGE = new Set(['AccessDeniedException', 'SerializationException']);

export const JSON_CONTENT_TYPE = 'application/x-amz-json-1.1';

/** AWS JSON 1.1: `{"__type":"Name","message":"…"}`; without a text there is no message member at all. */
export function encodeFault(fault: Fault): RawResponse {
  const body: Record<string, string> = { __type: fault.code };
  if (fault.text !== undefined) body[CAPITAL_MESSAGE.has(fault.code) ? 'Message' : 'message'] = fault.text;
  return { status: fault.status, contentType: JSON_CONTENT_TYPE, body: JSON.stringify(body) };
}
