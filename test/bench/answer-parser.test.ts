import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { AnswerParser } from '../../bench/answer-parser.ts';

const message = (status: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Some Words\r\nServer: x\r\nCONTENT-Length:  ${body.length}\r\n\r\n`), body]);

test('answers are read back, however the bytes are cut', () => {
  const answers = fc.array(fc.tuple(fc.integer({ min: 200, max: 599 }), fc.uint8Array({ maxLength: 60 })), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(answers, fc.integer({ min: 1, max: 80 }), (sent, step) => {
      const parser = new AnswerParser();
      for (const [status, bytes] of sent) {
        const body = Buffer.from(bytes);
        const whole = message(status, body);
        let read: { status: number; body: Buffer } | undefined;
        for (let at = 0; at < whole.length; at += step) {
          assert.equal(read, undefined);
          const chunk = Buffer.from(whole.subarray(at, at + step));
          const answer = parser.push(chunk);
          if (answer !== undefined) read = { status: answer.status, body: Buffer.from(answer.body) };
          chunk.fill(0xff);
        }
        assert.deepEqual(read, { status, body });
      }
    }),
  );
});

test('an answer that is not framed by Content-Length, or goes on after its end, is an error', () => {
  assert.throws(() => new AnswerParser().push(Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')), /without Content-Length/);
  const twice = Buffer.concat([message(200, Buffer.from('{}')), Buffer.from('H')]);
  assert.throws(() => new AnswerParser().push(twice), /bytes after the answer/);
});
