/** Where statements stand, and which condition keys policies mention: of texts as people write them, and of any others. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compilePolicy } from '../../src/authz/compile-policy.ts';
import { contextKeysOf } from '../../src/authz/context-keys.ts';
import { statementPositions } from '../../src/authz/statement-positions.ts';
import type { TextPosition } from '../../src/base/simulation.ts';

const short = (text: string): readonly string[] =>
  statementPositions(text).map(({ start, end }) => `${start.Line}:${start.Column}-${end.Line}:${end.Column}`);

describe('statementPositions', () => {
  const SHOWN: readonly (readonly [string, string, readonly string[]])[] = [
    ['a statement alone', '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}', ['1:38-1:167']],
    ['a list over lines', '{\n    "Version": "2012-10-17",\n    "Statement": [\n        {\n            "Sid": "VisualEditor0",\n            "Effect": "Allow",\n            "Action": "codecommit:ListRepositories",\n            "Resource": "*"\n        }\n    ]\n}', ['3:19-9:10']],
    ['two, the second from the end of the first', '{"Statement":[{"Effect":"Allow"},{"Effect":"Deny"}]}', ['1:15-1:33', '1:33-1:51']],
    ['other members around', '{"Id":"Statement","Statement":[{"a":["{",{"b":"}"}]}],"Version":"x"}', ['1:32-1:53']],
    ['quotes, brackets and backslashes in texts', '{"Statement":{"Sid":"\\"}]{\\\\"}}', ['1:15-1:31']],
    ['a member written with escapes', '{"\\u0053tatement":[{}]}', ['1:20-1:22']],
    ['lines that end in other ways', '{\r\n"Statement":[\r{}\n,{}]}', ['2:14-3:3', '3:3-4:4']],
  ];
  for (const [what, text, expected] of SHOWN) test(what, () => assert.deepEqual(short(text), expected));

  test('what lies between start and end is the statement, whatever the text', () => {
    const statement = fc.record({ Sid: fc.string(), Effect: fc.constantFrom('Allow', 'Deny'), Action: fc.array(fc.string(), { maxLength: 3 }), Condition: fc.dictionary(fc.string(), fc.dictionary(fc.string(), fc.string())) });
    const documents = fc.tuple(fc.oneof(statement, fc.array(statement, { minLength: 1, maxLength: 4 })), fc.dictionary(fc.constantFrom('Version', 'Id'), fc.string()), fc.constantFrom(undefined, 1, '\t', ' \n'));
    fc.assert(
      fc.property(documents, ([Statement, others, space]) => {
        const text = JSON.stringify({ ...others, Statement }, undefined, space);
        const lines = text.split('\n');
        const offset = ({ Line, Column }: TextPosition): number => lines.slice(0, Line - 1).join('\n').length + (Line > 1 ? 1 : 0) + Column - 1;
        const alone = Array.isArray(Statement) ? '' : '{';
        const cut = statementPositions(text).map(({ start, end }) => alone + text.slice(offset(start), offset(end)).replace(/^\s*,/, ''));
        assert.deepEqual(cut.map((part) => JSON.parse(part) as unknown), JSON.parse(JSON.stringify([Statement].flat())));
      }),
    );
  });

  test('takes time by the length of the text', () => {
    const text = JSON.stringify({ Statement: Array.from({ length: 20_000 }, () => ({})) }, undefined, '\n');
    assert.equal(statementPositions(text).length, 20_000);
    assert.equal(statementPositions(`{"Statement":{"Sid":"${'\\\\'.repeat(500_000)}"}}`).length, 1);
  });
});

describe('contextKeysOf', () => {
  const policy = (statement: object, Version?: string): string => {
    const text = JSON.stringify({ Version, Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', ...statement }] });
    compilePolicy(text, 'identity');
    return text;
  };
  const CASES: readonly (readonly [string, string, readonly string[]])[] = [
    ['none', policy({}), []],
    ['of conditions, in their order, each once', policy({ Condition: { StringEquals: { 'aws:B': 'x', 'aws:a': 'y' }, Null: { 'AWS:b': true } } }), ['aws:B', 'aws:a']],
    ['variables of resources and values', policy({ Resource: 'arn:aws:s3:::${aws:username}/*', Condition: { StringLike: { 's3:prefix': ['${aws:userid}/*', '${*}'] } } }, '2012-10-17'), ['aws:username', 's3:prefix', 'aws:userid']],
    ['${…} is text in old policies', policy({ Resource: 'arn:aws:s3:::${aws:username}/*' }, '2008-10-17'), []],
  ];
  for (const [what, text, keys] of CASES) test(what, () => assert.deepEqual(contextKeysOf(text), keys));
});
