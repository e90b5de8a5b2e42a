/** Requests of AWS Query: what a form means, and which forms mean nothing. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Fault } from '../../src/base/errors.ts';
import type { ServiceModel } from '../../src/base/api-model.ts';
import { Router } from '../../src/protocol/route.ts';
import { decodeForm, definitionOf, MODEL, operationFor, rawRequest } from './sample.ts';
import { anyText, type Everything, formValue, plain } from './values.ts';

function faultOf(run: () => unknown): Fault {
  try {
    run();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

/** Name and text as they leave the server. */
function refusal(form: string): [string, string | undefined] {
  const fault = faultOf(() => {
    const operation = operationFor(form);
    try {
      operation.decode(Buffer.alloc(0));
    } catch (error) {
      throw error instanceof Fault ? operation.named(error) : error;
    }
  });
  assert.equal(fault.status, 400);
  return [fault.code, fault.text];
}

/** The form that a client writes for a value: the rules once more, and nothing else. */
function* fields(value: unknown, name: string, member = ''): Generator<[string, string]> {
  if (Buffer.isBuffer(value)) yield [name, value.toString('base64')];
  else if (Array.isArray(value)) yield* listFields(value, name, member);
  else if (typeof value === 'object' && value !== null) yield* objectFields(value as Everything, name, member);
  else yield [name, member === 'Moment' ? new Date(value as number).toISOString() : String(value)];
}

function* listFields(value: readonly unknown[], name: string, member: string): Generator<[string, string]> {
  if (value.length === 0) return yield [name, ''];
  const prefix = { Texts: `${name}.member`, Children: `${name}.member`, Items: `${name}.item` }[member];
  const flat = member === 'FlatRenamed' ? `${name.slice(0, -member.length)}Single` : name;
  for (const [index, item] of value.entries()) yield* fields(item, `${prefix ?? flat}.${index + 1}`);
}

function* objectFields(value: Everything, name: string, member: string): Generator<[string, string]> {
  const map = { Pairs: ['.entry', 'key', 'value'], FlatPairs: ['', 'Name', 'Worth'] }[member];
  for (const [index, [key, part]] of Object.entries(value).entries()) {
    if (map === undefined) {
      yield* fields(part, `${name === '' ? '' : `${name}.`}${key === 'Renamed' ? 'Other' : key}`, key);
    } else {
      const entry = `${name}${map[0]}.${index + 1}`;
      yield [`${entry}.${map[1]}`, key];
      yield* fields(part, `${entry}.${map[2]}`);
    }
  }
}

const encode = (pairs: Iterable<[string, string]>): string =>
  [...pairs].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');

describe('a form', () => {
  test('comes back as the value that it was made of, in whatever order', () => {
    const check = (value: Everything, order: readonly number[]): void => {
      const pairs = [...fields(value, '')].map((pair, index) => ({ pair, at: order[index % order.length]! }));
      const form = encode(pairs.sort((a, b) => a.at - b.at).map(({ pair }) => pair));
      assert.deepEqual(plain(decodeForm(form)), plain(value), form);
    };
    fc.assert(fc.property(formValue, fc.array(fc.nat(), { minLength: 1 }), check), { numRuns: 300 });
  });

  test('names that the model does not know are nothing to it', () => {
    assert.deepEqual(decodeForm('Text=a&text=b&Text2=c&Inner.Unknown.member.x=1&Inner.Text=d&=e&&AWSAccessKeyId=f'), {
      Text: 'a',
      Inner: { Text: 'd' },
    });
  });

  test('numbers of members put them in order; there may be gaps', () => {
    assert.deepEqual(decodeForm('Items.item.10=3&Items.item.2=2&Items.item.1=1&Items.item.999999999=4'), { Items: [1, 2, 3, 4] });
  });

  test('a plus is a blank, escapes are UTF-8, and bytes as they are too', () => {
    assert.deepEqual(decodeForm('Text=a+b%20c%2B%C3%A9\u00c3\u00a9&Te%78ts.member.1=x'), { Text: 'a b c+éé', Texts: ['x'] });
  });

  test('GET has its parameters in the query, POST in both', () => {
    const query = '/?Action=Echo&Version=2026-01-01&Text=a';
    const decode = (method: string, body: string): unknown => operationFor(body, { method, target: query, body: Buffer.from(body) }).decode(Buffer.alloc(0));
    assert.deepEqual(decode('GET', ''), { Text: 'a' });
    assert.deepEqual(decode('POST', 'Whole=1'), { Text: 'a', Whole: 1 });
    assert.deepEqual(decode('GET', 'Whole=1'), { Text: 'a' });
  });

  test('moments', () => {
    const at = (text: string): unknown => (decodeForm(`Moment=${encodeURIComponent(text)}`) as Everything)['Moment'];
    assert.equal(at('2026-03-14T15:09:26Z'), Date.UTC(2026, 2, 14, 15, 9, 26));
    assert.equal(at('2026-03-14T15:09:26.535Z'), Date.UTC(2026, 2, 14, 15, 9, 26, 535));
    assert.equal(at('2026-03-14T15:09:26+02:00'), Date.UTC(2026, 2, 14, 13, 9, 26));
  });

  test('keys of maps that are names of JavaScript', () => {
    const { Pairs, FlatPairs } = decodeForm(
      'Pairs.entry.1.key=__proto__&Pairs.entry.1.value.Text=a&FlatPairs.1.Name=constructor&FlatPairs.1.Worth=b',
    ) as Record<string, object>;
    assert.deepEqual(Object.entries(Pairs!), [['__proto__', { Text: 'a' }]]);
    assert.deepEqual(Object.entries(FlatPairs!), [['constructor', 'b']]);
  });
});

