/** Three signers that have nothing in common with the code under test: of AWS's SDKs, and of others. */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { RawRequest } from '../../src/base/http-message.ts';
import type { Credential } from '../../src/authn/contract.ts';
import { HOST, PERMANENT, rawHeaders, rawRequest, REGION, SERVICE, SIGNED_AT, STAMP } from './requests.ts';

export interface Plain {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface Signer {
  readonly name: string;
  /** Signs in a header, or in the query, at SIGNED_AT. */
  sign(plain: Plain, credential: Credential, form: 'header' | 'query'): Promise<RawRequest>;
}

export const ENCRYPT: Plain = {
  method: 'POST',
  path: '/',
  query: {},
  headers: {
    Host: HOST,
    'Content-Type': 'application/x-amz-json-1.1',
    'X-Amz-Target': 'TrentService.Encrypt',
    'User-Agent': 'aws-sdk-js/3.1164.0  os/linux',
  },
  body: '{"KeyId":"alias/orders","Plaintext":"aGVsbG8="}',
};

/** All that a query has to be encoded for. */
export const CALLER_IDENTITY: Plain = {
  method: 'GET',
  path: '/',
  query: { Action: 'GetCallerIdentity', Version: '2011-06-15', odd: "a b+c/d=é~!*'()%", empty: '' },
  headers: { Host: HOST },
  body: '',
};

const queryString = (query: Record<string, string>): string =>
  Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');

const targetOf = (path: string, query: Record<string, string>): string => {
  const text = queryString(query);
  return text === '' ? path : `${path}?${text}`;
};

const smithy: Signer = {
  name: '@smithy/signature-v4',
  async sign(plain, credential, form) {
    const signer = new SignatureV4({ service: SERVICE, region: REGION, credentials: credential, sha256: Sha256 });
    const request = { ...plain, protocol: 'https:', hostname: HOST };
    const signingDate = new Date(SIGNED_AT);
    const signed =
      form === 'header'
        ? await signer.sign(request, { signingDate })
        : await signer.presign(request, { signingDate, expiresIn: 60 });
    const target = targetOf(signed.path, (signed.query ?? {}) as Record<string, string>);
    return rawRequest({ method: plain.method, target, headers: rawHeaders(signed.headers), body: Buffer.from(plain.body) });
  },
};

interface Aws4 {
  sign(request: object, credentials: object): { path: string; headers: Record<string, string | number> };
}
const aws4Module = createRequire(import.meta.url)('aws4') as Aws4;

const aws4: Signer = {
  name: 'aws4',
  async sign(plain, credential, form) {
    const signQuery = form === 'query';
    const dates: Record<string, string> = signQuery ? { 'X-Amz-Date': STAMP, 'X-Amz-Expires': '60' } : {};
    const signed = aws4Module.sign(
      {
        ...plain,
        path: targetOf(plain.path, { ...plain.query, ...dates }),
        headers: signQuery ? plain.headers : { ...plain.headers, 'X-Amz-Date': STAMP },
        service: SERVICE,
        region: REGION,
        signQuery,
      },
      credential,
    );
    const headers = Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name, String(value)]));
    return rawRequest({ method: plain.method, target: signed.path, headers: rawHeaders(headers), body: Buffer.from(plain.body) });
  },
};

/** A presigned GET of aws4's, with the X-Amz-Expires that is asked for, right or wrong, or with none. */
export function presignFor(expires: string | undefined): RawRequest {
  const query = { 'X-Amz-Date': STAMP, ...(expires === undefined ? {} : { 'X-Amz-Expires': expires }) };
  const job = { method: 'GET', path: targetOf('/', query), headers: { Host: HOST }, service: SERVICE, region: REGION, signQuery: true };
  return rawRequest({ method: 'GET', target: aws4Module.sign(job, PERMANENT).path, headers: ['host', HOST] });
}

const BOTOCORE = `
import datetime, json, sys
import botocore.auth as auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
job = json.load(sys.stdin)
moment = datetime.datetime.strptime(job['stamp'], '%Y%m%dT%H%M%SZ')
if hasattr(auth, 'get_current_datetime'):
    auth.get_current_datetime = lambda *a, **k: moment
else:
    class Frozen(datetime.datetime):
        @classmethod
        def utcnow(cls): return moment
    auth.datetime.datetime = Frozen
c = job['credential']
creds = Credentials(c['accessKeyId'], c['secretAccessKey'], c.get('sessionToken'))
kind = auth.SigV4Auth if job['form'] == 'header' else auth.SigV4QueryAuth
extra = {} if job['form'] == 'header' else {'expires': 60}
request = AWSRequest(method=job['method'], url=job['url'], headers=job['headers'], data=job['body'].encode())
signer = kind(creds, job['service'], job['region'], **extra)
if job['form'] == 'query':
    # The signer for queries expects fields of a form in the body, and would move them: sign the bytes as they are.
    data, request.data = request.data, None
    modify = signer._modify_request_before_signing
    def keep_body(r):
        modify(r); r.data = data
    signer._modify_request_before_signing = keep_body
signer.add_auth(request)
split = auth.urlsplit(request.url)
print(json.dumps({'target': split.path + ('?' + split.query if split.query else ''), 'headers': list(request.headers.items())}))
`;

const botocore: Signer = {
  name: 'botocore',
  async sign(plain, credential, form) {
    const job = { ...plain, credential, form, stamp: STAMP, service: SERVICE, region: REGION, url: `https://${HOST}${targetOf(plain.path, plain.query).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}` };
    const output = execFileSync('python3', ['-c', BOTOCORE], { input: JSON.stringify(job), encoding: 'utf8' });
    const { target, headers } = JSON.parse(output) as { target: string; headers: [string, string][] };
    return rawRequest({ method: plain.method, target, headers: rawHeaders(Object.fromEntries(headers)), body: Buffer.from(plain.body) });
  },
};

/** Why botocore cannot be asked, or `undefined` when it can. */
export function botocoreMissing(): string | undefined {
  try {
    execFileSync('python3', ['-c', 'import botocore.auth'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'python3 with botocore is not installed';
  }
}

export const NODE_SIGNERS: readonly Signer[] = [smithy, aws4];
export { botocore };
