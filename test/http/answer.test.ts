import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ManualClock } from '../../src/base/clock.ts';
import { AnswerWriter } from '../../src/http/answer.ts';
import { JSON_TYPE, NOON, parseAnswers } from './harness.ts';

class Sink {
  readonly writes: Buffer[] = [];
  ended = false;

  write(text: string, encoding: 'latin1' | 'utf8'): boolean {
    this.writes.push(Buffer.from(text, encoding));
    return true;
  }

  end(text: string, encoding: 'latin1' | 'utf8'): void {
    this.write(text, encoding);
    this.ended = true;
  }

  get text(): string {
    return Buffer.concat(this.writes).toString('utf8');
  }
}

const OPEN = { close: false, headOnly: false };

test('an answer is one write, with id, type, length and date', () => {
  const sink = new Sink();
  new AnswerWriter(new ManualClock(NOON)).send(sink, { status: 400, contentType: JSON_TYPE, body: '{}' }, 'id-1', OPEN);
  assert.equal(sink.writes.length, 1);
  assert.equal(
    sink.text,
    'HTTP/1.1 400 Bad Request\r\nx-amzn-RequestId: id-1\r\nContent-Type: application/x-amz-json-1.1\r\n' +
      'Content-Length: 2\r\nDate: Fri, 02 Jan 2026 12:00:00 GMT\r\n\r\n{}',
  );
});

test('the last answer says so and shuts the sending side', () => {
  const sink = new Sink();
  const writer = new AnswerWriter(new ManualClock(NOON));
  writer.send(sink, { status: 413, contentType: '', body: '' }, 'id', { close: true, headOnly: false });
  assert.equal(sink.ended, true);
  const [answer] = parseAnswers(sink.text);
  assert.equal(answer?.headers['Connection'], 'close');
  assert.equal(answer?.headers['Content-Length'], '0');
  assert.equal('Content-Type' in (answer?.headers ?? {}), false);
});

test('the date follows the clock, second by second', () => {
  const clock = new ManualClock(NOON);
  const writer = new AnswerWriter(clock);
  const dateAfter = (milliseconds: number): string | undefined => {
    clock.advance(milliseconds);
    const sink = new Sink();
    writer.send(sink, { status: 200, contentType: '', body: '' }, 'id', OPEN);
    return parseAnswers(sink.text)[0]?.headers['Date'];
  };
  assert.equal(dateAfter(999), 'Fri, 02 Jan 2026 12:00:00 GMT');
  assert.equal(dateAfter(1), 'Fri, 02 Jan 2026 12:00:01 GMT');
  assert.equal(dateAfter(86_400_000), 'Sat, 03 Jan 2026 12:00:01 GMT');
});

test('the length is that of the octets, for any text', () => {
  const writer = new AnswerWriter(new ManualClock(NOON));
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom('é', '\ud800', '€x', '𝒳'));
  fc.assert(
    fc.property(text, (body) => {
      const sink = new Sink();
      writer.send(sink, { status: 200, contentType: JSON_TYPE, body }, 'id', OPEN);
      const all = sink.writes[0] as Buffer;
      const start = all.indexOf('\r\n\r\n') + 4;
      const length = /Content-Length: (\d+)/.exec(all.toString('latin1', 0, start))?.[1];
      assert.equal(Number(length), all.length - start);
      assert.deepEqual(all.subarray(start), Buffer.from(body, 'utf8'));
    }),
  );
});

test('what would not be an answer is thrown back before anything is sent', () => {
  const writer = new AnswerWriter(new ManualClock(NOON));
  for (const [status, contentType] of [[99, ''], [100, ''], [204, ''], [304, ''], [600, ''], [Number.NaN, ''], [200, 'a\r\nX: y'], [200, 'ä']] as const) {
    const sink = new Sink();
    assert.throws(() => writer.send(sink, { status, contentType, body: '' }, 'id', OPEN), TypeError);
    assert.equal(sink.writes.length, 0);
  }
});
