/** The wire: headers and bodies of answers, and how a request that is none is refused. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Answer, assertRefused, type Emulator, newKey, NO_KEY, keyArn, startEmulator } from './support.ts';

const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const CONTENT_TYPE = 'application/x-amz-json-1.1';

describe('AWS JSON 1.1', () => {
  let emulator: Emulator;
  let KeyId: string;
  before(async () => {
    emulator = await startEmulator();
    KeyId = (await newKey(emulator.kms)).id;
  });
  after(() => emulator.stop());

  const assertHeaders = ({ headers }: Answer, what: string) => {
    assert.match(headers.get('x-amzn-requestid') ?? '', REQUEST_ID, what);
    assert.equal(headers.get('content-type'), CONTENT_TYPE, what);
  };

  test('a request id and the content type on every answer, each id once', async () => {
    const answers = [
      await emulator.post('ListKeys', {}),
      await emulator.post('EnableKey', { KeyId }),
      await emulator.post('EnableKey', { KeyId: NO_KEY }),
      await emulator.post('EnableKey', '{'),
      await emulator.post('NoSuchOperation', {}),
    ];
    for (const answer of answers) assertHeaders(answer, answer.text);
    assert.equal(new Set(answers.map(({ headers }) => headers.get('x-amzn-requestid'))).size, answers.length);
  });

  test('operations without an output shape: no body at all', async () => {
    const { id } = await newKey(emulator.kms);
    const Policy = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}}';
    for (const [operation, input] of [
      ['CreateAlias', { AliasName: 'alias/x', TargetKeyId: id }],
      ['UpdateAlias', { AliasName: 'alias/x', TargetKeyId: id }],
      ['DeleteAlias', { AliasName: 'alias/x' }],
      ['DisableKey', { KeyId: id }],
      ['EnableKey', { KeyId: id }],
      ['EnableKeyRotation', { KeyId: id }],
      ['DisableKeyRotation', { KeyId: id }],
      ['PutKeyPolicy', { KeyId: id, Policy }],
      ['TagResource', { KeyId: id, Tags: [] }],
      ['UntagResource', { KeyId: id, TagKeys: [] }],
      ['UpdateKeyDescription', { KeyId: id, Description: '' }],
    ] as const) {
      const { status, text } = await emulator.post(operation, input);
      assert.deepEqual([status, text], [200, ''], operation);
    }
  });

  test('timestamps are epoch seconds, blobs base64', async () => {
    await emulator.advance(1_234);
    const { body } = await emulator.post('CreateKey', {});
    assert.equal((body['KeyMetadata'] as Record<string, unknown>)['CreationDate'], (await emulator.now()) / 1_000);
    const random = (await emulator.post('GenerateRandom', { NumberOfBytes: 5 })).body['Plaintext'];
    assert.match(String(random), /^[A-Za-z0-9+/]{7}=$/);
  });

  test('error bodies, byte for byte', async () => {
    const { id: mac } = await newKey(emulator.kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const { id: signer } = await newKey(emulator.kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const message = { Message: 'AAAA' };
    for (const [operation, input, text] of [
      ['Decrypt', { CiphertextBlob: 'AAAA' }, '{"__type":"InvalidCiphertextException"}'],
      ['VerifyMac', { KeyId: mac, ...message, Mac: 'AAAA', MacAlgorithm: 'HMAC_SHA_256' }, '{"__type":"KMSInvalidMacException"}'],
      ['Verify', { KeyId: signer, ...message, Signature: 'AAAA', SigningAlgorithm: 'ECDSA_SHA_256' }, '{"__type":"KMSInvalidSignatureException"}'],
      ['DescribeKey', { KeyId: NO_KEY }, `{"__type":"NotFoundException","message":"Key '${keyArn(NO_KEY)}' does not exist"}`],
      ['GenerateRandom', {}, '{"__type":"ValidationException","message":"NumberOfBytes is required."}'],
      ['DescribeKey', { KeyId: 'a "b" \\' }, `{"__type":"NotFoundException","message":"Invalid keyId 'a \\"b\\" \\\\'"}`],
    ] as const) {
      const answer = await emulator.post(operation, input);
      assert.deepEqual([answer.status, answer.text], [400, text]);
    }
  });

  test('AccessDeniedException spells its member Message, the others message', async () => {
    const denied = await emulator.post('DescribeKey', { KeyId: keyArn(NO_KEY, 'us-east-1', '999988887777') });
    assert.deepEqual(Object.keys(denied.body), ['__type', 'Message']);
    const missing = await emulator.post('DescribeKey', { KeyId: NO_KEY });
    assert.deepEqual(Object.keys(missing.body), ['__type', 'message']);
  });

  test('targets that are none', async () => {
    const headers = { 'content-type': CONTENT_TYPE };
    const send = (target: string | undefined, method = 'POST') =>
      fetch(emulator.trent.url, {
        method,
        headers: target === undefined ? headers : { ...headers, 'x-amz-target': target },
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
    for (const target of ['TrentService.Nothing', 'TrentService.', 'TrentService.listKeys', 'TrentService.ListKeys ListKeys', 'trentservice.ListKeys', 'Other.ListKeys', 'TrentService.constructor', '', undefined]) {
      const response = await send(target);
      assert.deepEqual([response.status, await response.text()], [400, '{"__type":"UnknownOperationException"}'], String(target));
    }
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const response = await send('TrentService.ListKeys', method);
      assert.deepEqual([response.status, await response.text()], [400, '{"__type":"UnknownOperationException"}'], method);
    }
  });

  test('bodies that are no JSON object', async () => {
    for (const body of ['{', 'null', '[]', '"x"', '1', '{}}', "{'KeyId':1}", '\ufeff{}', 'KeyId=1']) {
      const answer = await emulator.post('ListKeys', body);
      assert.equal(answer.status, 400);
      assert.equal(answer.body['__type'], 'SerializationException', body);
    }
    assert.equal((await emulator.post('ListKeys', '')).status, 200, 'an empty body is an empty object');
    assert.equal((await emulator.post('ListKeys', ' {\n} ')).status, 200);
  });

  test('bodies that are no UTF-8', async () => {
    const input = `{"KeyId":"${KeyId}","Plaintext":"AAAA","EncryptionContext":{"a":"`;
    for (const byte of [0x80, 0xc0, 0xff]) {
      const body = Buffer.concat([Buffer.from(input), Buffer.of(byte), Buffer.from('"}}')]);
      const answer = await fetch(emulator.trent.url, { method: 'POST', headers: { 'x-amz-target': 'TrentService.Encrypt' }, body });
      assert.deepEqual([answer.status, await answer.text()], [400, '{"__type":"SerializationException"}']);
    }
  });

  test('values of another JSON type', async () => {
    for (const [operation, body] of [
      ['DescribeKey', { KeyId: 1 }],
      ['DescribeKey', { KeyId: ['x'] }],
      ['DescribeKey', { KeyId: {} }],
      ['ListKeys', { Limit: '1' }],
      ['ListKeys', { Limit: 1.5 }],
      ['ListKeys', { Limit: 3_000_000_000 }],
      ['CreateKey', { MultiRegion: 'true' }],
      ['CreateKey', { MultiRegion: 1 }],
      ['CreateKey', { Tags: {} }],
      ['CreateKey', { Tags: ['x'] }],
      ['CreateKey', { Tags: [null] }],
      ['Encrypt', { KeyId, Plaintext: 5 }],
      ['Encrypt', { KeyId, Plaintext: 'AAAA', EncryptionContext: [] }],
      ['ImportKeyMaterial', { KeyId, ImportToken: 'AAAA', EncryptedKeyMaterial: 'AAAA', ValidTo: '2026-01-01' }],
    ] as const) {
      assertRefused(await emulator.post(operation, body), 'SerializationException', / can not be converted to /);
    }
  });

  test('blobs that are no base64; none of them is repeated', async () => {
    for (const Plaintext of ['A', 'AA', 'AAA', 'AAAA=', '=AAA', 'AA=A', '====', 'A===', 'AAA\n', 'AAAAA', 'AA A', 'A-_A', 'AAA\u00e9', 'secret!!']) {
      const answer = await emulator.post('Encrypt', { KeyId, Plaintext });
      assertRefused(answer, 'SerializationException', 'STRING_VALUE can not be converted to Blob');
    }
    for (const Plaintext of ['AA==', 'AAA=', 'AAAA', '+/+/']) {
      assert.equal((await emulator.post('Encrypt', { KeyId, Plaintext })).status, 200);
    }
  });

  test('all constraint violations in one text', async () => {
    const { body } = await emulator.post('GenerateDataKey', { KeyId: '', NumberOfBytes: 0, KeySpec: 'AES-256', GrantTokens: [''] });
    const violations = String(body['message']).replace('4 validation errors detected: ', '').split('; ');
    assert.deepEqual(violations.sort(), [
      "Value '' at 'grantTokens.1.member' failed to satisfy constraint: Member must have length greater than or equal to 1",
      "Value '' at 'keyId' failed to satisfy constraint: Member must have length greater than or equal to 1",
      "Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1",
      "Value 'AES-256' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: [AES_256, AES_128]",
    ]);
    assert.equal(body['__type'], 'ValidationException');
    const missing = await emulator.post('Sign', {});
    assertRefused(missing, 'ValidationException', /^3 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null; /);
    assertRefused(await emulator.post('DescribeKey', { KeyId: null }), 'ValidationException', "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null");
  });

  test('an answer does not outgrow a request made of mistakes', async () => {
    const body = `{"Tags":[${'{},'.repeat(300_000)}{}]}`;
    const { text } = await emulator.post('CreateKey', body);
    assert.match(text, /"100 validation errors detected: Value null at 'tags\.1\.member\.tagKey' /);
    assert.ok(text.length < 20_000, `${text.length} characters`);
  });

  test('secrets are not repeated', async () => {
    const Message = Buffer.alloc(4_097, 'secret').toString('base64');
    const answer = await emulator.post('GenerateMac', { KeyId, Message, MacAlgorithm: 'HMAC_SHA_256' });
    assertRefused(answer, 'ValidationException', "1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length less than or equal to 4096");
  });

  test('unknown members are ignored, null is as absent', async () => {
    const answer = await emulator.post('ListKeys', `{"Other":{"a":[1]},"__proto__":{"Limit":0},"constructor":1,"Limit":1,"Marker":null}`);
    assert.equal(answer.status, 200);
    assert.equal((answer.body['Keys'] as unknown[]).length, 1);
  });

  test('text of all of Unicode comes back as it went', async () => {
    for (const Description of ['\u0001\u007f\u2028', '\ud83d\ude00', '"\\/\b\f\n\r\t']) {
      const { body } = await emulator.post('CreateKey', { Description });
      assert.equal((body['KeyMetadata'] as Record<string, unknown>)['Description'], Description);
    }
  });
});
