/**
 * AWS Query:
 *
 *     POST /                                     GET /?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-…
 *     Action=AssumeRole&Version=2011-06-15&…
 *
 *     <AssumeRoleResponse xmlns="…">
 *       <AssumeRoleResult>…</AssumeRoleResult>   (none for an operation without an output)
 *       <ResponseMetadata><RequestId>…</RequestId></ResponseMetadata>
 *     </AssumeRoleResponse>                      (in one line)
 *
 * The head tells the service alone (route.ts); which operation it is stands among the parameters, which are not
 * read before the sender is known. Of an unsigned request they are, to see whether the operation needs a signature.
 */
import type { AuditRule } from '../../base/audit.ts';
import { MINUTE_MS } from '../../base/clock.ts';
import { Fault } from '../../base/errors.ts';
import type { RawRequest, RawResponse } from '../../base/http-message.ts';
import type { Operation } from '../../base/operation.ts';
import { type Decoder, Decoders } from '../decode.ts';
import { validationFault } from '../faults.ts';
import type { OperationModel } from '../../base/api-model.ts';
import { type CompiledOperation, handlersOf, type Route, type ServiceDefinition } from '../service.ts';
import { type Parameter, parseForm } from './form.ts';
import { type FormReader, FormReaders } from './form-values.ts';
import { type Encoder, Encoders } from './json-text.ts';
import {
  answerIn,
  ANY_NAMESPACE,
  AUTHENTICATION_FAULTS,
  nameFault,
  operationFaults,
  PLAIN_JSON,
  refuseQuery,
  wantsJson,
  type WireFaults,
  XML_CONTENT_TYPE,
} from './query-faults.ts';
import { element, type XmlWriter, XmlWriters } from './xml.ts';

/** Query services allow more than JSON ones; STS takes presigned requests for as long, whatever they say. */
const CLOCK_WINDOW_MS = 15 * MINUTE_MS;

/** An operation with its codec. What is per request is in QueryCall. */
interface QueryOperation {
  readonly service: string;
  readonly name: string;
  readonly handler: Operation;
  readonly audit: AuditRule;
  readonly input: { readonly read: FormReader; readonly decode: Decoder } | undefined;
  readonly output: { readonly tag: string; readonly xml: XmlWriter; readonly json: Encoder } | undefined;
  readonly namespace: string;
  readonly faults: WireFaults;
}

export class QueryService implements Route {
  readonly service: string;
  readonly bodyBytesMax: number;
  readonly clockWindowMs = CLOCK_WINDOW_MS;
  readonly #version: string;
  readonly #namespace: string;
  readonly #operations: ReadonlyMap<string, QueryOperation>;
  /** Names of those that need no signature. */
  readonly #unsigned: ReadonlySet<string>;

  /** @throws Error at boot when an operation of the model has no handler, or a handler no operation */
  constructor(definition: ServiceDefinition) {
    const { apiVersion, xmlNamespace } = definition.model.metadata;
    const handlers = handlersOf(definition);
    this.service = definition.name;
    this.#version = apiVersion ?? '';
    this.#namespace = xmlNamespace ?? ANY_NAMESPACE;
    this.#operations = compile(definition, handlers, this.#namespace);
    this.#unsigned = new Set(handlers.flatMap(({ operation }) => (operation.authtype === 'none' ? [operation.name] : [])));
    this.bodyBytesMax = Math.max(...handlers.map(({ bodyBytesMax }) => bodyBytesMax));
  }

