/** A service as the spine sees it: what the head of a request leads to, and operations with codec and handler. */
import type { AuditRule, AuditRules } from '../base/audit.ts';
import type { Fault } from '../base/errors.ts';
import type { RawRequest, RawResponse } from '../base/http-message.ts';
import { BODY_BYTES_MAX } from '../base/limits.ts';
import type { Operation } from '../base/operation.ts';
import type { OperationModel, ServiceModel } from '../base/api-model.ts';

export interface ServiceDefinition {
  /** The signing name: `kms`. */
  readonly name: string;
  readonly model: ServiceModel;
  readonly operations: { readonly [name: string]: Operation<never, unknown, unknown> };
  /** What AWS calls a defect or an outage of the service: `InternalServerError`. Absent: KMS's name. */
  readonly internalFault?: string | undefined;
  /** What the CloudTrail record of each operation shows: a rule for each (`auditRules` makes them of a table). */
  readonly audit: AuditRules;
  /** Bytes that a request body of the operation may have. */
  bodyBytesMax?(operation: string): number;
}

/** How a protocol refuses. */
export interface Envelope {
  /** The fault by the name and with the status that it has on this wire. */
  named(fault: Fault): Fault;
  /** @param fault `named` */
  refuse(fault: Fault, request: RawRequest): RawResponse;
}

/** What the head of a request settles. Nothing of it is verified yet. */
export interface Route extends Envelope {
  /** The signing name that the signature must be for. */
  readonly service: string;
  readonly bodyBytesMax: number;
  /**
   * How far the request's date may be from now, both ways, in milliseconds; presigned requests live that long as well,
   * whatever they say. `undefined`: the common window, and presigned requests choose.
   */
  readonly clockWindowMs: number | undefined;
  /** Whether a request that nobody signed is for an operation that needs no signature. Never throws. */
  takesUnsigned?(request: RawRequest): boolean;
  /**
   * For a request whose sender is known: some protocols name the operation in the body.
   * @throws Fault when there is no such operation
   */
  operationOf(request: RawRequest): CompiledOperation;
}

/** One operation, ready to be called. */
export interface CompiledOperation extends Envelope {
  readonly service: string;
  readonly name: string;
  readonly handler: Operation;
  readonly audit: AuditRule;
  /** @throws Fault SerializationException or ValidationException, to be `named` */
  decode(body: Buffer): unknown;
  /** The output's members that the model knows, as this protocol writes them. */
  answer(output: unknown, request: RawRequest): RawResponse;
}

export interface ModelledHandler {
  readonly operation: OperationModel;
  readonly handler: Operation;
  readonly audit: AuditRule;
  readonly bodyBytesMax: number;
}

/**
 * The operations of the model with their handlers and audit rules.
 * @throws Error at boot when an operation of the model lacks one of them, or a handler or rule has no operation
 */
export function handlersOf(definition: ServiceDefinition): ModelledHandler[] {
  const { model, operations, audit: rules } = definition;
  const orphans = Object.keys({ ...operations, ...rules }).filter((name) => !model.operations[name]);
  if (orphans.length > 0) throw new Error(`${definition.name}: handlers or audit rules without an operation: ${orphans.join(', ')}`);
  return Object.values(model.operations).map((operation) => {
    const handler = operations[operation.name] as unknown as Operation | undefined;
    if (!handler) throw new Error(`${definition.name}: no handler for ${operation.name}`);
    const audit = rules[operation.name] as AuditRule | undefined;
    if (!audit) throw new Error(`${definition.name}: no audit rule for ${operation.name}`);
    return { operation, handler, audit, bodyBytesMax: definition.bodyBytesMax?.(operation.name) ?? BODY_BYTES_MAX };
  });
}
