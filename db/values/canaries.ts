/**
 * How somebody came upon a record that no person has: on the portal asked for a code to its address, proved the address or claimed for it; in the console looked for the record or its address, or had the contact of
 * its claim shown; loaded a file in which it stands; or had it read out by the database's own read-only role.
 */
export type CanaryHitKind = "asked" | "proven" | "claimed" | "searched" | "revealed" | "imported" | "queried";
