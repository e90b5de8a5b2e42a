/**
 * Where a request goes, by its head alone; nothing of it is verified yet.
 *
 *     X-Amz-Target: TrentService.Encrypt       AWS JSON: a service and its operation
 *     neither target nor signature, a form     AWS Query: STS, whose federation takes requests without signatures
 *     Credential=AKID/day/region/sts/…         AWS Query: the service that the request says it was signed for
 *
 * The last only chooses a codec: the signature must then prove to be for that very service.
 */
import { Fault } from '../base/errors.ts';
import { headerOf, type RawHead, type RawRequest, type RawResponse } from '../base/http-message.ts';
import { compileJson, encodeFault } from './codecs/json.ts';
import { QueryService } from './codecs/query.ts';
import { ANY_NAMESPACE, refuseQuery } from './codecs/query-faults.ts';
import { unknownOperation } from './faults.ts';
import type { CompiledOperation, Route, ServiceDefinition } from './service.ts';

const UNSIGNED_FORMS = 'sts';

export class Router {
  /** By `X-Amz-Target`. */
  readonly #targets = new Map<string, Route & CompiledOperation>();
  /** Of AWS JSON services, by `kms:Encrypt`. */
  readonly #operations = new Map<string, CompiledOperation>();
  /** By signing name. */
  readonly #queryServices = new Map<string, QueryService>();

  /** @throws Error at boot when a service does not match its model */
  constructor(services: readonly ServiceDefinition[]) {
    for (const service of services) {
      if (service.model.metadata.protocol === 'query') this.#queryServices.set(service.name, new QueryService(service));
      else this.#add(compileJson(service));
    }
  }

  /** An operation of an AWS JSON service, for calls from within. */
  operation(service: string, name: string): CompiledOperation {
    const operation = this.#operations.get(`${service}:${name}`);
    if (!operation) throw new Error(`there is no operation ${service}:${name}`);
    return operation;
  }

  #add(operations: ReadonlyMap<string, Route & CompiledOperation>): void {
    for (const [target, operation] of operations) {
      this.#targets.set(target, operation);
      this.#operations.set(`${operation.service}:${operation.name}`, operation);
    }
  }

  /** `undefined`: nothing here takes the request; `refuseUnrouted` answers it. */
  route(head: RawHead): Route | undefined {
    const target = targetOf(head);
    if (target !== undefined) return head.method === 'POST' ? this.#targets.get(target) : undefined;
    if (head.method !== 'POST' && head.method !== 'GET') return undefined;
    const service = signedService(head) ?? (isForm(head) ? UNSIGNED_FORMS : undefined);
    return service === undefined ? undefined : this.#queryServices.get(service);
  }
}

/** What is meant for nobody here, in a form that its client can read: JSON for JSON clients, else Query's XML. */
export function refuseUnrouted(request: RawRequest): RawResponse {
  const service = signedService(request);
  const json = targetOf(request) !== undefined || contentTypeOf(request).includes('json');
  if (json || (service === undefined && !isForm(request))) return encodeFault(unknownOperation());
  const what = service !== undefined && /^[a-z0-9-]{1,64}$/.test(service) ? `the service ${service}` : 'this service';
  return refuseQuery(new Fault('InvalidAction', `Trent does not have ${what}.`), request, ANY_NAMESPACE);
}

/** Signers of presigned requests move the header into the query. */
const targetOf = (head: RawHead): string | undefined => headerOf(head, 'x-amz-target') ?? inQuery(head, 'X-Amz-Target');

/** The service is the last but one part of a credential, with SigV4 and SigV4a alike. */
function signedService(head: RawHead): string | undefined {
  const inHeader = /\bCredential=([^,\s]*)/.exec(headerOf(head, 'authorization') ?? '')?.[1];
  return (inHeader ?? inQuery(head, 'X-Amz-Credential'))?.split('/').at(-2);
}

function isForm(head: RawHead): boolean {
  if (head.method === 'GET') return inQuery(head, 'Action') !== undefined;
  return head.method === 'POST' && contentTypeOf(head).startsWith('application/x-www-form-urlencoded');
}

const contentTypeOf = (head: RawHead): string => headerOf(head, 'content-type')?.toLowerCase() ?? '';

function inQuery({ target }: RawHead, name: string): string | undefined {
  const query = target.indexOf('?');
  return query < 0 ? undefined : (new URLSearchParams(target.slice(query + 1)).get(name) ?? undefined);
}
