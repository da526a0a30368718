/** What an imported file is: the whole population, additions to it, or changes to people who are in it. */
export const importModes = ["add", "replace", "amend"] as const;
export type ImportMode = (typeof importModes)[number];

/** Fields a column can be mapped to. */
export const importFields = ["ref", "kind", "named_by", "email", "phone", "locale", "country", "time_zone", "confirmed", "possible", "cleared", "counts", "hints", "postal_name", "postal_code", "postal_address", "ignore"] as const;
export type ImportField = (typeof importFields)[number];

/** Every way a row can be wrong; the words and the fix for each stand in `import-defects`. */
export const rowDefects = [
  "erased",
  "quoting",
  "extra-columns",
  "missing-columns",
  "control-character",
  "oversized-cell",
  "formula",
  "ref-missing",
  "duplicate-key",
  "unknown-reference",
  "unknown-kind",
  "email-empty",
  "email-line-break",
  "email-fullwidth-at",
  "email-list",
  "email-space",
  "email-two-ats",
  "email-no-domain",
  "email-malformed",
  "phone-malformed",
  "postal-name-missing",
  "postal-address-missing",
  "postal-code-malformed",
  "postal-too-long",
  "unknown-class",
  "class-twice",
  "unknown-locale",
  "unknown-country",
  "unknown-time-zone",
  "bad-count",
] as const;
export type RowDefect = (typeof rowDefects)[number];

/** Every way a whole file can be wrong. */
export const fileDefects = ["empty-file", "header-only", "gzip", "xlsx", "encoding", "duplicate-header", "unknown-header", "no-ref-column"] as const;
export type FileDefect = (typeof fileDefects)[number];
