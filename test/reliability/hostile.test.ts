/** What strangers send: nothing of it takes the server away from those who use it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent } from 'node:https';
import { after, afterEach, before, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { CreateKeyCommand, DecryptCommand, EncryptCommand, GenerateRandomCommand, type KMSClient } from '@aws-sdk/client-kms';
import fc from 'fast-check';
import { boot, type Booted } from '../support/boot.ts';
import { call, head, RawConnection } from '../support/raw-connection.ts';

/** What the operation takes (services/kms/service.ts), and more than any takes. */
const OVER_ENCRYPT = 131_073;
const OVER_ALL = 1_048_577;

async function works(client: KMSClient): Promise<void> {
  const { Plaintext } = await client.send(new GenerateRandomCommand({ NumberOfBytes: 16 }));
  assert.equal(Plaintext!.length, 16);
}

/** Without signatures the bodies get as far as the parser. */
for (const auth of ['sigv4', 'off'] as const) {
  describe(`a server among strangers, signatures ${auth === 'off' ? 'not ' : ''}checked`, () => {
    let booted: Booted;
    let client: KMSClient;
    let open: RawConnection[] = [];
    before(async () => {
      booted = await boot({ auth });
      client = booted.client();
    });
    afterEach(async () => {
      for (const connection of open) connection.destroy();
      open = [];
      await works(client);
      assert.deepEqual(booted.reports, [], 'a stranger is no defect of the server');
    });
    after(() => booted.stop());

    const connection = async (): Promise<RawConnection> => {
      const made = await RawConnection.open(booted.trent.port);
      open.push(made);
      return made;
    };

    const GARBAGE: readonly (readonly [string, string | Buffer])[] = [
      ['a TLS greeting', Buffer.from('16030100c8010000c40303', 'hex')],
      ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
      ['zeros', Buffer.alloc(100_000)],
      ['a line without end', 'A'.repeat(200_000)],
      ['a head without end', `POST / HTTP/1.1\r\n${'X: y\r\n'.repeat(30_000)}`],
      ['a negative length', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n'],
      ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
      ['length and chunks', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
      ['a chunk of absurd size', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n'],
    ];
    for (const [what, bytes] of GARBAGE) {
      test(`${what}: refused, and the connection ends`, async () => {
        const stranger = await connection();
        stranger.send(bytes);
        const answer = await stranger.closed();
        assert.match(answer, /^(HTTP\/1\.1 [45]\d\d |$)/);
        assert.doesNotMatch(answer, /HTTP\/1\.1 200/);
      });
    }

    test('any bytes at all', async () => {
      const bytes = fc.oneof(fc.uint8Array({ maxLength: 2_000 }), fc.string({ maxLength: 500 }).map((text) => Buffer.from(`POST / HTTP/1.1\r\n${text}\r\n\r\n`)));
      const send = async (sent: Uint8Array): Promise<void> => {
        const stranger = await RawConnection.open(booted.trent.port);
        stranger.socket.end(sent);
        assert.doesNotMatch(await stranger.closed(), /HTTP\/1\.1 (200|5)/);
      };
      await fc.assert(fc.asyncProperty(bytes, send), { numRuns: 60 });
    });

    const BODIES: readonly (readonly [string, string])[] = [
      ['nothing', ''],
      ['no JSON', '{'],
      ['brackets in brackets', '['.repeat(100_000)],
      ['objects in objects', `${'{"KeyId":'.repeat(12_000)}1${'}'.repeat(12_000)}`],
      ['another prototype', '{"__proto__":{"KeyId":"a"},"constructor":{},"Plaintext":"YQ=="}'],
      ['bytes that are no UTF-8', '{"KeyId":"\xff\xfe"}'],
    ];
    for (const [what, body] of BODIES) {
      test(`a body of ${what}: 400`, async () => {
        const stranger = await connection();
        stranger.send(Buffer.from(head('Encrypt', Buffer.byteLength(body, 'latin1')) + body, 'latin1'));
        assert.match(await stranger.until('}'), /^HTTP\/1\.1 400 /);
      });
    }

    test('a body over the limit is refused with 413, before it is sent or as soon as it is too long', async () => {
      for (const length of [OVER_ENCRYPT, OVER_ALL, 2 ** 40]) {
        const announced = await connection();
        announced.send(head('Encrypt', length));
        assert.match(await announced.until('\r\n\r\n'), /^HTTP\/1\.1 413 /);
      }
      const chunked = await connection();
      chunked.send(head('Encrypt', 0).replace('Content-Length: 0', 'Transfer-Encoding: chunked'));
      const chunk = `4000\r\n${'a'.repeat(0x4000)}\r\n`;
      for (let sent = 0; sent <= OVER_ENCRYPT; sent += 0x4000) chunked.send(chunk);
      assert.match(await chunked.until('\r\n\r\n'), /^HTTP\/1\.1 413 /);
    });

    test('clients that send one byte after the other do not hold up the others', async () => {
      const text = call('GenerateRandom', { NumberOfBytes: 1 });
      const slow = await Promise.all(Array.from({ length: 200 }, connection));
      for (let at = 0; at < 20; at++) {
        for (const one of slow) one.send(text[at]!);
        await works(client);
      }
      assert.deepEqual(slow.map((one) => one.text), slow.map(() => ''), 'all are still waited for');
    });

    test('clients that ask and do not read do not hold up the others', async () => {
      const request = call('GenerateRandom', { NumberOfBytes: 1_024 }).repeat(200);
      for (let made = 0; made < 20; made++) {
        const deaf = await connection();
        deaf.socket.pause();
        deaf.send(request);
      }
      await works(client);
    });
  });
}

describe('over TLS, with a certificate of its own making', () => {
  let booted: Booted;
  before(async () => void (booted = await boot({ tls: 'self-signed' })));
  after(() => booted.stop());

  /** As a person would take it over, once. */
  async function certificate(): Promise<string> {
    const socket = connect({ port: booted.trent.port, host: '127.0.0.1', rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { raw } = socket.getPeerCertificate();
    socket.destroy();
    return `-----BEGIN CERTIFICATE-----\n${raw.toString('base64')}\n-----END CERTIFICATE-----\n`;
  }

  test('an SDK that trusts the certificate encrypts and decrypts', async () => {
    const client = booted.client({ requestHandler: { httpsAgent: new Agent({ ca: await certificate() }) } });
    assert.match(booted.trent.url, /^https:/);
    const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
    const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: KeyMetadata!.KeyId, Plaintext: Buffer.from('a') }));
    const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob }));
    assert.equal(Buffer.from(Plaintext!).toString(), 'a');
  });

  test('one that does not trust it says so, and one without TLS gets no answer', async () => {
    await assert.rejects(booted.client().send(new GenerateRandomCommand({ NumberOfBytes: 1 })), { code: /SELF_SIGNED|UNABLE_TO_VERIFY/ });
    const plain = await RawConnection.open(booted.trent.port);
    plain.send(call('GenerateRandom', { NumberOfBytes: 1 }));
    assert.doesNotMatch(await plain.closed(), /HTTP/);
    assert.deepEqual(booted.reports, []);
  });
});
