/** Answers and refusals of AWS Query, byte for byte. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { escapeText } from '../../src/protocol/codecs/xml.ts';
import { Fault } from '../../src/base/errors.ts';
import { operationFor, rawRequest, router } from './sample.ts';

const ID = '00000000-0000-4000-8000-000000000000';
const XMLNS = 'xmlns="https://echo.example.com/doc/2026-01-01/"';
const METADATA = `<ResponseMetadata><RequestId>${ID}</RequestId></ResponseMetadata>`;
const VALUE = {
  Text: 'a<b>&"c"',
  Renamed: 'r',
  Moment: Date.UTC(2026, 2, 14, 15, 9, 26),
  Texts: [],
  Items: [1, 2],
  FlatTexts: ['x', 'y'],
  FlatRenamed: ['z'],
  Pairs: { k: { Flag: true } },
  FlatPairs: { n: 'w' },
  Bytes: Buffer.from('?>?>'),
  Secret: 'not in the model',
};

const accepting = (accept: string) => rawRequest({ headers: [...rawRequest().headers, 'accept', accept] });

describe('an answer', () => {
  test('as XML', () => {
    const { status, contentType, body } = operationFor('').answer(VALUE, rawRequest());
    assert.deepEqual([status, contentType], [200, 'text/xml']);
    assert.equal(
      body,
      `<EchoResponse ${XMLNS}><EchoResult><Text>a&lt;b&gt;&amp;&quot;c&quot;</Text><Other>r</Other>` +
        '<Bytes>Pz4/Pg==</Bytes><Moment>2026-03-14T15:09:26Z</Moment><Texts></Texts>' +
        '<Items><item>1</item><item>2</item></Items><FlatTexts>x</FlatTexts><FlatTexts>y</FlatTexts><Single>z</Single>' +
        '<Pairs><entry><key>k</key><value><Flag>true</Flag></value></entry></Pairs>' +
        `<FlatPairs><Name>n</Name><Worth>w</Worth></FlatPairs></EchoResult>${METADATA}</EchoResponse>`,
    );
  });

  test('as JSON, to who asks for it and for no XML', () => {
    const value = { Text: 'a', Moment: 1_500 };
    const expected = { EchoResponse: { EchoResult: { Text: 'a', Moment: 1.5 }, ResponseMetadata: { RequestId: ID } } };
    for (const accept of ['application/json', 'Application/JSON; q=1, */*']) {
      const { contentType, body } = operationFor('').answer(value, accepting(accept));
      assert.deepEqual([contentType, JSON.parse(body)], ['application/json', expected], accept);
    }
    for (const accept of ['*/*', 'application/xml, application/json', 'text/xml', 'application/jsonx']) {
      assert.equal(operationFor('').answer(value, accepting(accept)).contentType, 'text/xml', accept);
    }
  });

  test('without a result', () => {
    const still = operationFor('Action=Still&Version=2026-01-01');
    assert.deepEqual(still.decode(Buffer.alloc(0)), {});
    assert.equal(still.answer(undefined, rawRequest()).body, `<StillResponse ${XMLNS}>${METADATA}</StillResponse>`);
    const json = still.answer(undefined, accepting('application/json')).body;
    assert.deepEqual(JSON.parse(json), { StillResponse: { ResponseMetadata: { RequestId: ID } } });
  });
});

describe('text in XML', () => {
  test('what XML cannot hold becomes U+FFFD', () => {
    assert.equal(escapeText('\0\t\n\r\u001f\u007f\ud800x\udc00\ufffe\uffff\u{1f600}'), '\ufffd\t\n&#xD;\ufffd\u007f\ufffdx\ufffd\ufffd\ufffd\u{1f600}');
  });

  test('no text ends its element, or leaves the characters of XML 1.0', () => {
    const unit = fc.oneof(fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), fc.constantFrom('<', '>', '&', '"', ']]>', '</Text>', '&#x0;', '\ud83d', '\ude00'));
    const check = (text: string): void => {
      const escaped = escapeText(text);
      assert.match(escaped, /^(?:[\t\n\x20-\ud7ff\ue000-\ufffd]|[\ud800-\udbff][\udc00-\udfff])*$/);
      assert.doesNotMatch(escaped, /[<>"]|&(?!(?:amp|lt|gt|quot|#xD);)/);
    };
    fc.assert(fc.property(fc.array(unit, { maxLength: 30 }).map((parts) => parts.join('')), check), { numRuns: 2_000 });
  });
});

describe('a refusal', () => {
  const route = router.route(rawRequest())!;
  const xml = (type: string, code: string, message: string): string =>
    `<ErrorResponse ${XMLNS}><Error><Type>${type}</Type><Code>${code}</Code>${message}</Error><RequestId>${ID}</RequestId></ErrorResponse>`;

  const BEFORE: readonly (readonly [string, string, number, string?])[] = [
    ['MissingAuthenticationTokenException', 'MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    ['IncompleteSignatureException', 'IncompleteSignature', 400],
    ['InvalidSignatureException', 'SignatureDoesNotMatch', 403],
    ['UnrecognizedClientException', 'InvalidClientTokenId', 403],
    ['ExpiredTokenException', 'ExpiredToken', 403],
    ['InvalidAction', 'InvalidAction', 400],
  ];
  for (const [thrown, code, status, text = 'a & b'] of BEFORE) {
    test(`${thrown} before the operation is known`, () => {
      const answer = route.refuse(route.named(new Fault(thrown, 'a & b')), rawRequest());
      const body = xml('Sender', code, `<Message>${text.replace('&', '&amp;')}</Message>`);
      assert.deepEqual(answer, { status, contentType: 'text/xml', body });
    });
  }

  const AFTER: readonly (readonly [string, string, number])[] = [
    ['AccessDeniedException', 'AccessDenied', 403],
    ['ValidationException', 'ValidationError', 400],
    ['SerializationException', 'MalformedInput', 400],
    ['ThrottlingException', 'Throttling', 400],
    ['GoneException', 'Gone', 410],
    // A service may have an exception of that name, which is not the one of the signature.
    ['ExpiredTokenException', 'ExpiredTokenException', 400],
    ['UnsupportedOperation', 'UnsupportedOperation', 400],
  ];
  for (const [thrown, code, status] of AFTER) {
    test(`${thrown} of an operation`, () => {
      const operation = operationFor('');
      const fault = operation.named(new Fault(thrown, 'text'));
      assert.deepEqual([fault.code, fault.status], [code, status]);
      assert.equal(operation.refuse(fault, rawRequest()).body, xml('Sender', code, '<Message>text</Message>'));
    });
  }

  test('a defect: the receiver is to blame, and nothing is told', () => {
    const internal = new Fault('KMSInternalException', undefined, 500);
    for (const envelope of [route, operationFor('')]) {
      const answer = envelope.refuse(envelope.named(internal), rawRequest());
      assert.deepEqual(answer, { status: 500, contentType: 'text/xml', body: xml('Receiver', 'InternalFailure', '') });
    }
  });

  test('as JSON', () => {
    const { contentType, body, status } = route.refuse(new Fault('AccessDenied', 'no', 403), accepting('application/json'));
    const expected = { Error: { Type: 'Sender', Code: 'AccessDenied', Message: 'no' }, RequestId: ID };
    assert.deepEqual([status, contentType, JSON.parse(body)], [403, 'application/json', expected]);
  });
});
