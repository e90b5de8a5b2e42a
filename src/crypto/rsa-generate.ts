import { generateKeyPair } from 'node:crypto';
import { availableParallelism } from 'node:os';

/** The search for primes fills a core for up to seconds: one core stays with the event loop. */
const AT_ONCE_MAX = Math.max(1, availableParallelism() - 1);
const PUBLIC_EXPONENT = 65_537;

export interface EncodedKeyPair {
  /** PKCS#8 DER. */
  readonly privateKey: Buffer;
  /** SPKI DER. */
  readonly publicKey: Buffer;
}

let running = 0;
const waiting: (() => void)[] = [];

/** A new RSA key in libuv's thread pool; requests wait for their turn in order of arrival. */
export async function generateRsa(bits: number): Promise<EncodedKeyPair> {
  if (running < AT_ONCE_MAX) running++;
  else await new Promise<void>((turn) => waiting.push(turn));
  try {
    return await generateNow(bits);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

const generateNow = (bits: number): Promise<EncodedKeyPair> =>
  new Promise((resolve, reject) => {
    const options = {
      modulusLength: bits,
      publicExponent: PUBLIC_EXPONENT,
      publicKeyEncoding: { format: 'der', type: 'spki' },
      privateKeyEncoding: { format: 'der', type: 'pkcs8' },
    } as const;
    generateKeyPair('rsa', options, (error, publicKey, privateKey) =>
      error ? reject(error) : resolve({ privateKey, publicKey }),
    );
  });
