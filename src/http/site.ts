/** What all connections of one server share. */
import type { RawHead, RawRequest, RawResponse } from '../base/http-message.ts';
import type { AnswerWriter } from './answer.ts';
import type { Inbox } from './inbox.ts';
import type { HttpLimits } from './limits.ts';
import type { Outbox } from './outbox.ts';
import type { HttpProblem } from './problem.ts';

export interface Site {
  readonly limits: HttpLimits;
  readonly secure: boolean;
  readonly answers: AnswerWriter;
  readonly inbox: Pick<Inbox, 'add'>;
  readonly outbox: Pick<Outbox, 'sinkFor' | 'flush'>;
  readonly handle: (request: RawRequest) => Promise<RawResponse> | RawResponse;
  readonly bodyLimit: (head: RawHead) => number;
  readonly newRequestId: () => string;
  readonly reject: (problem: HttpProblem, requestId: string) => RawResponse;
  /** Must not throw. */
  readonly onError: (error: unknown) => void;
  /** Monotonic milliseconds. */
  readonly time: () => number;
  /** Set once, when the server stops: each answer from then on is its connection's last. */
  draining: boolean;
}
