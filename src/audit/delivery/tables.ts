/** Delivery's rows. Times are milliseconds since 1970; JSON is of the types that are named. */

export interface DeliveryTables {
  trail_deliveries: DeliveryRow;
  trail_progress: ProgressRow;
  trail_log_files: LogFileRow;
  trail_digests: DigestRow;
}

/** One trail, from its making until all is delivered that happened before its end. Written with the trail's own rows. */
export interface DeliveryRow {
  delivery_id: string;
  /** TrailDefinition */
  definition: string;
  /** LoggingWindow[] */
  windows: string;
  /** When the trail was deleted. */
  ended_at: number | null;
}

/** How far a trail's deliveries are in one journal. Written by delivery alone. */
export interface ProgressRow {
  delivery_id: string;
  journal: string;
  /** Everything before this place is delivered. */
  segment: number;
  position: number;
  /** DeliveryPlan: what is being delivered, and is delivered again after a crash, under the same names. */
  plan: string | null;
  delivered_at: number | null;
  digest_delivered_at: number | null;
}

/** A delivered file that no digest names yet. */
export interface LogFileRow {
  delivery_id: string;
  region: string;
  object_key: string;
  bucket: string;
  /** SHA-256 of the uncompressed file, hexadecimal. */
  hash: string;
  newest_event_at: number;
  oldest_event_at: number;
  delivered_at: number;
}

/** A trail's chain of digests in one region. */
export interface DigestRow {
  delivery_id: string;
  region: string;
  /** Where the last one ended: whole seconds. */
  starts_at: number;
  /** Of the one that is being delivered. */
  planned_end: number | null;
  /** PreviousDigest */
  previous: string | null;
}