describe('refused as MalformedInput', () => {
  const STRUCTURE = 'Start of structure or map found where not expected.';
  const REPEATED = 'A parameter must not be repeated.';
  const NUMBERED = 'The members of a list or map are numbered from 1.';
  const ENTRY = 'An entry of a map needs a key and a value.';
  const TEXT = 'Unexpected text where a structure, list or map is expected.';
  const NAME = 'Unexpected name where the members of a list or map are expected.';
  const ESCAPE = 'A percent sign must be followed by two hexadecimal digits.';
  const not = (type: string) => `Unexpected text where a ${type} is expected.`;
  const CASES: readonly (readonly [string, string])[] = [
    ['Text=a&Text=a', REPEATED],
    ['Unknown=1&Unknown=2', REPEATED],
    ['Action=Echo&Version=2026-01-01&Action=Still', REPEATED],
    ['Text=%', ESCAPE],
    ['Text=%4', ESCAPE],
    ['%zz=1', ESCAPE],
    ['Text=%ff', 'The parameters must be UTF-8.'],
    ['Text=%ed%a0%80', 'The parameters must be UTF-8.'],
    [`${'a.'.repeat(64)}a=1`, 'The name of a parameter has too many parts.'],
    ['Text.member.1=a', STRUCTURE],
    ['Text=a&Text.b=a', STRUCTURE],
    ['Texts=a', TEXT],
    ['Texts.member=a', TEXT],
    ['Inner=a', TEXT],
    ['Texts.1=a', NAME],
    ['Texts.member.1=a&Texts.item.2=b', NAME],
    ['Pairs.1.key=a', NAME],
    ['Texts.member.0=a', NUMBERED],
    ['Texts.member.01=a', NUMBERED],
    ['Texts.member.-1=a', NUMBERED],
    ['Texts.member.x=a', NUMBERED],
    ['Texts.member.1234567890=a', NUMBERED],
    ['FlatTexts.x=a', NUMBERED],
    ['FlatPairs.1.Name=a', ENTRY],
    ['FlatPairs.1.Worth=a', ENTRY],
    ['FlatPairs.1.Name=a&FlatPairs.1.Worth=b&FlatPairs.2.Name=a&FlatPairs.2.Worth=c', 'A key of a map must not be repeated.'],
    ['Whole=', not('whole number')],
    ['Whole=1.0', not('whole number')],
    ['Whole=0x10', not('whole number')],
    ['Whole=2147483648', 'NUMBER_VALUE can not be converted to Integer'],
    ['Big=9007199254740993', 'NUMBER_VALUE can not be converted to Long'],
    ['Real=NaN', not('number')],
    ['Real=.', not('number')],
    ['Real=1e999', 'NUMBER_VALUE can not be converted to Number'],
    ['Flag=True', not('Boolean')],
    ['Flag=', not('Boolean')],
    ['Bytes=a', 'STRING_VALUE can not be converted to Blob'],
    ['Bytes=_-==', 'STRING_VALUE can not be converted to Blob'],
    ['Moment=1773500966', not('timestamp')],
    ['Moment=2026-02-30T00:00:00Z', not('timestamp')],
    ['Moment=2026-03-14T25:00:00Z', not('timestamp')],
    ['Moment=2026-13-14T00:00:00Z', not('timestamp')],
  ];
  for (const [form, text] of CASES) {
    test(form.slice(0, 60), () => assert.deepEqual(refusal(form), ['MalformedInput', text]));
  }

  test('whatever else a sender thinks of: a fault or a value, quickly', () => {
    const word = fc.constantFrom('Text', 'Texts', 'Inner', 'Children', 'Pairs', 'FlatPairs', 'FlatTexts', 'Items', 'member', 'entry', 'item', 'key', 'value', 'Name', 'Worth', '1', '2', '999999999', '__proto__', 'constructor', '.', '..', '=', '&', '%', '%00', '%C3%A9', '+', 'true', '1e5');
    const piece = fc.oneof({ weight: 6, arbitrary: word }, { weight: 1, arbitrary: anyText.map((text) => Buffer.from(text).toString('latin1')) });
    const form = fc.array(fc.tuple(piece, fc.constantFrom('.', '.', '=', '&', '')), { maxLength: 40 }).map((parts) => parts.flat().join(''));
    const seen = new Set<string>();
    const check = (hostile: string): void => {
      try {
        decodeForm(hostile);
        seen.add('accepted');
      } catch (error) {
        assert.ok(error instanceof Fault, `${hostile}: ${String(error)}`);
        seen.add(error.code);
      }
    };
    fc.assert(fc.property(form, check), { numRuns: 4_000 });
    assert.ok(seen.has('accepted') && seen.has('MalformedInput'), [...seen].join());
    for (const large of ['a&'.repeat(300_000), `${'.'.repeat(900_000)}=`, `Children.member.1.${'Children.member.1.'.repeat(15)}Text=a`, '%41'.repeat(300_000)]) check(large);
  });

  test('a form of a hundred thousand different names', () => {
    const form = Array.from({ length: 100_000 }, (_, index) => `Items.item.${index + 1}=1`).join('&');
    assert.equal((decodeForm(form) as { Items: number[] }).Items.length, 100_000);
  });
});

