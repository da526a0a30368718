import { expect, it } from "vitest";
import { compareFingerprints, findMissing, maskGuest, nameSurroundings, whyLocked, whyNotConfirmable, whyNotLive } from "./rules";

it.each([
  ["https://notice.haneulmall.example/ko", "postgres://u:secret@db.internal:6432/amends?sslmode=verify-full", undefined, { url: "https://notice.haneulmall.example", host: "db.internal", port: "6432", database: "amends" }],
  ["http://localhost:3001", "postgres://u:secret@127.0.0.1/amends", undefined, { url: "http://localhost", host: "localhost", port: "5432", database: "amends" }],
  ["http://127.0.0.1:3000", "postgres://u:secret@[::1]:54329/amends%20two", "1", { url: "http://localhost", host: "localhost", port: null, database: "amends two" }],
  ["https://a.example", "postgres://u@localhost/amends?host=/run/postgresql", undefined, { url: "https://a.example", host: "/run/postgresql", port: "5432", database: "amends" }],
])("names where a process runs, without its secrets: %s %s", (url, databaseUrl, embedded, named) => {
  expect(nameSurroundings({ AMENDS_URL: url, DATABASE_URL: databaseUrl, AMENDS_EMBEDDED: embedded })).toEqual(named);
});

it("compares what both sides know", () => {
  const known = { url: "https://a.example", host: "db", port: "5432", database: "amends", databaseOid: "16384", systemIdentifier: "77", timeline: "1" };
  expect(compareFingerprints(known, { ...known })).toEqual([]);
  expect(compareFingerprints(known, { ...known, databaseOid: "16999", timeline: "2" })).toEqual(["databaseOid", "timeline"]);
  expect(compareFingerprints({ ...known, systemIdentifier: null }, { ...known, timeline: null })).toEqual([]);
});

it("locks a trial, and every database that is not known to be the real one", () => {
  expect(whyLocked({ mode: "live", standing: "confirmed" })).toBeNull();
  expect(whyLocked({ mode: "trial", standing: "confirmed" })).toBe("trial");
  expect(whyLocked({ mode: "live", standing: "unconfirmed" })).toBe("unconfirmed");
  expect(whyLocked({ mode: "trial", standing: "copy" })).toBe("copy");
  expect(whyNotLive({ mode: "trial", standing: "confirmed" }, null)).toBeNull();
  expect(whyNotLive({ mode: "trial", standing: "copy" }, null)?.reason).toBe("installation-is-copy");
  expect(whyNotConfirmable({ standing: "copy" }, false)?.reason).toBe("installation-is-copy");
  expect(whyNotConfirmable({ standing: "copy" }, true)).toBeNull();
});

it("keeps from going live whose audit log nobody outside could vouch for, and who has not said how long backups are kept, but for the demo", () => {
  const settings = { BACKUP_RETENTION_DAYS: 35, AUDIT_CHECKPOINT_DIR: undefined, AUDIT_CHECKPOINT_WEBHOOK: undefined, AUDIT_CHECKPOINT_MAIL: undefined, AMENDS_EMBEDDED: undefined };
  expect(findMissing(settings)).toBe("installation-kept-nowhere");
  for (const set of [{ AUDIT_CHECKPOINT_DIR: "/mnt/elsewhere" }, { AUDIT_CHECKPOINT_WEBHOOK: "https://keeper.example" }, { AUDIT_CHECKPOINT_MAIL: "keeper@example.com" }, { AMENDS_EMBEDDED: "1" }]) expect(findMissing({ ...settings, ...set })).toBeNull();
  expect(findMissing({ ...settings, AUDIT_CHECKPOINT_DIR: "/mnt/elsewhere", BACKUP_RETENTION_DAYS: undefined })).toBe("installation-backups-unsaid");
  expect(findMissing({ ...settings, AMENDS_EMBEDDED: "1", BACKUP_RETENTION_DAYS: undefined })).toBeNull();
  expect(whyNotLive({ mode: "trial", standing: "confirmed" }, "installation-backups-unsaid")?.reason).toBe("installation-backups-unsaid");
  expect(whyNotLive({ mode: "trial", standing: "confirmed" }, "installation-kept-nowhere")?.reason).toBe("installation-kept-nowhere");
  expect(whyNotLive({ mode: "live", standing: "confirmed" }, "installation-kept-nowhere")?.reason).toBe("installation-already-live");
});

it("shows of a guest enough to know them by", () => {
  expect(maskGuest("email", "minji.kim@example.com")).toBe("m•••@example.com");
  expect(maskGuest("phone", "+821012345634")).toBe("+82••••34");
});
