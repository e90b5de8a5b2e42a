/** The wish to end, as a promise. */

/**
 * One Ctrl-C can come twice: from the terminal, and again from the launcher that passes signals on (bin/runtime.js).
 * So a repetition counts as impatience only after this time.
 */
const IMPATIENCE_AFTER_MS = 1_000;

/** SIGHUP comes when the terminal is closed. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const EXIT_CODE_OF_INTERRUPT = 130;

/**
 * `npm start` runs its command in a shell, and passes a signal on to that shell alone, which dies without telling.
 * So under npm the loss of the parent is a wish to end too: else nobody would hold the server any more.
 */
const PARENT_CHECK_MS = 200;

/** Resolves at the first signal. From then on a later one ends the process at once. */
export function stopSignal(environment: NodeJS.ProcessEnv = process.env): Promise<void> {
  return new Promise((resolve) => {
    if (environment['npm_lifecycle_event']) onLossOfParent(resolve);
    let first: number | undefined;
    const onSignal = (): void => {
      first ??= performance.now();
      if (performance.now() - first > IMPATIENCE_AFTER_MS) process.exit(EXIT_CODE_OF_INTERRUPT);
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, onSignal);
  });
}

function onLossOfParent(act: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, PARENT_CHECK_MS);
  timer.unref();
}
