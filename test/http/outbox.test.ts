import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox } from '../../src/http/outbox.ts';

function witness(): { log: string[]; socket: (name: string) => { write(text: string): boolean; end(text: string): void } } {
  const log: string[] = [];
  const socket = (name: string) => ({
    write: (text: string) => log.push(`${name} ${text}`) > 0,
    end: (text: string) => void log.push(`${name} ends ${text}`),
  });
  return { log, socket };
}

test('answers wait for the end of the turn, and leave in their order', async () => {
  const { log, socket } = witness();
  const outbox = new Outbox();
  const a = outbox.sinkFor(socket('a'));
  const b = outbox.sinkFor(socket('b'));
  a.write('1', 'latin1');
  b.write('2', 'utf8');
  a.end('3', 'latin1');
  assert.deepEqual(log, []);
  await new Promise(setImmediate);
  assert.deepEqual(log, ['a 1', 'b 2', 'a ends 3']);
});

test('a flush sends all at once, and nothing twice', async () => {
  const { log, socket } = witness();
  const outbox = new Outbox();
  outbox.sinkFor(socket('a')).write('1', 'latin1');
  outbox.flush();
  assert.deepEqual(log, ['a 1']);
  outbox.sinkFor(socket('a')).write('2', 'latin1');
  await new Promise(setImmediate);
  assert.deepEqual(log, ['a 1', 'a 2']);
});
