/**
 * Goes on with a value: at once where it is there, else when the promise of it is kept. On the way of every request a
 * wait for what is there already costs as much as a good part of the work.
 */
export function whenThere<Value, Result>(
  value: Value | Promise<Value>,
  next: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}
