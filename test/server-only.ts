// Stands in for the marker package, which throws outside the server bundle by design.
export {};
