import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { connect, createServer } from 'node:tls';
import fc from 'fast-check';
import { der, isOneSequence, objectIdentifier, sequence, unsignedInteger } from '../../src/crypto/der.ts';
import { parseIpAddress } from '../../src/base/ip-address.ts';
import { selfSignedCertificate } from '../../src/crypto/signing-certificate.ts';
import { openssl } from './support.ts';

const FROM = Date.UTC(2026, 0, 1);
const TO = Date.UTC(2060, 5, 7, 8, 9, 10);
const { key, cert } = await selfSignedCertificate(['localhost', '*.example.com', '127.0.0.1', '2001:db8::7'], FROM, TO);

test('node and openssl read the certificate, and it verifies under itself', () => {
  const x509 = new X509Certificate(cert);
  assert.ok(x509.checkPrivateKey(createPrivateKey(key)));
  assert.ok(x509.verify(x509.publicKey));
  assert.equal(x509.subjectAltName, 'DNS:localhost, DNS:*.example.com, IP Address:127.0.0.1, IP Address:2001:DB8:0:0:0:0:0:7');
  assert.equal(x509.validFromDate.getTime(), FROM);
  assert.equal(x509.validToDate.getTime(), TO);
  assert.equal(x509.ca, false);
  assert.equal(x509.checkHost('localhost'), 'localhost');
  assert.ok(x509.checkHost('kms.example.com') && x509.checkIP('127.0.0.1') && !x509.checkHost('example.org'));
  assert.match(openssl('x509 -in @cert -noout -text', { cert }).toString(), /ecdsa-with-SHA256[\s\S]*CA:FALSE[\s\S]*Digital Signature/);
  assert.match(openssl('verify -x509_strict -CAfile @cert @cert', { cert }).toString(), /: OK/);
});

test('a TLS client that trusts the certificate connects by its name', async () => {
  const server = createServer({ key, cert }, (socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', servername: 'localhost', ca: cert });
  await once(client, 'secureConnect');
  assert.ok(client.authorized);
  client.destroy();
  server.close();
});

test('names that cannot stand in a certificate, and impossible times', async () => {
  for (const name of ['', 'a b', 'exa\u0308mple', 'a\0b', '.', 'a..b', '*', 'x'.repeat(254), '1:2', '[::1]']) {
    await assert.rejects(selfSignedCertificate([name], FROM, TO), RangeError, name);
  }
  await assert.rejects(selfSignedCertificate([], FROM, TO), RangeError);
  await assert.rejects(selfSignedCertificate(['a'], TO, FROM), RangeError);
});

test('IP addresses are read as node reads them', () => {
  const bytesOf = (text: string) => parseIpAddress(text)?.toString('hex');
  assert.equal(bytesOf('192.0.2.255'), 'c00002ff');
  assert.equal(bytesOf('::'), '0'.repeat(32));
  assert.equal(bytesOf('1::'), `0001${'0'.repeat(28)}`);
  assert.equal(bytesOf('::ffff:192.0.2.1'), '00000000000000000000ffffc0000201');
  assert.equal(bytesOf('2001:db8:0:1:2:3:4:5'), '20010db8000000010002000300040005');
  const piece = fc.constantFrom(':', '::', '.', '1', '0', '256', '10', 'ffff', 'g', 'abcd', '00000');
  const pieces = fc.array(piece, { maxLength: 16 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), pieces), (text) => {
      assert.equal((parseIpAddress(text)?.length ?? 0) / 4, [0, 1, undefined, undefined, 1, undefined, 4][isIP(text)]);
    }),
    { numRuns: 2_000 },
  );
});

test('DER: what is written, and what is one sequence', () => {
  assert.equal(objectIdentifier('1.2.840.113549.1.1.1').toString('hex'), '06092a864886f70d010101');
  assert.equal(unsignedInteger(Buffer.from('0080', 'hex')).toString('hex'), '02020080');
  assert.equal(unsignedInteger(Buffer.from('00007f', 'hex')).toString('hex'), '02017f');
  assert.equal(unsignedInteger(Buffer.alloc(0)).toString('hex'), '020100');
  for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
    const bytes = sequence(der(0x04, Buffer.alloc(length)));
    assert.ok(isOneSequence(bytes), String(length));
    assert.ok(!isOneSequence(Buffer.concat([bytes, Buffer.alloc(1)])) && !isOneSequence(bytes.subarray(0, -1)));
  }
  for (const bytes of ['', '30', '3081', '308205', '310100']) assert.ok(!isOneSequence(Buffer.from(bytes, 'hex')), bytes);
});
