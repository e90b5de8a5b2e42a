/** A made-up Query service whose one operation echoes: every kind of shape, with every name that a model can change. */
import { auditRules, byName } from '../../src/audit/records/rules.ts';
import type { RawRequest } from '../../src/base/http-message.ts';
import type { ServiceModel } from '../../src/base/api-model.ts';
import { Router } from '../../src/protocol/route.ts';
import type { CompiledOperation, ServiceDefinition } from '../../src/protocol/service.ts';

const NAMESPACE = 'https://echo.example.com/doc/2026-01-01/';
const echo = { name: 'Echo', http: { method: 'POST', requestUri: '/' }, input: { shape: 'Everything' } };

export const MODEL = {
  version: '2.0',
  metadata: {
    apiVersion: '2026-01-01',
    endpointPrefix: 'echo',
    protocol: 'query',
    serviceFullName: 'Echo',
    serviceId: 'Echo',
    signatureVersion: 'v4',
    xmlNamespace: NAMESPACE,
  },
  operations: {
    Echo: { ...echo, output: { shape: 'Everything', resultWrapper: 'EchoResult' } },
    Still: { name: 'Still', http: { method: 'POST', requestUri: '/' } },
  },
  shapes: {
    Everything: {
      type: 'structure',
      members: {
        Text: { shape: 'Text' },
        Renamed: { shape: 'Text', locationName: 'Other' },
        Whole: { shape: 'Whole' },
        Big: { shape: 'Big' },
        Real: { shape: 'Real' },
        Flag: { shape: 'Flag' },
        Bytes: { shape: 'Bytes' },
        Moment: { shape: 'Moment' },
        Texts: { shape: 'Texts' },
        Items: { shape: 'Items' },
        FlatTexts: { shape: 'FlatTexts' },
        FlatRenamed: { shape: 'FlatRenamed' },
        Pairs: { shape: 'Pairs' },
        FlatPairs: { shape: 'FlatPairs' },
        Inner: { shape: 'Everything' },
        Children: { shape: 'Children' },
      },
    },
    Text: { type: 'string' },
    Whole: { type: 'integer' },
    Big: { type: 'long' },
    Real: { type: 'double' },
    Flag: { type: 'boolean' },
    Bytes: { type: 'blob' },
    Moment: { type: 'timestamp' },
    Texts: { type: 'list', member: { shape: 'Text' } },
    Items: { type: 'list', member: { shape: 'Whole', locationName: 'item' } },
    FlatTexts: { type: 'list', member: { shape: 'Text' }, flattened: true },
    FlatRenamed: { type: 'list', member: { shape: 'Text', locationName: 'Single' }, flattened: true },
    Pairs: { type: 'map', key: { shape: 'Text' }, value: { shape: 'Everything' } },
    FlatPairs: {
      type: 'map',
      key: { shape: 'Text', locationName: 'Name' },
      value: { shape: 'Text', locationName: 'Worth' },
      flattened: true,
    },
    Children: { type: 'list', member: { shape: 'Everything' } },
    GoneException: { type: 'structure', members: {}, exception: true, error: { code: 'Gone', httpStatusCode: 410 } },
  },
} as const;

const never = (): never => {
  throw new Error('no operation is run here');
};
const handler = { resolve: never, run: never };

export const definitionOf = (model: object, name = 'echo'): ServiceDefinition => ({
  name,
  model: model as ServiceModel,
  operations: Object.fromEntries(Object.keys((model as ServiceModel).operations).map((operation) => [operation, handler])),
  audit: auditRules(model as ServiceModel, {}, { everyOther: byName }),
});

export const ECHO = definitionOf(MODEL);
export const router = new Router([ECHO]);

const SCOPE = 'AKIDEXAMPLE/20260314/us-east-1/echo/aws4_request';

export const rawRequest = (fields: Partial<RawRequest> = {}): RawRequest => ({
  method: 'POST',
  target: '/',
  headers: ['authorization', `AWS4-HMAC-SHA256 Credential=${SCOPE}, SignedHeaders=host, Signature=00`],
  body: Buffer.alloc(0),
  remoteAddress: '127.0.0.1',
  secure: false,
  requestId: '00000000-0000-4000-8000-000000000000',
  ...fields,
});

/** A POST of this form to the service, for Echo unless the form says otherwise. */
export function operationFor(form: string, fields: Partial<RawRequest> = {}): CompiledOperation {
  const prefix = /(^|&)Action=/.test(form) ? '' : 'Action=Echo&Version=2026-01-01&';
  const request = rawRequest({ body: Buffer.from(prefix + form, 'latin1'), ...fields });
  return router.route(request)!.operationOf(request);
}

export const decodeForm = (form: string): unknown => operationFor(form).decode(Buffer.alloc(0));
