/** Field names in lower case. The spellings that AWS's clients send are looked up, not converted. */

const SENT_BY_CLIENTS = [
  'accept', 'accept-encoding', 'accept-language', 'amz-sdk-invocation-id', 'amz-sdk-request', 'authorization',
  'cache-control', 'connection', 'content-encoding', 'content-length', 'content-type', 'expect', 'forwarded', 'host',
  'keep-alive', 'origin', 'te', 'traceparent', 'transfer-encoding', 'user-agent', 'via', 'x-amz-content-sha256',
  'x-amz-date', 'x-amz-security-token', 'x-amz-target', 'x-amz-user-agent', 'x-amzn-query-mode',
  'x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto',
];

const titleCase = (name: string): string => name.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase());

/** Fixed when the module is loaded: no client can make it grow. */
const SPELLINGS = new Map(
  SENT_BY_CLIENTS.flatMap((name) => [
    [name, name],
    [titleCase(name), name],
  ]),
);

/** `spelling` must be a token already. */
export const fieldName = (spelling: string): string => SPELLINGS.get(spelling) ?? spelling.toLowerCase();
