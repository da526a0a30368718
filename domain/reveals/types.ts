import type { RevealRequestState } from "@/db/values/reveal-requests";

/** A request for further people, as its person and who decides it see it. */
export interface RevealRequest {
  id: string;
  staffId: string;
  people: number;
  reason: string;
  state: RevealRequestState;
  askedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  declinedFor: string | null;
  /** How many people they have been shown that day. */
  used: number;
}

export interface RevealBudget {
  /** The day it is for, and in which zone that day ends. */
  day: string;
  zone: string;
  used: number;
  /** How many in all they may be shown that day, with what they were granted. */
  limit: number;
}
