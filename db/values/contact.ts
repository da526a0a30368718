/** What one subject's envelope (`subjects.sealed`) holds, as JSON. Short names: there are tens of millions of these. */
export interface SealedSubject {
  /** The importer's own reference for the person (account number). */
  ref: string;
  /** Addresses as imported: mail goes to these. */
  e?: string[];
  /** Phone numbers as imported. */
  p?: string[];
  /** Masked hints per data class: `{"phone-numbers": "010-••••-••34"}`. */
  h?: Record<string, string>;
  /** Counts per data class: `{"physical-addresses": 3}`. */
  n?: Record<string, number>;
}