  takesUnsigned(request: RawRequest): boolean {
    if (this.#unsigned.size === 0) return false;
    try {
      return this.#unsigned.has(this.operationOf(request).name);
    } catch (error) {
      // What cannot be read is for no such operation.
      if (error instanceof Fault) return false;
      throw error;
    }
  }

  /** @throws Fault MalformedInput, MissingAction or InvalidAction */
  operationOf(request: RawRequest): CompiledOperation {
    const parameters = parametersOf(request);
    const action = parameters.members.get('Action')?.value;
    if (!action) throw new Fault('MissingAction', 'The request must have an Action parameter.');
    const version = parameters.members.get('Version')?.value || 'NO_VERSION_SPECIFIED';
    const operation = version === this.#version ? this.#operations.get(action) : undefined;
    if (operation === undefined) {
      throw new Fault('InvalidAction', `Could not find operation ${shortened(action)} for version ${shortened(version)}`);
    }
    return new QueryCall(operation, parameters);
  }

  named(fault: Fault): Fault {
    return nameFault(AUTHENTICATION_FAULTS, fault);
  }

  refuse(fault: Fault, request: RawRequest): RawResponse {
    return refuseQuery(fault, request, this.#namespace);
  }
}

/** One request for an operation. */
class QueryCall implements CompiledOperation {
  readonly service: string;
  readonly name: string;
  readonly handler: Operation;
  readonly audit: AuditRule;
  readonly #operation: QueryOperation;
  readonly #parameters: Parameter;

  constructor(operation: QueryOperation, parameters: Parameter) {
    this.service = operation.service;
    this.name = operation.name;
    this.handler = operation.handler;
    this.audit = operation.audit;
    this.#operation = operation;
    this.#parameters = parameters;
  }

  /** The parameters were read to find the operation; some of them may be in the query. */
  decode(): unknown {
    const { input } = this.#operation;
    if (input === undefined) return {};
    const problems: string[] = [];
    const value = input.decode(input.read(this.#parameters), '', problems);
    if (problems.length > 0) throw validationFault(problems);
    return value;
  }

  answer(value: unknown, request: RawRequest): RawResponse {
    const { requestId } = request;
    const { name, output, namespace } = this.#operation;
    if (wantsJson(request)) {
      const result = output === undefined ? '' : `"${output.tag}":${output.json(value)},`;
      return answerIn(PLAIN_JSON, `{"${name}Response":{${result}"ResponseMetadata":{"RequestId":"${requestId}"}}}`);
    }
    const result = output === undefined ? '' : output.xml(output.tag, value);
    const metadata = element('ResponseMetadata', element('RequestId', requestId));
    return answerIn(XML_CONTENT_TYPE, element(`${name}Response`, result + metadata, namespace));
  }

  named(fault: Fault): Fault {
    return nameFault(this.#operation.faults, fault);
  }

  refuse(fault: Fault, request: RawRequest): RawResponse {
    return refuseQuery(fault, request, this.#operation.namespace);
  }
}

function compile(
  { name: service, model }: ServiceDefinition,
  handlers: ReturnType<typeof handlersOf>,
  namespace: string,
): Map<string, QueryOperation> {
  const [readers, decoders] = [new FormReaders(model), new Decoders(model)];
  const [xml, json] = [new XmlWriters(model), new Encoders(model)];
  const faults = operationFaults(model);
  const inputOf = ({ input }: OperationModel): QueryOperation['input'] =>
    input && { read: readers.of(input.shape), decode: decoders.of(input.shape) };
  const outputOf = ({ name, output }: OperationModel): QueryOperation['output'] =>
    output && { tag: output.resultWrapper ?? `${name}Result`, xml: xml.of(output.shape), json: json.of(output.shape) };
  return new Map(
    handlers.map(({ operation, handler, audit }) => {
      const { name } = operation;
      return [name, { service, name, handler, audit, input: inputOf(operation), output: outputOf(operation), namespace, faults }];
    }),
  );
}

/** Of the query and, for POST, of the body; a name in both is repeated. */
function parametersOf({ method, target, body }: RawRequest): Parameter {
  const question = target.indexOf('?');
  const query = question < 0 ? '' : target.slice(question + 1);
  return parseForm(query, method === 'POST' ? body.toString('latin1') : '');
}

const SHOWN_LENGTH_MAX = 128;

const shortened = (text: string): string =>
  text.length <= SHOWN_LENGTH_MAX ? text : `${text.slice(0, SHOWN_LENGTH_MAX)}…`;
