import type { Page } from "@playwright/test";
import type { Markers } from "@/test/markers";
import { expect } from "../fixtures";
import { without, withoutDatabase } from "./places";
import { askForCode, type Walk } from "./portal";

const at = (path: string) => `${process.env.E2E_URL}${path}`;

export interface Broken {
  visitor: Walk;
  agent: Page;
  stranger: Page;
  url: string;
  adminUrl: string;
  /** Address of a claim in the console. */
  claimAt: string;
  contact: string;
}

/** A form whose act fails in the middle says so, and keeps what was typed. */
export const expectFault = (page: Page) => expect(page.getByRole("alert").filter({ hasText: /went wrong/ }).first()).toBeVisible();

/** Pages and acts that fail in the middle, and a database that is away: each with something of somebody in hand. */
export async function breakThings(markers: Markers, { visitor, agent, stranger, url, adminUrl, claimAt, contact }: Broken): Promise<void> {
  const email = markers.email("typed while it is broken: e-mail");
  const failing = async (page: Page, to: string) => {
    expect((await page.goto(at(to)))?.status(), to).toBe(500);
    await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  };

  await agent.goto(at("/console/claims"));
  await visitor.page.goto(at(`/en/${visitor.slug}/wrong`));
  await without(url, "claims", async () => {
    await agent.getByRole("searchbox").fill(contact);
    await agent.getByRole("button", { name: "Search" }).click();
    await expectFault(agent);
    await failing(agent, "/console/claims");
    await failing(visitor.page, `/en/${visitor.slug}/claim`);
  });
  await visitor.page.goto(at(`/en/${visitor.slug}/wrong`));
  await without(url, "enquiries", async () => {
    await visitor.page.locator("textarea[name=text]").fill(`It broke while I wrote of ${markers.word("enquiry while it is broken")}.`);
    await visitor.page.getByRole("button", { name: "Send", exact: true }).click();
    await expectFault(visitor.page);
  });
  await agent.goto(claimAt);
  await without(url, "claim_notes", async () => {
    await agent.locator("form", { has: agent.getByRole("button", { name: "Add the note" }) }).locator("textarea[name=note]").fill(`A note of ${markers.word("note while it is broken")}.`);
    await agent.getByRole("button", { name: "Add the note" }).click();
    await expectFault(agent);
  });
  await stranger.goto(at("/console/sign-in?lang=en"));
  await without(url, "staff_members", async () => {
    await stranger.locator("input[name=email]").fill(email);
    await stranger.locator("input[name=password]").fill(markers.word("password while it is broken"));
    await stranger.locator("input[name=code]").fill(markers.digits("one-time code while it is broken", 6));
    await stranger.getByRole("button", { name: "Sign in", exact: true }).click();
    await expectFault(stranger);
    const answer = await fetch(at(`/api/scim/v2/Users?filter=${encodeURIComponent(`userName eq "${email}"`)}`), { headers: { authorization: `Bearer ${markers.value("SCIM token")}` } });
    expect(answer.status).toBe(500);
    await answer.text();
  });
  await stranger.goto(at(`/en/${visitor.slug}/check`));
  await withoutDatabase(adminUrl, url, async () => {
    await stranger.locator("input[name=contact]").fill(email);
    await stranger.getByRole("button", { name: "Send me a code" }).click();
    await expect(stranger.getByRole("main").getByRole("alert").first()).toBeVisible();
    await failing(agent, "/console/claims");
  });
  // It is back, and goes on.
  await expect(async () => askForCode({ ...visitor, page: stranger }, email)).toPass();
}
