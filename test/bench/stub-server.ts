/** Stands in for Trent in the harness's own test: prints the ready line, and answers constants to whatever it is asked. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const ANSWERS: Readonly<Record<string, object>> = {
  CreateKey: { KeyMetadata: { KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab' } },
  Encrypt: { CiphertextBlob: Buffer.alloc(150).toString('base64'), KeyId: 'arn:aws:kms:us-east-1:000000000000:key/x' },
};

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
    const isRefused = process.argv.includes(`refuse=${operation}`);
    const body = JSON.stringify(isRefused ? { __type: 'DisabledException' } : (ANSWERS[operation] ?? { ok: true }));
    response.writeHead(isRefused ? 400 : 200, { 'content-length': body.length }).end(body);
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`export AWS_ENDPOINT_URL=http://127.0.0.1:${port} AWS_ACCESS_KEY_ID=AKIASTUB AWS_SECRET_ACCESS_KEY=stub/+secret`);
  process.stdout.write(' AWS_REGION=us-east-1\n');
});
process.on('SIGTERM', () => process.exit());
