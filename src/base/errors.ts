/**
 * A refusal that the client gets to see: AWS's exception name, its HTTP status and its text.
 * Anything else that is thrown is a defect or an outage: the client sees a bare internal error,
 * and the detail goes to the operator's log alone.
 */
export class Fault extends Error {
  readonly code: string;
  readonly status: number;
  /** The text for the client; `undefined` where AWS sends none at all. */
  readonly text: string | undefined;

  constructor(code: string, text?: string, status = 400) {
    super(text ?? code);
    this.name = 'Fault';
    this.code = code;
    this.status = status;
    this.text = text;
  }
}

/** Authorization's refusal, the same for what is not allowed and for what a stranger must not know of. */
export const accessDenied = (caller: string, action: string, resource: string): Fault =>
  new Fault(
    'AccessDeniedException',
    `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} because no resource-based policy allows the ${action} action`,
  );

/** Two writers met on one row, and this one lost. The request is run again from its reads. */
export class WriteConflict extends Error {
  override readonly name = 'WriteConflict';
}

/** A mistake of the person at the command line: shown with its hint, never with a stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
