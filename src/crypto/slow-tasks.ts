/**
 * The work of slow-worker.ts, a scheme a row: what takes long and what Node offers no call for in its thread pool.
 * Keys come as key objects, which pass between threads by reference: no key bytes in messages.
 */
import { constants, privateEncrypt, type KeyObject } from 'node:crypto';
import { ed25519ph } from '@noble/curves/ed25519.js';
import { ml_dsa44, ml_dsa65, ml_dsa87, type DSA } from '@noble/post-quantum/ml-dsa.js';
import { curveOf } from './curves.ts';
import { signDigest, verifyDigest } from './ecdsa-digest.ts';

export type Scheme = 'rsa' | 'ecdsa' | 'ed25519ph' | 'mlDsaMu';

export interface SignTask {
  readonly scheme: Scheme;
  /** The key spec. */
  readonly spec: string;
  /** Private to sign, public to verify. */
  readonly key: KeyObject;
  readonly message: Uint8Array;
}

export interface VerifyTask extends SignTask {
  readonly signature: Uint8Array;
}

interface Signer {
  sign(task: SignTask): Uint8Array;
  verify?(task: VerifyTask): boolean;
}

/** noble's, for the one thing that Node cannot do: to start from µ. */
const ML_DSA: { readonly [spec: string]: DSA } = { ML_DSA_44: ml_dsa44, ML_DSA_65: ml_dsa65, ML_DSA_87: ml_dsa87 };

function mlDsaOf(spec: string): DSA {
  const found = Object.hasOwn(ML_DSA, spec) ? ML_DSA[spec] : undefined;
  if (!found) throw new TypeError(`no ML-DSA key spec: ${spec}`);
  return found;
}

const raw = (key: KeyObject, format: 'raw-private' | 'raw-public' | 'raw-seed'): Buffer => key.export({ format });

const SIGNERS: { readonly [S in Scheme]: Signer } = {
  /** RSASP1 (RFC 8017 5.2.1) on a message that is encoded already; OpenSSL blinds it. */
  rsa: {
    sign: ({ key, message }) => privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, message),
  },
  /** The message is a digest. */
  ecdsa: {
    sign: ({ spec, key, message }) => signDigest(curveOf(spec), key, message),
    verify: ({ spec, key, message, signature }) => verifyDigest(curveOf(spec), key, message, signature),
  },
  /** RFC 8032 5.1: the message is hashed with SHA-512 here. `zip215: false` is the verification of FIPS 186-5 7.8.2. */
  ed25519ph: {
    sign: ({ key, message }) => ed25519ph.sign(message, raw(key, 'raw-private')),
    verify: ({ key, message, signature }) => ed25519ph.verify(signature, message, raw(key, 'raw-public'), { zip215: false }),
  },
  /** FIPS 204 6.2 and 6.3, entered at µ. Without `extraEntropy` noble draws its own: hedged. */
  mlDsaMu: {
    sign({ spec, key, message }) {
      const noble = mlDsaOf(spec);
      const seed = raw(key, 'raw-seed');
      const { secretKey } = noble.keygen(seed);
      const signature = noble.internal.sign(message, secretKey, { externalMu: true });
      seed.fill(0);
      secretKey.fill(0);
      return signature;
    },
    verify: ({ spec, key, message, signature }) =>
      mlDsaOf(spec).internal.verify(signature, message, raw(key, 'raw-public'), { externalMu: true }),
  },
};

export function runTask(task: SignTask | VerifyTask): Uint8Array | boolean {
  const signer = SIGNERS[task.scheme];
  if (!('signature' in task)) return signer.sign(task);
  if (!signer.verify) throw new TypeError('a scheme that is verified elsewhere');
  return signer.verify(task);
}
