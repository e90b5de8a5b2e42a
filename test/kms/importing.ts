/** Wrapping of key material as a customer does it, with Node's OpenSSL alone. */
import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import type { AlgorithmSpec, ImportKeyMaterialRequest, KMS, WrappingKeySpec } from '@aws-sdk/client-kms';

export interface Wrapping {
  readonly algorithm: AlgorithmSpec;
  readonly keySpec: WrappingKeySpec;
}

export const OAEP: Wrapping = { algorithm: 'RSAES_OAEP_SHA_256', keySpec: 'RSA_2048' };

/** RSA-OAEP with MGF1 of the same hash; `RSA_AES_KEY_WRAP_…` puts an AES key under it, and AES-KWP (RFC 5649) around the material. */
export function wrap(algorithm: string, spki: Uint8Array, material: Uint8Array): Buffer {
  const oaepHash = algorithm.endsWith('SHA_1') ? 'sha1' : 'sha256';
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const oaep = (data: Uint8Array) => publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, data);
  if (!algorithm.startsWith('RSA_AES')) return oaep(material);
  const aesKey = randomBytes(32);
  const cipher = createCipheriv('id-aes256-wrap-pad', aesKey, Buffer.from('a65959a6', 'hex'));
  return Buffer.concat([oaep(aesKey), cipher.update(material), cipher.final()]);
}

export type Extras = Partial<Omit<ImportKeyMaterialRequest, 'KeyId' | 'ImportToken' | 'EncryptedKeyMaterial'>>;

/** A whole request, ready to be sent. */
export async function importRequest(
  kms: KMS,
  KeyId: string,
  material: Uint8Array,
  { algorithm, keySpec }: Wrapping = OAEP,
  extras: Extras = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' },
): Promise<ImportKeyMaterialRequest> {
  const parameters = { KeyId, WrappingAlgorithm: algorithm, WrappingKeySpec: keySpec };
  const { ImportToken, PublicKey } = await kms.getParametersForImport(parameters);
  return { KeyId, ImportToken, EncryptedKeyMaterial: wrap(algorithm, PublicKey!, material), ...extras };
}

/** @returns the key material id */
export async function importInto(kms: KMS, KeyId: string, material: Uint8Array, wrapping?: Wrapping, extras?: Extras): Promise<string> {
  return (await kms.importKeyMaterial(await importRequest(kms, KeyId, material, wrapping, extras))).KeyMaterialId!;
}
