/** What `run.ts` and the load generator say to each other. */
import type { Credentials, Service } from './signer.ts';

export interface LoadJob {
  /** `http://127.0.0.1:8736`. */
  readonly url: string;
  /** The process that serves it: its CPU time is read before and after. */
  readonly pid: number;
  /** Several sign in turn. */
  readonly credentials: Credentials | readonly Credentials[];
  /** Absent: KMS. */
  readonly service?: Service | undefined;
  readonly operation: string;
  /** JSON bodies, sent in turn. */
  readonly bodies: readonly string[];
  /** Distinct requests to sign; bodies repeat when there are fewer. */
  readonly distinct: number;
  readonly connections: number;
  readonly seconds: number;
  /** Ends when each request has been sent once, if that is earlier. */
  readonly once?: boolean | undefined;
}

export interface LoadResult {
  readonly answers: number;
  readonly seconds: number;
  /** Of the server process. */
  readonly cpuSeconds: number;
  /** Of the load generator. */
  readonly loadCpuSeconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
  /** Of the first answer. */
  readonly bodyBytes: number;
}

/** `error`: the first answer that was not a 200, or what broke the connection. */
export type LoadReply = { readonly result: LoadResult } | { readonly error: string };
