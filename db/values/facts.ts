/** What a published figure is: people, times or things counted; a day or moment; a stretch of days; an amount; or a sentence. */
export const factKinds = ["count", "date", "period", "money", "text"] as const;
export type FactKind = (typeof factKinds)[number];

/** How sure a published figure is: said by somebody, established, or contradicted by somebody who may know. */
export const factStatuses = ["claimed", "confirmed", "disputed"] as const;
export type FactStatus = (typeof factStatuses)[number];

/** What became of one value of a fact; the database checks the same list. */
export type FactValueState = "proposed" | "approved" | "returned" | "withdrawn";

/** Facts that law and pages ask for by these names, in the order in which a page shows them; the first stands under its heading. Other facts follow in the order of their making. */
export const wellKnownFacts: readonly { name: string; kind: FactKind }[] = [
  { name: "people-affected", kind: "count" },
  { name: "leak-period", kind: "period" },
  { name: "discovered", kind: "date" },
  { name: "how", kind: "text" },
  { name: "measures", kind: "text" },
];
