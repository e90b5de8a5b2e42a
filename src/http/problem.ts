/**
 * Why a request got no further than this room. The answer's status and body are made by the `reject`
 * of the server's options; the usual statuses stand beside the names.
 */
export type HttpProblem =
  /** 400: not HTTP/1.x as RFC 9112 writes it, or a message whose end could be read in two ways. */
  | 'Malformed'
  /** 431 (or 413): request line and headers are too long or too many. */
  | 'HeadTooLarge'
  /** 413 */
  | 'BodyTooLarge'
  /** 408: head or body came too slowly. */
  | 'Timeout'
  /** 501: a transfer coding other than `chunked`, or a version other than 1.0 and 1.1. */
  | 'Unsupported'
  /** 500: the handler failed. */
  | 'Internal';
