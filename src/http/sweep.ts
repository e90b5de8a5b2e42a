/** One coarse timer over all connections, instead of one timer a request. */
import { SECOND_MS } from '../base/clock.ts';
import type { Connection } from './connection.ts';

/** Calls `tick` again and again, and gives what stops it. */
export type Every = (milliseconds: number, tick: () => void) => () => void;

export const SWEEP_MS = SECOND_MS;

/** Does not keep the process alive. */
export const timerEvery: Every = (milliseconds, tick) => {
  const timer = setInterval(tick, milliseconds).unref();
  return () => clearInterval(timer);
};

export function sweep(connections: ReadonlySet<Connection>, now: number, onError: (error: unknown) => void): void {
  for (const connection of connections) {
    try {
      connection.expire(now);
    } catch (error) {
      onError(error);
      connection.destroy();
    }
  }
}
