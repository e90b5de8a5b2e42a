/** Chosen key material in a seed file: hex or base64, and PEM for private keys. Messages never repeat it. */
import { CryptoRefusal, type KeySpecRow } from '../crypto/contract.ts';
import type { SeedDocument, SeedNode } from './seed-nodes.ts';

/** RFC 7468, section 10: the label of PKCS#8. */
const PEM = /^\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----\s*$/;

/** @returns oldest first, in the form that is stored: raw bytes, or PKCS#8 DER for key pairs */
export function parseMaterials(document: SeedDocument, node: SeedNode, row: KeySpecRow): Buffer[] {
  if (!document.isList(node)) return [parseMaterial(document, node, row)];
  const nodes = document.list(node, 'material');
  if (nodes.length === 0) document.fail(node, 'material is an empty list', 'leave it out, and the material is made at random');
  if (nodes.length > 1 && row.spec !== 'SYMMETRIC_DEFAULT') document.fail(node, `a key of spec ${row.spec} has one material`);
  const materials = nodes.map((item) => parseMaterial(document, item, row));
  materials.forEach((material, index) => {
    if (materials.findIndex((other) => other.equals(material)) !== index) document.fail(nodes[index]!, 'this material is in the list already');
  });
  return materials;
}

function parseMaterial(document: SeedDocument, node: SeedNode, row: KeySpecRow): Buffer {
  if (!row.importMaterial) return document.fail(node, `the material of a key of spec ${row.spec} cannot be chosen`);
  for (const bytes of readings(document.text(node, 'material'))) {
    const material = accepted(row, bytes);
    if (material) return material;
  }
  return document.fail(node, `material is no key of spec ${row.spec}`, row.symmetric ? 'hex or base64 of the right length' : 'a PKCS#8 private key: PEM (BEGIN PRIVATE KEY), or its DER in base64 or hex');
}

/**
 * What the text can stand for, likeliest first. Hex digits are base64 too, but of another length than the key's;
 * and no base64 of a PKCS#8 structure is all hex digits, as it begins with an M.
 */
function readings(text: string): Buffer[] {
  const pem = PEM.exec(text);
  const bare = (pem ? pem[1]! : text).replaceAll(/\s/g, '');
  const hex = /^(?:[0-9a-f]{2})+$/i.test(bare) ? [Buffer.from(bare, 'hex')] : [];
  const base64 = Buffer.from(bare, 'base64');
  const isBase64 = base64.length > 0 && base64.toString('base64') === bare;
  return [...(pem ? [] : hex), ...(isBase64 ? [base64] : [])];
}

/** `undefined` when the bytes are no key of the spec. */
function accepted(row: KeySpecRow, bytes: Buffer): Buffer | undefined {
  try {
    return row.importMaterial!(bytes);
  } catch (error) {
    if (error instanceof CryptoRefusal) return undefined;
    throw error;
  }
}
