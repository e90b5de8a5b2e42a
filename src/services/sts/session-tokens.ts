/**
 * A session token is the server's own memory, handed to the client: all there is to know of a session, sealed under
 * STS's AWS owned key for its access key id, so that nothing need be stored. In base64:
 *
 *     sealed: version 1 byte ‖ length 2 bytes ‖ JSON, deflated ‖ zeros up to the size that was asked for
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Principal, PrincipalType, Session } from '../../base/caller.ts';
import type { SealedOwner, Sealer } from '../../base/integrated-service.ts';
import type { PolicyText } from '../../base/operation.ts';

/** Makes a text into a policy; the same object for the same text, since what is compiled hangs on it. */
export type TextOf = (name: string, text: string) => PolicyText;

const VERSION = 1;
const HEADER_BYTES = 3;
/** Characters. What is packed into a token (session-policies.ts) is bounded so that none grows longer. */
export const TOKEN_LENGTH_MAX = 6_144;
/** 50 tags of 128 and 256 characters, and the rest. */
const INFLATED_BYTES_MAX = 131_072;

export interface TokenContent {
  readonly secretAccessKey: string;
  readonly principal: Principal;
  readonly session: Session;
}

/** The names are short because each token carries them. */
interface Compact {
  readonly k: string;
  readonly p: readonly [type: PrincipalType, account: string, arn: string, id: string, originArn: string, originId: string];
  readonly b: Session['by'];
  readonly i: number;
  readonly e: number;
  readonly y?: string | undefined;
  readonly m: readonly string[];
  readonly g: readonly (readonly [key: string, value: string])[];
  readonly x: readonly string[];
  readonly s?: string | undefined;
  readonly f?: string | undefined;
}

const ownerOf = (accessKeyId: string): SealedOwner => ({ purpose: 'session-token', names: [accessKeyId] });

/** @param minimumLength characters that the token has at least */
export function sealToken(sealer: Sealer, accessKeyId: string, content: TokenContent, minimumLength = 0): string {
  const deflated = deflateRawSync(JSON.stringify(compact(content)));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(VERSION, 0);
  header.writeUInt16BE(deflated.length, 1);
  const plaintext = Buffer.concat([header, deflated]);
  const sealed = sealer.seal(ownerOf(accessKeyId), plaintext);
  const missing = Math.ceil(minimumLength / 4) * 3 - sealed.length;
  if (missing <= 0) return sealed.toString('base64');
  return sealer.seal(ownerOf(accessKeyId), Buffer.concat([plaintext, Buffer.alloc(missing)])).toString('base64');
}

/** `undefined` for everything that was not sealed here for this access key id. */
export function openToken(
  sealer: Sealer,
  accessKeyId: string,
  token: string,
  textOf: TextOf,
): TokenContent | undefined {
  if (token.length > TOKEN_LENGTH_MAX) return undefined;
  const sealed = Buffer.from(token, 'base64');
  if (sealed.toString('base64') !== token) return undefined;
  try {
    const plaintext = sealer.open(ownerOf(accessKeyId), sealed);
    if (plaintext.readUInt8(0) !== VERSION) return undefined;
    const deflated = plaintext.subarray(HEADER_BYTES, HEADER_BYTES + plaintext.readUInt16BE(1));
    const json = inflateRawSync(deflated, { maxOutputLength: INFLATED_BYTES_MAX }).toString();
    return expand(JSON.parse(json) as Compact, textOf);
  } catch {
    return undefined;
  }
}

function compact({ secretAccessKey, principal, session }: TokenContent): Compact {
  const { type, account, arn, principalId, origin } = principal;
  return {
    k: secretAccessKey,
    p: [type, account, arn, principalId, origin.arn, origin.id],
    b: session.by,
    i: session.issuedAt,
    e: session.expiresAt,
    y: session.policy?.text,
    m: session.policyArns,
    g: session.tags.map(({ key, value }) => [key, value]),
    x: session.transitiveTagKeys,
    s: session.sourceIdentity,
    f: session.provider,
  };
}

function expand({ k, p, b, i, e, y, m, g, x, s, f }: Compact, textOf: TextOf): TokenContent {
  const [type, account, arn, principalId, originArn, originId] = p;
  return {
    secretAccessKey: k,
    principal: { type, account, arn, principalId, origin: { arn: originArn, id: originId } },
    session: {
      by: b,
      issuedAt: i,
      expiresAt: e,
      policy: y === undefined ? undefined : textOf('session policy', y),
      policyArns: m,
      tags: g.map(([key, value]) => ({ key, value })),
      transitiveTagKeys: x,
      sourceIdentity: s,
      provider: f,
    },
  };
}
