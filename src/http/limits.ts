/** What a client may cost. Each bound has one name here, so that a test or a deployment can move it. */
import { MINUTE_MS, SECOND_MS } from '../base/clock.ts';
import { HEAD_BYTES_MAX } from '../base/limits.ts';

/** Names end in their unit. Times are kept by a sweep once a second, so each may last one second longer. */
export interface HttpLimits {
  /** Request line and headers with all line ends. */
  readonly headBytes: number;
  readonly headerCount: number;
  /** Open connections; one more is closed as soon as it is accepted. */
  readonly connectionCount: number;
  /** Input that may wait behind the request being handled; beyond it the socket is not read. */
  readonly pipelinedBytes: number;
  /** From the first byte of a head to its last. */
  readonly headMs: number;
  /** From the end of a head to the end of its body; what has arrived extends it by the rate below. */
  readonly bodyMs: number;
  readonly bodyBytesPerSecond: number;
  /** Keep-alive connections, and new ones that have sent nothing. */
  readonly idleMs: number;
  /** How long an answer may wait for its reader. */
  readonly unsentMs: number;
  /** After the last answer: input is read and thrown away, so that no reset overtakes the answer. */
  readonly lingerMs: number;
  readonly handshakeMs: number;
  /** What requests in flight get when the server stops. */
  readonly drainMs: number;
}

export const HTTP_LIMITS: HttpLimits = {
  headBytes: HEAD_BYTES_MAX,
  headerCount: 100,
  connectionCount: 10_000,
  pipelinedBytes: 65_536,
  headMs: 10 * SECOND_MS,
  bodyMs: 30 * SECOND_MS,
  bodyBytesPerSecond: 8_192,
  idleMs: 1.25 * MINUTE_MS,
  unsentMs: 30 * SECOND_MS,
  lingerMs: 5 * SECOND_MS,
  handshakeMs: 10 * SECOND_MS,
  drainMs: 10 * SECOND_MS,
};
