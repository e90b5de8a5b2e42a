/**
 * AWS JSON 1.1:
 *
 *     POST /                                     HTTP/1.1 200
 *     X-Amz-Target: TrentService.Encrypt         Content-Type: application/x-amz-json-1.1
 *     {"KeyId":"…","Plaintext":"…"}              {"CiphertextBlob":"…"}
 *                                                {"__type":"NotFoundException","message":"…"}     400, 500
 *
 * The head names the operation, so each operation is the route to itself.
 */
import { isUtf8 } from 'node:buffer';
import { Fault } from '../../base/errors.ts';
import type { RawResponse } from '../../base/http-message.ts';
import { parseJson } from '../../base/parse-json.ts';
import { Decoders } from '../decode.ts';
import { serializationFault, validationFault } from '../faults.ts';
import type { OperationModel, ServiceModel } from '../../base/api-model.ts';
import { type CompiledOperation, type Envelope, handlersOf, type Route, type ServiceDefinition } from '../service.ts';
import { Encoders } from './json-text.ts';

export type JsonOperation = Route & CompiledOperation;

/**
 * @returns the operations by `X-Amz-Target`
 * @throws Error at boot when an operation of the model has no handler, or a handler no operation
 */
export function compileJson(definition: ServiceDefinition): Map<string, JsonOperation> {
  const { targetPrefix } = definition.model.metadata;
  const codec = {
    decoders: new Decoders(definition.model),
    encoders: new Encoders(definition.model),
    named: internalFaultNamer(definition.internalFault),
    refuse: faultEncoder(definition.model),
  };
  const compiled = new Map<string, JsonOperation>();
  // Older clients send the whole prefix of CloudTrail's model, newer ones the name of its service shape alone.
  const prefixes = [targetPrefix!, targetPrefix!.slice(targetPrefix!.lastIndexOf('.') + 1)];
  for (const { operation, handler, audit, bodyBytesMax } of handlersOf(definition)) {
    const service = definition.name;
    const made = jsonOperation({ service, handler, audit, bodyBytesMax }, operation, codec);
    for (const prefix of prefixes) compiled.set(`${prefix}.${operation.name}`, made);
  }
  return compiled;
}

interface Codec extends Envelope {
  readonly decoders: Decoders;
  readonly encoders: Encoders;
}

type Common = Pick<CompiledOperation, 'service' | 'handler' | 'audit'> & { readonly bodyBytesMax: number };

function jsonOperation(common: Common, model: OperationModel, { decoders, encoders, named, refuse }: Codec): JsonOperation {
  const encode = model.output ? encoders.of(model.output.shape) : () => '';
  const operation: JsonOperation = {
    ...common,
    name: model.name,
    clockWindowMs: undefined,
    operationOf: () => operation,
    decode: jsonDecoder(decoders, model),
    answer: (output) => ({ status: 200, contentType: JSON_CONTENT_TYPE, body: encode(output) }),
    named,
    refuse,
  };
  return operation;
}

function jsonDecoder(decoders: Decoders, operation: OperationModel): (body: Buffer) => unknown {
  if (!operation.input) return () => ({});
  const decode = decoders.of(operation.input.shape);
  return (body) => {
    const problems: string[] = [];
    const input = decode(body.length === 0 ? {} : bodyOf(body), '', problems);
    if (problems.length > 0) throw validationFault(problems);
    return input;
  };
}

/** Bytes that are no UTF-8 would all become U+FFFD: two encryption contexts that differ in them would be one. */
function bodyOf(body: Buffer): unknown {
  if (!isUtf8(body)) throw serializationFault();
  try {
    return parseJson(body.toString('utf8'));
  } catch {
    throw serializationFault();
  }
}

/** These come from AWS's front end, which spells the member with a capital. */
const CAPITAL_MESSAGE = new Set(['AccessDeniedException', 'SerializationException']);

export const JSON_CONTENT_TYPE = 'application/x-amz-json-1.1';

/** The spine's name for defects and outages; other services have another for it. */
const SPINE_INTERNAL = 'KMSInternalException';

const internalFaultNamer =
  (name = SPINE_INTERNAL): Envelope['named'] =>
  (fault) =>
    fault.code === SPINE_INTERNAL && name !== SPINE_INTERNAL ? new Fault(name, fault.text, fault.status) : fault;

/** The model spells the text's member, where the service has the exception. */
function faultEncoder({ shapes }: ServiceModel): Envelope['refuse'] {
  const spelt = Object.entries(shapes).filter(([, { exception }]) => exception);
  const names = new Map(spelt.map(([name, { members }]) => [name, Object.keys(members ?? {}).find((member) => /^message$/i.test(member))]));
  return (fault) => encodeFault(fault, names.get(fault.code));
}

/** Without a text there is no message member at all. */
export function encodeFault(fault: Fault, member = CAPITAL_MESSAGE.has(fault.code) ? 'Message' : 'message'): RawResponse {
  const body: Record<string, string> = { __type: fault.code };
  if (fault.text !== undefined) body[member] = fault.text;
  return { status: fault.status, contentType: JSON_CONTENT_TYPE, body: JSON.stringify(body) };
}
