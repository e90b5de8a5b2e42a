/**
 * What Trent is measured against: `node:http` with a plain handler that reads the body and answers a constant. The
 * length of the constant is set over IPC before each round, to that of Trent's answer to the same request.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

let answer = '{}';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    Buffer.concat(chunks);
    response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.1', 'Content-Length': answer.length });
    response.end(answer);
  });
});

process.on('message', ({ bodyBytes }: { bodyBytes: number }) => {
  answer = 'x'.repeat(bodyBytes);
  process.send?.({ bodyBytes });
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