describe('the operation', () => {
  const CASES: readonly (readonly [string, string, string])[] = [
    ['Action=', 'MissingAction', 'The request must have an Action parameter.'],
    ['Version=2026-01-01&Action.x=Echo', 'MissingAction', 'The request must have an Action parameter.'],
    ['Action=Echo', 'InvalidAction', 'Could not find operation Echo for version NO_VERSION_SPECIFIED'],
    ['Action=Echo&Version=2026-01-02', 'InvalidAction', 'Could not find operation Echo for version 2026-01-02'],
    ['Action=echo&Version=2026-01-01', 'InvalidAction', 'Could not find operation echo for version 2026-01-01'],
    ['Action=constructor&Version=2026-01-01', 'InvalidAction', 'Could not find operation constructor for version 2026-01-01'],
    [`Action=${'a'.repeat(200)}&Version=`, 'InvalidAction', `Could not find operation ${'a'.repeat(128)}… for version NO_VERSION_SPECIFIED`],
  ];
  for (const [form, code, text] of CASES) {
    test(form.slice(0, 60), () => {
      const fault = faultOf(() => operationFor(form, { body: Buffer.from(form) }));
      assert.deepEqual([fault.code, fault.text, fault.status], [code, text, 400]);
    });
  }
});

describe('constraints', () => {
  const Text = { type: 'string', max: 3, pattern: '[\\p{L}\\p{N}_.:/=+\\-@]*' };
  const Everything = { ...MODEL.shapes.Everything, required: ['Whole'] };
  const model = { ...MODEL, shapes: { ...MODEL.shapes, Everything, Text, Items: { ...MODEL.shapes.Items, max: 1 } } };
  const router = new Router([definitionOf(model as unknown as ServiceModel)]);
  const decode = (form: string): unknown => {
    const request = rawRequest({ body: Buffer.from(`Action=Echo&Version=2026-01-01&${form}`) });
    const operation = router.route(request)!.operationOf(request);
    try {
      return operation.decode(Buffer.alloc(0));
    } catch (error) {
      throw operation.named(error as Fault);
    }
  };

  test('all at once, in AWS\'s words, as ValidationError', () => {
    const { code, text } = faultOf(() => decode('Texts.member.1=ok&Texts.member.2=long&Items.item.1=1&Items.item.2=2'));
    assert.equal(code, 'ValidationError');
    assert.equal(
      text,
      "3 validation errors detected: Value null at 'whole' failed to satisfy constraint: Member must not be null; " +
        "Value 'long' at 'texts.2.member' failed to satisfy constraint: Member must have length less than or equal to 3; " +
        "Value at 'items' failed to satisfy constraint: Member must have length less than or equal to 1",
    );
  });

  test('classes of Unicode in a pattern', () => {
    assert.deepEqual(decode('Whole=1&Text=%C3%A9-%D7%90'), { Whole: 1, Text: 'é-א' });
    assert.match(faultOf(() => decode('Whole=1&Text=%21')).text ?? '', /regular expression pattern: \[\\p\{L\}/);
  });
});
