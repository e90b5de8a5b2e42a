/** Field names in lower case. The spellings that AWS's clients send are looked up, not converted. */

const SENT_BY_CLIENTS = [
  'accept', 'accept-encoding', 'accept-language', 'amz-sdk-invocation-id', 'amz-sdk-request', 'authorization',
  'cache-control', 'connection', 'content-encoding', 'content-length', 'content-type', 'expect', 'forwarded', 'host',
  'keep-alive', 'origin', 'te', 'traceparent', 'transfer-encoding', 'user-agent', 'via', 'x-amz-content-sha256',
  'x-amz-date', 'x-amz-security-token', 'x-amz-target', 'x-amz-user-agent', 'x-amzn-query-mode',
  'x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto',
];

const titleCase = (name: string): string => name.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase());

interface Spelling {
  readonly sent: string;
  readonly name: string;
}

const SLOTS = 256;
/** Fixed when the module is loaded: no client can make it grow. */
const SPELLINGS = new Array<Spelling | undefined>(SLOTS).fill(undefined);
for (const name of SENT_BY_CLIENTS) {
  for (const sent of [name, titleCase(name)]) SPELLINGS[slotOf(Buffer.from(sent), 0, sent.length)] ??= { sent, name };
}

/** Chosen so that each spelling has a slot of its own: one comparison tells. One that had none would be converted. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  return ((bytes[start] as number) + 4 * (bytes[end - 2] as number) + 11 * (end - start)) & (SLOTS - 1);
}

/** The name from `start` to `end`, which must be a token already. `text` is `bytes`, one character each. */
export function fieldName(bytes: Uint8Array, text: string, start: number, end: number): string {
  const spelling = text.substring(start, end);
  const known = SPELLINGS[slotOf(bytes, start, end)];
  return known?.sent === spelling ? known.name : spelling.toLowerCase();
}
