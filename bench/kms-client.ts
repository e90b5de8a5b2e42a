/** A small client of KMS, or of another service, for preparing what is measured: not for the measured load. */
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import type { Served } from './served.ts';
import { type Service, Signer } from './signer.ts';

export interface KmsClient {
  /** @returns the parsed answer. @throws Error with the body of an answer that is not a 200 */
  call<Output>(operation: string, input: object): Promise<Output>;
  /** @returns the id of a new key */
  createKey(keySpec?: string, keyUsage?: string): Promise<string>;
  close(): void;
}

export function kmsClient(served: Pick<Served, 'url' | 'credentials'>, service?: Service): KmsClient {
  const agent = new Agent({ keepAlive: true });
  const { host } = new URL(served.url);
  const call = async <Output>(operation: string, input: object): Promise<Output> => {
    const body = JSON.stringify(input);
    const headers = new Signer(served.credentials, Date.now(), service).headers({ host, operation, body });
    const sent = request(served.url, { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } });
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    sent.once('response', resolve).once('error', reject).end(body);
    const response = await promise;
    const answer = await text(response);
    if (response.statusCode !== 200) throw new Error(`${operation}: ${response.statusCode} ${answer}`);
    return JSON.parse(answer) as Output;
  };
  return {
    call,
    async createKey(KeySpec = 'SYMMETRIC_DEFAULT', KeyUsage = 'ENCRYPT_DECRYPT') {
      const { KeyMetadata } = await call<{ KeyMetadata: { KeyId: string } }>('CreateKey', { KeySpec, KeyUsage });
      return KeyMetadata.KeyId;
    },
    close: () => agent.destroy(),
  };
}
