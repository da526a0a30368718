/** The number of an event and its `at` come from two looks at the clock. */
const SLACK_MS = 2_000;

/** The lowest id that an event of a moment can have, some seconds earlier or later. Source: RFC 9562 § 5.7: the first 48 bits of a version 7 UUID are its Unix time in milliseconds. */
export function firstIdAt(moment: Date, side: -1 | 1): string {
  const hex = Math.max(0, moment.getTime() + side * SLACK_MS).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`;
}
