/** Requests to STS, signed by AWS's own signer; sent as they are, and read back as text. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AccountCredentials } from '../../src/config.ts';
import type { Booted } from '../support/boot.ts';

export const VERSION = '2011-06-15';
export const XMLNS = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';
const MINUTE_MS = 60_000;

export interface Sent {
  readonly method?: 'GET' | 'POST';
  readonly parameters?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly credentials?: Pick<AccountCredentials, 'accessKeyId' | 'secretAccessKey'>;
  readonly service?: string;
  readonly region?: string;
  /** How long ago it was signed. */
  readonly ageMinutes?: number;
  /** Presigned: the X-Amz-Expires that it gets. */
  readonly expiresIn?: number;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

export const CALLER_IDENTITY = { Action: 'GetCallerIdentity', Version: VERSION };

const encode = (parameters: Record<string, string>): string => new URLSearchParams(parameters).toString();

/** @returns target, headers and body, as they have to be sent */
async function sign({ trent, credentials }: Booted, sent: Sent) {
  const { method = 'POST', parameters = CALLER_IDENTITY, service = 'sts', region = 'us-east-1' } = sent;
  const signer = new SignatureV4({ service, region, credentials: sent.credentials ?? credentials, sha256: Sha256 });
  const { host, hostname, port } = new URL(trent.url);
  const form: Record<string, string> = method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } : {};
  const request = {
    method,
    protocol: 'http:',
    hostname,
    port: Number(port),
    path: '/',
    query: method === 'GET' ? parameters : {},
    headers: { host, ...form, ...sent.headers },
    body: method === 'POST' ? encode(parameters) : '',
  };
  const signingDate = new Date(Date.now() - (sent.ageMinutes ?? 0) * MINUTE_MS);
  const { expiresIn } = sent;
  const unhoistableHeaders = new Set(Object.keys(sent.headers ?? {}));
  return expiresIn === undefined
    ? signer.sign(request, { signingDate })
    : signer.presign(request, { signingDate, expiresIn, unhoistableHeaders });
}

export async function send(booted: Booted, sent: Sent = {}): Promise<Answer> {
  const signed = await sign(booted, sent);
  const query = encode(signed.query as Record<string, string>);
  const { host: _, ...headers } = signed.headers;
  const body = signed.method === 'POST' ? (signed.body as string) : null;
  const response = await fetch(`${booted.trent.url}/${query && `?${query}`}`, { method: signed.method, headers, body });
  return { status: response.status, contentType: response.headers.get('content-type'), text: await response.text() };
}

/** The text between the tags of the first element of that name. */
export const inside = (tag: string, xml: string): string | undefined => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1];

/** Status, code and message of a refusal; fails when the envelope is not that of STS. */
export function refusalIn({ status, contentType, text }: Answer): [number, string | undefined, string | undefined] {
  const wrapped = text.startsWith(`<ErrorResponse ${XMLNS}><Error><Type>`) && text.endsWith('</RequestId></ErrorResponse>');
  if (!wrapped || contentType !== 'text/xml') throw new Error(`not a refusal of STS: ${status} ${contentType} ${text}`);
  return [status, inside('Code', text), inside('Message', text)];
}
