/**
 * AWS Signature Version 4 over a request of AWS JSON (IAM User Guide, "Create a signed AWS API request"), as short as the load
 * generator needs it: POST to `/`, no query string. Written apart from the server's own verifier, so that the two
 * cannot share a mistake.
 */
import { createHash, createHmac, randomUUID } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

export interface KmsCall {
  /** `localhost:8736`. */
  readonly host: string;
  /** `Encrypt`. */
  readonly operation: string;
  /** JSON. */
  readonly body: string;
}

/** What `X-Amz-Target` begins with, by signing name. */
const TARGETS = { kms: 'TrentService', secretsmanager: 'secretsmanager', ssm: 'AmazonSSM' } as const;
export type Service = keyof typeof TARGETS;

const SIGNED = 'amz-sdk-invocation-id;content-type;host;x-amz-date;x-amz-target';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** `20150830T123600Z`. */
const amzDate = (atMs: number): string => new Date(atMs).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Signs for one instant; the derived key is kept for all calls of that day. */
export class Signer {
  readonly #credentials: Credentials;
  readonly #date: string;
  readonly #scope: string;
  readonly #key: Buffer;
  readonly #service: Service;

  /** @param atMs the time of signing, milliseconds since 1970: servers accept it for five minutes either way */
  constructor(credentials: Credentials, atMs: number, service: Service = 'kms') {
    this.#service = service;
    this.#credentials = credentials;
    this.#date = amzDate(atMs);
    const day = this.#date.slice(0, 8);
    this.#scope = `${day}/${credentials.region}/${service}/aws4_request`;
    const parts = [day, credentials.region, service, 'aws4_request'];
    this.#key = parts.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${credentials.secretAccessKey}`));
  }

  /** The headers of one call, all but Content-Length. The invocation id makes equal calls distinct, as the SDKs do. */
  headers(call: KmsCall): Record<string, string> {
    const signed: Record<string, string> = {
      'amz-sdk-invocation-id': randomUUID(),
      'content-type': 'application/x-amz-json-1.1',
      host: call.host,
      'x-amz-date': this.#date,
      'x-amz-target': `${TARGETS[this.#service]}.${call.operation}`,
    };
    const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`).join('');
    const canonical = `POST\n/\n\n${lines}\n${SIGNED}\n${sha256(call.body)}`;
    const toSign = `AWS4-HMAC-SHA256\n${this.#date}\n${this.#scope}\n${sha256(canonical)}`;
    const signature = hmac(this.#key, toSign).toString('hex');
    const credential = `${this.#credentials.accessKeyId}/${this.#scope}`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${SIGNED}, Signature=${signature}`;
    return { ...signed, authorization };
  }

  /** A whole HTTP/1.1 message, ready for the wire. */
  message(call: KmsCall): Buffer {
    const head = Object.entries(this.headers(call)).map(([name, value]) => `${name}: ${value}\r\n`).join('');
    return Buffer.from(`POST / HTTP/1.1\r\n${head}content-length: ${Buffer.byteLength(call.body)}\r\n\r\n${call.body}`);
  }
}
