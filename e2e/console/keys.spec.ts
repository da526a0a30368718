import { randomUUID } from "node:crypto";
import { withTransaction } from "@/domain/kernel/transaction";
import { listKeys } from "@/domain/keys/register/queries";
import { recordKeys } from "@/domain/keys/register/record-keys";
import { settleRotation } from "@/domain/keys/register/settle-rotation";
import { offBoard } from "@/domain/offboarding/off-board";
import { staffContext, systemContext } from "@/test/contexts";
import { aStaffMember } from "@/test/staff";
import { expect, expectAccessible, expectToFit, test } from "../fixtures";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

/** A key of a name of its own in the register. */
function aKey(name: string, value: string): Promise<string> {
  return withParts(async (parts) => {
    await recordKeys(systemContext(parts), [{ kind: "relay-password", name, value }]);
    return (await listKeys(systemContext(parts))).find((key) => key.name === name && (key.state === "next" || value === "first"))?.id ?? "";
  });
}

test("the processes have entered their keys; somebody who knows one leaves, and their off-boarding is complete when it was rotated", async ({ page, context }) => {
  const relay = `relay ${randomUUID().slice(0, 8)}`;
  const keyId = await aKey(relay, "first");
  const leaver = await withParts((parts) => aStaffMember(parts, ["comms"], { name: `나열쇠 ${relay.slice(-4)}` }));
  await signInAs(context, ["security"], { locale: "en" });
  await page.goto("/console/keys");
  const rows = page.getByRole("table").getByRole("row");
  for (const name of ["Key-encryption key", "Secret of session cookies", "Password of the database"]) await expect(rows.filter({ hasText: name }).first()).toBeVisible();
  await page.getByRole("link", { name: keyId }).click();
  await page.getByLabel("Colleague").selectOption({ label: leaver.name });
  await page.getByRole("button", { name: "Add as somebody who knows it" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: leaver.name })).toBeVisible();
  await withParts(async (parts) => offBoard(staffContext(parts, ["security"], (await aStaffMember(parts, ["security"])).id), { staffId: leaver.id, reason: "has left the company today" }));
  await page.goto(`/console/staff/${leaver.id}/off-boarding`);
  await expect(page.getByText("Not complete: 1 key to be rotated")).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page);
  await page.getByRole("link", { name: keyId }).click();
  await expect(page.getByRole("alert").filter({ hasText: `${leaver.name} had this key and has left.` })).toBeVisible();
  await expect(page.getByRole("button", { name: `Entered by mistake ${leaver.name}` })).toHaveCount(0);
  await page.goto("/console");
  await expect(page.getByRole("link", { name: "Keys and secrets" }).first()).toBeVisible();
  const next = await aKey(relay, "second");
  await withParts((parts) => withTransaction({ db: parts.db }, (tx) => settleRotation(tx, systemContext(parts), { from: keyId, to: next, destroyed: false })));
  await page.goto(`/console/staff/${leaver.id}/off-boarding`);
  await expect(page.getByText("Complete", { exact: true })).toBeVisible();
  await expect(page.getByText(`Replaced by ${next}`)).toBeVisible();
});
