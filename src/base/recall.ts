/** Remembers what was read of values that requests repeat: addresses, ARNs. Bounded: senders choose some of them. */
const KNOWN_MAX = 1_000;

export function recall<Result>(read: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const result = read(text);
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(text, result);
    return result;
  };
}

/** The same of objects: for as long as they are in memory. */
export function recallOf<Subject extends object, Result>(read: (subject: Subject) => Result): (subject: Subject) => Result {
  const known = new WeakMap<Subject, Result>();
  return (subject) => {
    const found = known.get(subject);
    if (found !== undefined) return found;
    const result = read(subject);
    known.set(subject, result);
    return result;
  };
}
