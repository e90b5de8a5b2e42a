/**
 * How key material travels to ImportKeyMaterial (AWS KMS developer guide, "Import key material step 2"):
 *
 *   RSAES_OAEP_SHA_x        RSA-OAEP(material): MGF1 with the same hash, empty label
 *   RSA_AES_KEY_WRAP_SHA_x  RSA-OAEP(AES key, 32 bytes; as long as the modulus) ‖ AES-KWP(material), RFC 5649
 *
 * RSAES_PKCS1_V1_5 is in AWS's enumeration and refused since October 2023.
 */
import { createPrivateKey } from 'node:crypto';
import { CryptoRefusal, type ImportWrapping, type KeySpecRow } from './contract.ts';
import { KEY_SPECS } from './key-specs.ts';
import { keyUnwrap } from './key-wrap.ts';
import { oaepDecrypt } from './rsa.ts';
import { generateRsa } from './rsa-generate.ts';

const MODULUS_BITS: { readonly [spec: string]: number } = Object.assign(Object.create(null), {
  RSA_2048: 2048,
  RSA_3072: 3072,
  RSA_4096: 4096,
});

/** The OAEP inside, and whether it carries an AES key or the material itself. */
const ALGORITHMS: { readonly [name: string]: { readonly oaep: string; readonly aes: boolean } } = Object.assign(
  Object.create(null),
  {
    RSAES_OAEP_SHA_1: { oaep: 'RSAES_OAEP_SHA_1', aes: false },
    RSAES_OAEP_SHA_256: { oaep: 'RSAES_OAEP_SHA_256', aes: false },
    RSA_AES_KEY_WRAP_SHA_1: { oaep: 'RSAES_OAEP_SHA_1', aes: true },
    RSA_AES_KEY_WRAP_SHA_256: { oaep: 'RSAES_OAEP_SHA_256', aes: true },
  },
);

const AES_KEY_BYTES = 32;

async function generateWrappingKey(wrappingKeySpec: string): Promise<{ privateKey: Buffer; publicKey: Buffer }> {
  const bits = MODULUS_BITS[wrappingKeySpec];
  if (bits === undefined) throw new TypeError(`no wrapping key spec: ${wrappingKeySpec}`);
  return generateRsa(bits);
}

function allows(spec: string, wrappingAlgorithm: string, wrappingKeySpec: string): boolean {
  const row = KEY_SPECS[spec];
  const algorithm = ALGORITHMS[wrappingAlgorithm];
  if (!row?.importable || !algorithm || MODULUS_BITS[wrappingKeySpec] === undefined) return false;
  return algorithm.aes ? !row.symmetric : fitsOaep(row, wrappingKeySpec);
}

/** RSA keys are far too long for OAEP, and a P-521 key for OAEP with a 2048-bit modulus. */
function fitsOaep(row: KeySpecRow, wrappingKeySpec: string): boolean {
  const isRsa = row.usages.ENCRYPT_DECRYPT !== undefined && !row.symmetric;
  return !isRsa && !(row.spec === 'ECC_NIST_P521' && wrappingKeySpec === 'RSA_2048');
}

async function unwrap(wrappingAlgorithm: string, privateKey: Buffer, encrypted: Buffer): Promise<Buffer> {
  const algorithm = ALGORITHMS[wrappingAlgorithm];
  if (!algorithm) throw new TypeError(`no wrapping algorithm: ${wrappingAlgorithm}`);
  const key = createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' });
  if (!algorithm.aes) return oaepDecrypt(key, algorithm.oaep, encrypted);
  const modulusBytes = (key.asymmetricKeyDetails?.modulusLength as number) / 8;
  const aesKey = await oaepDecrypt(key, algorithm.oaep, encrypted.subarray(0, modulusBytes));
  const material = aesKey.length === AES_KEY_BYTES ? keyUnwrap(aesKey, encrypted.subarray(modulusBytes)) : undefined;
  aesKey.fill(0);
  if (material === undefined) throw new CryptoRefusal('Ciphertext');
  return material;
}

export const importWrapping: ImportWrapping = { generateWrappingKey, allows, unwrap };
