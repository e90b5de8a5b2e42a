/** From StartLogging to StopLogging: which places of the journal a trail's events stand in. */
import { BEGINNING, type Position } from '../journal/format.ts';

export interface LoggingWindow {
  readonly journal: string;
  /** The journal's end at StartLogging: whatever was answered before stands before it. */
  readonly from: Position;
  /** The journal's end at StopLogging, and when that was; absent while the trail logs. */
  readonly until?: { readonly place: Position; readonly time: number } | undefined;
}

/** Those that can have events in a journal: one that was opened in another journal, and is not over, is all of this one. */
export const ofJournal = (windows: readonly LoggingWindow[], journal: string): LoggingWindow[] =>
  windows.flatMap((window) => {
    if (window.journal === journal) return window;
    return window.until ? [] : { ...window, journal, from: BEGINNING };
  });

/** More than anybody has who does not start and stop without end while nothing is delivered. */
const WINDOWS_MAX = 100;

/** Of too many, the two oldest become one, with what is between them. */
export function merged(windows: readonly LoggingWindow[]): readonly LoggingWindow[] {
  const [first, second, ...others] = windows;
  return windows.length <= WINDOWS_MAX ? windows : [{ ...first!, until: second!.until }, ...others];
}

/** Ends logging that is under way. */
export const closed = (windows: readonly LoggingWindow[], journal: string, place: Position, time: number): LoggingWindow[] =>
  windows.flatMap((window) => (window.until ? window : ofJournal([window], journal).map((open) => ({ ...open, until: { place, time } }))));

/** A trail is to show its own end. */
const LAST_EVENTS = ['StopLogging', 'DeleteTrail'];

/** Whether an event is a trail's. The event of the StopLogging itself becomes durable just after the end. */
export function isWithin(windows: readonly LoggingWindow[], place: Position, time: number, name: string): boolean {
  return windows.some(({ from, until }) => {
    if (isBefore(place, from)) return false;
    return !until || isBefore(place, until.place) || (LAST_EVENTS.includes(name) && time <= until.time + LATE_MS);
  });
}

/** Between a request's instant and the completion that its event names. */
const LATE_MS = 1_000;

export const isBefore = (a: Position, b: Position): boolean => a.segment < b.segment || (a.segment === b.segment && a.offset < b.offset);
