import { createHash } from "node:crypto";
import { strToU8, zipSync } from "fflate";
import { BYTE_ORDER_MARK, csvRecord } from "@/lib/csv";
import type { ReviewDecision } from "@/db/values/access-reviews";
import type { Manifest, Review } from "../types";

interface ClosedCampaign {
  id: string;
  quarter: string;
  openedAt: Date;
  openedBy: string | null;
  answerBy: Date;
  closedAt: Date;
  closedBy: string | null;
}

const README = `Evidence of a review of access.

campaign.json  the campaign, with how many roles were kept, revoked and not answered
reviews.json   every role that was reviewed, with what was known of it, the answer, who gave it, when and why, and what became of the role
reviews.csv    the same for a spreadsheet; a cell that begins like a formula has an apostrophe in front
manifest.json  length and SHA-256 of each of these files

The SHA-256 of manifest.json stands in the audit log, in the event access-review.close of this campaign, which the checkpoints of the log cover.
amends review verify FILE checks the files against the manifest and prints that hash; with --log EXPORT it looks it up in an export of the audit log.
`;

export const sha256Hex = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Pack what a campaign decided: JSON, a table and a manifest of their hashes. Names are those of its day. Returns the archive, the hash of its manifest (hex), and the counts that go with it. */
export function packBundle(campaign: ClosedCampaign, { reviews, names }: { reviews: readonly Review[]; names: ReadonlyMap<string, string> }): { archive: Buffer; manifestHash: string; counts: Record<string, number> } {
  const person = (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? null });
  const answered = (decision: ReviewDecision) => reviews.filter((review) => review.decision === decision).length;
  const counts = { reviews: reviews.length, kept: answered("keep"), revoked: answered("revoke"), unanswered: answered("no-answer"), ended: reviews.filter(({ outcome }) => outcome === "ended").length };
  const { id, quarter, openedAt, openedBy, answerBy, closedAt, closedBy } = campaign;
  const files: Record<string, Uint8Array> = {
    "README.txt": strToU8(README),
    "campaign.json": json({ id, quarter, openedAt, openedBy: person(openedBy), answerBy, closedAt, closedBy: person(closedBy), ...counts }),
    "reviews.json": json(reviews.map(({ staffId, reviewerId, decidedBy, ...review }) => ({ ...review, staff: { id: staffId, name: review.facts.name }, reviewer: person(reviewerId), decidedBy: person(decidedBy) }))),
    "reviews.csv": strToU8(BYTE_ORDER_MARK + table(reviews, names)),
  };
  const manifest: Manifest = { format: "amends-access-review/1", campaign: id, quarter, closedAt: closedAt.toISOString(), files: Object.entries(files).map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256Hex(bytes) })) };
  const said = json(manifest);
  // One date for all: the archive of the same campaign is the same bytes.
  const archive = zipSync({ "manifest.json": said, ...files }, { mtime: closedAt, level: 6 });
  return { archive: Buffer.from(archive), manifestHash: sha256Hex(said), counts };
}

function json(value: unknown): Uint8Array {
  return strToU8(`${JSON.stringify(value, null, 2)}\n`);
}

const head = ["name", "staff id", "role", "given at", "given by", "approved by", "group", "ends", "last used", "last sign-in", "approved in 90 days", "looks in 90 days", "incidents", "keys", "reviewer", "answer", "answered by", "answered at", "reason", "outcome"];

function table(reviews: readonly Review[], names: ReadonlyMap<string, string>): string {
  const name = (id: string | null) => (id === null ? "" : (names.get(id) ?? id));
  const rows = reviews.map(({ staffId, role, facts, reviewerId, decision, decidedBy, decidedAt, reason, outcome }) => [
    ...[facts.name, staffId, role, facts.grantedAt, facts.grantedBy, facts.approvedBy, facts.group, facts.expiresAt, facts.lastUsedAt, facts.lastSignInAt],
    ...[Object.entries(facts.approved).map(([action, times]) => `${action} ${times}`).join(", "), String(facts.looks), facts.incidents.map(({ slug, acts }) => `${slug} ${acts}`).join(", "), facts.keys.join(", ")],
    ...[name(reviewerId), decision, name(decidedBy), decidedAt?.toISOString(), reason, outcome],
  ]);
  return [head, ...rows].map((cells) => csvRecord(cells.map((cell) => cell ?? ""))).join("");
}
