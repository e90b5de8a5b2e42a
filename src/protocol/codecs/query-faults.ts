/**
 * Refusals of AWS Query services:
 *
 *     <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
 *       <Error><Type>Sender</Type><Code>AccessDenied</Code><Message>…</Message></Error>
 *       <RequestId>…</RequestId>
 *     </ErrorResponse>                                                    (in one line)
 *
 * The rest of Trent throws by the names of JSON services; most have others here, and other statuses.
 */
import { Fault } from '../../base/errors.ts';
import { type RawRequest, type RawResponse, headerOf } from '../../base/http-message.ts';
import type { ServiceModel } from '../../base/api-model.ts';
import { element, escapeText } from './xml.ts';

export const XML_CONTENT_TYPE = 'text/xml';

/** The parameters cannot be read, or not as the model wants them. No text of the request is repeated. */
export const malformedInput = (text: string): Fault => new Fault('MalformedInput', text);

/** Name and status on the wire; a text only where Query services have one of their own. */
interface WireFault {
  readonly code: string;
  readonly status: number;
  readonly text?: string;
}

export type WireFaults = ReadonlyMap<string, WireFault>;

/** What operations, authorization and the spine throw, whatever the service. */
const COMMON: readonly (readonly [string, WireFault])[] = [
  ['AccessDeniedException', { code: 'AccessDenied', status: 403 }],
  ['ThrottlingException', { code: 'Throttling', status: 400 }],
  ['ValidationException', { code: 'ValidationError', status: 400 }],
  ['SerializationException', { code: 'MalformedInput', status: 400 }],
  // The spine's name for defects and outages.
  ['KMSInternalException', { code: 'InternalFailure', status: 500 }],
];

/** Before the operation is known: whose request it is cannot be established. */
export const AUTHENTICATION_FAULTS: WireFaults = new Map([
  ...COMMON,
  [
    'MissingAuthenticationTokenException',
    { code: 'MissingAuthenticationToken', status: 403, text: 'Request is missing Authentication Token' },
  ],
  ['IncompleteSignatureException', { code: 'IncompleteSignature', status: 400 }],
  ['InvalidSignatureException', { code: 'SignatureDoesNotMatch', status: 403 }],
  ['UnrecognizedClientException', { code: 'InvalidClientTokenId', status: 403 }],
  ['ExpiredTokenException', { code: 'ExpiredToken', status: 403 }],
]);

/** Once it is: the service's own exceptions, by the names of their shapes. */
export function operationFaults({ shapes }: ServiceModel): WireFaults {
  const modelled = Object.entries(shapes).flatMap(([name, { exception, error }]) =>
    exception ? [[name, { code: error?.code ?? name, status: error?.httpStatusCode ?? 400 }] as const] : [],
  );
  return new Map<string, WireFault>([...COMMON, ...modelled]);
}

export function nameFault(faults: WireFaults, fault: Fault): Fault {
  const wire = faults.get(fault.code);
  return wire === undefined ? fault : new Fault(wire.code, wire.text ?? fault.text, wire.status);
}

/** For whom no service is known yet: AWS's namespace of faults. */
export const ANY_NAMESPACE = 'http://webservices.amazon.com/AWSFault/2005-15-09';

/** As XML, or as JSON to who asks for it. */
export function refuseQuery(fault: Fault, request: RawRequest, namespace: string): RawResponse {
  const error = {
    Type: fault.status >= 500 ? 'Receiver' : 'Sender',
    Code: fault.code,
    ...(fault.text !== undefined && { Message: fault.text }),
  };
  const { requestId } = request;
  if (wantsJson(request)) return answerIn(PLAIN_JSON, JSON.stringify({ Error: error, RequestId: requestId }), fault.status);
  const members = Object.entries(error).map(([name, text]) => element(name, escapeText(text)));
  const content = element('Error', members.join('')) + element('RequestId', requestId);
  return answerIn(XML_CONTENT_TYPE, element('ErrorResponse', content, namespace), fault.status);
}

export const PLAIN_JSON = 'application/json';

export const answerIn = (contentType: string, body: string, status = 200): RawResponse => ({ status, contentType, body });

/** Verifiers of presigned requests (EKS) ask for it. With XML in the list as well, XML is sent. */
export function wantsJson(request: RawRequest): boolean {
  const accept = headerOf(request, 'accept');
  if (accept === undefined) return false;
  const types = accept.split(',').map((type) => type.split(';', 1)[0]!.trim().toLowerCase());
  return types.includes(PLAIN_JSON) && !types.some((type) => type.endsWith('/xml'));
}
