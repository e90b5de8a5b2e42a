/** The wish to end, as a promise. */

/**
 * One Ctrl-C can come twice: from the terminal, and again from the launcher that passes signals on (bin/runtime.js).
 * So a repetition counts as impatience only after this time.
 */
const IMPATIENCE_AFTER_MS = 1_000;

/** SIGHUP comes when the terminal is closed. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const EXIT_CODE_OF_INTERRUPT = 130;

/** Resolves at the first signal. From then on a later one ends the process at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    const onSignal = (): void => {
      first ??= performance.now();
      if (performance.now() - first > IMPATIENCE_AFTER_MS) process.exit(EXIT_CODE_OF_INTERRUPT);
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, onSignal);
  });
}
