import { randomUUID } from "node:crypto";
import { openEnquiry } from "@/domain/enquiries/open-enquiry";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { expect, expectAccessible, test } from "../fixtures";
import { awaitMail } from "../mail";
import { withParts } from "../parts";
import { signInAs } from "../sign-in";

test("an enquiry is read, answered by mail in its language, and closed", async ({ page, context, request }) => {
  const email = `asks-${randomUUID().slice(0, 8)}@example.com`;
  const { incident, reference } = await withParts(async (parts) => {
    const published = await aPublishedIncident(parts, `ref,email,confirmed\na,${email},names`);
    const subject = await aSubject(parts, published, email, "en");
    return { incident: published, ...(await openEnquiry(subject, published, { text: "I never gave you my name.", dataClass: "names" })) };
  });
  await signInAs(context, ["support"], { incidentId: incident.id });
  await page.goto("/console/enquiries");
  await expectAccessible(page);
  await page.getByRole("link", { name: reference }).click();
  await expect(page.getByText("I never gave you my name.")).toBeVisible();
  await expect(page.locator("main")).not.toContainText(email);
  await expectAccessible(page);
  await page.getByLabel("답변 내용").fill("short");
  await page.getByRole("button", { name: "답변 메일 보내기" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "10자 이상" })).toBeVisible();
  await expect(page.getByLabel("답변 내용")).toHaveValue("short");
  await page.getByLabel("답변 내용").fill("Somebody entered you as a recipient of a parcel.");
  await page.getByRole("button", { name: "답변 메일 보내기" }).click();
  await expect(page.getByText("답변함").first()).toBeVisible();
  expect((await awaitMail(request, email, /About your message/)).text).toContain("entered you as a recipient");
  await page.getByRole("button", { name: "더 답하지 않고 종료" }).click();
  await page.getByRole("link", { name: "종료" }).click();
  await expect(page.getByRole("link", { name: reference })).toBeVisible();
});
