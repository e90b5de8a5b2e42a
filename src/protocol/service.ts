/** A service as the spine sees it: the model compiled, each operation with its codec and its handler. */
import { isUtf8 } from 'node:buffer';
import type { Operation } from '../base/operation.ts';
import { BODY_BYTES_MAX } from '../base/limits.ts';
import { Decoders } from './decode.ts';
import { Encoders } from './encode.ts';
import { serializationFault, validationFault } from './faults.ts';
import type { OperationModel, ServiceModel } from './model.ts';

export interface ServiceDefinition {
  /** The signing name: `kms`. */
  readonly name: string;
  readonly model: ServiceModel;
  readonly operations: { readonly [name: string]: Operation<never, unknown, unknown> };
  /** Bytes that a request body of the operation may have. */
  bodyBytesMax?(operation: string): number;
}

/** One operation, ready to be called. */
export interface CompiledOperation {
  readonly service: string;
  readonly name: string;
  readonly handler: Operation;
  readonly bodyBytesMax: number;
  /** @throws Fault SerializationException or ValidationException */
  decode(body: Buffer): unknown;
  /** The answer's text: empty for an operation without an output shape. */
  encode(output: unknown): string;
}

/**
 * @returns the operations by `X-Amz-Target`
 * @throws Error at boot when an operation of the model has no handler, or a handler no operation
 */
export function compileService(definition: ServiceDefinition): Map<string, CompiledOperation> {
  const { model, operations } = definition;
  const orphans = Object.keys(operations).filter((name) => !model.operations[name]);
  if (orphans.length > 0) throw new Error(`${definition.name}: handlers without an operation: ${orphans.join(', ')}`);
  const decoders = new Decoders(model);
  const encoders = new Encoders(model);
  const compiled = new Map<string, CompiledOperation>();
  for (const [name, operation] of Object.entries(model.operations)) {
    const handler = operations[name] as unknown as Operation | undefined;
    if (!handler) throw new Error(`${definition.name}: no handler for ${name}`);
    compiled.set(`${model.metadata.targetPrefix}.${name}`, {
      service: definition.name,
      name,
      handler,
      bodyBytesMax: definition.bodyBytesMax?.(name) ?? BODY_BYTES_MAX,
      decode: jsonDecoder(decoders, operation),
      encode: operation.output ? encoders.of(operation.output.shape) : () => '',
    });
  }
  return compiled;
}

function jsonDecoder(decoders: Decoders, operation: OperationModel): (body: Buffer) => unknown {
  if (!operation.input) return () => ({});
  const decode = decoders.of(operation.input.shape);
  return (body) => {
    const problems: string[] = [];
    const input = decode(body.length === 0 ? {} : parseJson(body), '', problems);
    if (problems.length > 0) throw validationFault(problems);
    return input;
  };
}

/** Bytes that are no UTF-8 would all become U+FFFD: two encryption contexts that differ in them would be one. */
function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw serializationFault();
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw serializationFault();
  }
}
