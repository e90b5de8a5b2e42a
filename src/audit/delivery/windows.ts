/** From StartLogging to StopLogging: which places of the journal a trail's events stand in. */
import { BEGINNING, type Position } from '../journal/format.ts';

export interface LoggingWindow {
  readonly journal: string;
  /** The journal's end at StartLogging. */
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

/** Ends logging that is under way. What else there may be after the place is told by `isWithin`. */
export const closed = (windows: readonly LoggingWindow[], journal: string, place: Position, time: number): LoggingWindow[] =>
  windows.flatMap((window) => (window.until ? window : ofJournal([window], journal).map((open) => ({ ...open, until: { place, time } }))));

/** Of which a trail wants its end to be seen in it. */
const LAST_EVENTS = ['StopLogging', 'DeleteTrail'];

/**
 * Whether an event is a trail's. The event of the StopLogging itself becomes durable just after the end, and belongs to
 * the trail, as do events of requests that were answered before it.
 */
export function isWithin(windows: readonly LoggingWindow[], place: Position, time: number, name: string): boolean {
  return windows.some(({ from, until }) => {
    if (isBefore(place, from)) return false;
    return !until || isBefore(place, until.place) || time <= until.time || (LAST_EVENTS.includes(name) && time <= until.time + LATE_MS);
  });
}

/** Between a request's instant and the completion that its event names. */
const LATE_MS = 1_000;

export const isBefore = (a: Position, b: Position): boolean => a.segment < b.segment || (a.segment === b.segment && a.offset < b.offset);
