/** Where a paper stands. Served is `clean` alone; `unscanned` is one that was inspected where no scanner is set up, and is served with that said. */
export type EvidenceState = "uploading" | "received" | "scan-pending" | "clean" | "unscanned" | "refused";

/** What a paper is once it was made anew: HEIC becomes JPEG. */
export const evidenceTypes = ["application/pdf", "image/jpeg", "image/png"] as const;
export type EvidenceType = (typeof evidenceTypes)[number];

/** Why a paper was not taken. Each has its words in `evidence.refused`. */
export const evidenceDefects = ["type", "damaged", "too-many-pixels", "too-complex", "hidden-content", "password", "malware"] as const;
export type EvidenceDefect = (typeof evidenceDefects)[number];
