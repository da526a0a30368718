/** Where kinds of contact points lead: a keyed index of each is kept, never the contact. */
export type ContactPointKind = "email" | "phone" | "postal";

/** A postal address as it is printed; the country is the person's own. */
export interface PostalAddress {
  /** Name on the envelope. */
  n: string;
  /** Postal code; empty where the country has none. */
  c: string;
  /** Lines below the name, at most four. */
  l: string[];
}

/** What one subject's envelope (`subjects.sealed`) holds, as JSON. Short names: there are tens of millions of these. */
export interface SealedSubject {
  /** The importer's own reference for the person (account number). */
  ref: string;
  /** Addresses as imported: mail goes to these. */
  e?: string[];
  /** Phone numbers as imported. */
  p?: string[];
  /** Postal address: letters go to it. */
  a?: PostalAddress;
  /** Masked hints per data class: `{"phone-numbers": "010-••••-••34"}`. */
  h?: Record<string, string>;
  /** Counts per data class: `{"physical-addresses": 3}`. */
  n?: Record<string, number>;
}
