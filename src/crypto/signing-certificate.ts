/** A self-signed certificate for a server that nobody has given one: ECDSA P-256 with SHA-256, X.509 v3 (RFC 5280). */
import { createPublicKey, sign } from 'node:crypto';
import { parseIpAddress } from '../base/ip-address.ts';
import { bitString, der, explicit, objectIdentifier, sequence, TAG, unsignedInteger } from './der.ts';
import { sha256 } from './hash.ts';
import { generateInPool, readPrivateKey } from './key-pair.ts';
import { randomBytes } from './random.ts';

const OID = {
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
};

/** Context tags of GeneralName, RFC 5280 4.2.1.6. */
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
/** The first bit, digitalSignature; a BIT STRING begins with the number of bits that are not used. */
const DIGITAL_SIGNATURE = Buffer.from([7, 0x80]);
const TRUE = der(TAG.boolean, Buffer.from([0xff]));
/** The X.520 bound of a common name. */
const COMMON_NAME_MAX = 64;
/** RFC 5280 4.1.2.5: years up to 2049 in UTCTime, later ones in GeneralizedTime. */
const LAST_UTC_TIME_YEAR = 2049;

/**
 * @param hostnames DNS names (ASCII; a leading `*.` is allowed) and IP addresses, at least one; the first becomes the common name
 * @returns PEM: PKCS#8 private key and certificate
 * @throws RangeError for a name that cannot stand in a certificate
 */
export async function selfSignedCertificate(
  hostnames: readonly string[],
  notBeforeMs: number,
  notAfterMs: number,
): Promise<{ key: string; cert: string }> {
  const names = hostnames.map(generalName);
  const [commonName] = hostnames;
  if (commonName === undefined || !(notBeforeMs < notAfterMs)) throw new RangeError('no name, or no time of validity');
  const key = readPrivateKey(await generateInPool('ec', { namedCurve: 'prime256v1' }));
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const algorithm = sequence(objectIdentifier(OID.ecdsaWithSha256));
  const toBeSigned = sequence(
    explicit(0, unsignedInteger(Buffer.from([2]))),
    serialNumber(),
    algorithm,
    distinguishedName(commonName),
    sequence(time(notBeforeMs), time(notAfterMs)),
    distinguishedName(commonName),
    spki,
    explicit(3, extensions(names, spki)),
  );
  const certificate = sequence(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, key)));
  return { key: key.export({ format: 'pem', type: 'pkcs8' }).toString(), cert: pem(certificate) };
}

const extensions = (names: readonly Buffer[], spki: Buffer): Buffer =>
  sequence(
    extension(OID.basicConstraints, true, sequence()),
    extension(OID.keyUsage, true, der(TAG.bitString, DIGITAL_SIGNATURE)),
    extension(OID.extendedKeyUsage, false, sequence(objectIdentifier(OID.serverAuth))),
    extension(OID.subjectKeyIdentifier, false, der(TAG.octetString, sha256(spki).subarray(0, 20))),
    extension(OID.subjectAltName, false, sequence(...names)),
  );

const extension = (oid: string, critical: boolean, value: Buffer): Buffer =>
  sequence(objectIdentifier(oid), ...(critical ? [TRUE] : []), der(TAG.octetString, value));

/** RFC 5280 4.1.2.2: positive, at most 20 bytes. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] as number) & 0x7f) | 0x40;
  return unsignedInteger(bytes);
}

const distinguishedName = (commonName: string): Buffer => {
  const value = der(TAG.utf8String, Buffer.from(commonName.slice(0, COMMON_NAME_MAX)));
  return sequence(der(TAG.set, sequence(objectIdentifier(OID.commonName), value)));
};

function generalName(hostname: string): Buffer {
  const address = parseIpAddress(hostname);
  if (address) return der(IP_ADDRESS, address);
  if (!/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(hostname) || hostname.length > 253) {
    throw new RangeError(`not a host name: ${hostname}`);
  }
  return der(DNS_NAME, Buffer.from(hostname, 'latin1'));
}

/** Whole seconds, UTC. */
function time(ms: number): Buffer {
  const date = new Date(ms);
  const digits = `${date.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`;
  return date.getUTCFullYear() <= LAST_UTC_TIME_YEAR
    ? der(TAG.utcTime, Buffer.from(digits.slice(2)))
    : der(TAG.generalizedTime, Buffer.from(digits));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
