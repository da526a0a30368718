import { expect, it } from "vitest";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { withdrawClaim } from "../withdraw-claim";
import { listTakeUp } from "./take-up";

const database = useDatabase();

it("adds up what was filed under each programme, less what was withdrawn, whatever is decided about it", async () => {
  const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names\nb,jun@example.com,names\nc,sora@example.com,names");
  const programme = await aProgramme(database.parts, incident);
  const finance = staffContext(database.parts, ["finance"]);
  expect(await listTakeUp(finance, programme.id, "Asia/Seoul")).toEqual([]);
  const subjects = [];
  for (const name of ["minji", "jun", "sora"]) subjects.push(await aSubject(database.parts, incident, `${name}@example.com`));
  const claims = await Promise.all(subjects.map((subject) => aFiledClaim(subject, programme)));
  await withdrawClaim(subjects[0]!, { claimId: claims[0]!.id });
  const days = await listTakeUp(finance, programme.id, "Asia/Seoul");
  // Midnight may come between two of them.
  expect(days.reduce((sum, day) => ({ claims: sum.claims + day.claims, minor: sum.minor + day.minor }), { claims: 0, minor: 0n })).toEqual({ claims: 2, minor: 100_000n });
  expect(days[0]?.day).toMatch(/^\d{4}-\d\d-\d\d$/);
  await expect(listTakeUp(staffContext(database.parts, ["admin"]), programme.id, "Asia/Seoul")).rejects.toMatchObject({ kind: "forbidden" });
});
