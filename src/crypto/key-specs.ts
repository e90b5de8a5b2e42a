/**
 * Every key spec, a row each; in the order of the AWS KMS developer guide, "Key spec reference". A new one is a row
 * here, and a file beside this one if its primitive is new. No prototype: a name from a request finds a row or nothing.
 */
import type { KeySpecRow } from './contract.ts';
import { eccRow } from './ecc.ts';
import { ed25519Row } from './ed25519.ts';
import { hmacRow } from './mac-key.ts';
import { mlDsaRow } from './ml-dsa.ts';
import { mlKemRow } from './ml-kem.ts';
import { rsaRow } from './rsa.ts';
import { symmetricRow } from './symmetric-key.ts';

const rows: readonly KeySpecRow[] = [
  symmetricRow(),
  hmacRow('HMAC_224', 'sha224', 28),
  hmacRow('HMAC_256', 'sha256', 32),
  hmacRow('HMAC_384', 'sha384', 48),
  hmacRow('HMAC_512', 'sha512', 64),
  rsaRow('RSA_2048', 2048),
  rsaRow('RSA_3072', 3072),
  rsaRow('RSA_4096', 4096),
  eccRow('ECC_NIST_P256', true),
  eccRow('ECC_NIST_P384', true),
  eccRow('ECC_NIST_P521', true),
  eccRow('ECC_SECG_P256K1', false),
  ed25519Row('ECC_NIST_EDWARDS25519'),
  mlDsaRow('ML_DSA_44', 'ml-dsa-44'),
  mlDsaRow('ML_DSA_65', 'ml-dsa-65'),
  mlDsaRow('ML_DSA_87', 'ml-dsa-87'),
  mlKemRow('ML_KEM_512', 'ml-kem-512', 768),
  mlKemRow('ML_KEM_768', 'ml-kem-768', 1088),
  mlKemRow('ML_KEM_1024', 'ml-kem-1024', 1568),
];

export const KEY_SPECS: { readonly [spec: string]: KeySpecRow } = Object.freeze(
  Object.assign(Object.create(null), Object.fromEntries(rows.map((row) => [row.spec, row]))),
);
