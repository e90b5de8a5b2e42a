/** The faults of the protocol itself, and what the network room could not take. Codecs write them. */
import { Fault } from '../base/errors.ts';

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
