import type { ClaimFilter } from "./input";

/** A filter of the queue that somebody named. */
export interface ClaimView {
  id: string;
  name: string;
  shared: boolean;
  own: boolean;
  filter: ClaimFilter;
}
