import { randomUUID } from "node:crypto";
import { fakeReports } from "@/db/schema/authenticity";
import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { newReference } from "../../kernel/ids";
import { withTransaction } from "../../kernel/transaction";
import { sealJson } from "../../keys/sealed";
import type { Asker } from "../../lookups/types";
import { reportPlace, type ReportWords } from "./fake-report";
import { reportFakeInput } from "../input";
import { limitUse } from "../limit-use";
import { readPicture } from "../read-picture";

/**
 * Take somebody's word that a message is a fake, with a picture of it if they have one. All that they wrote is sealed: it tells of them, and fakes quote what leaked. The number that
 * they get is a receipt and opens nothing. @throws {Invalid} @throws {TooMany}
 */
export async function reportFake(ctx: Context, raw: unknown, bytes: Buffer | null, asker: Asker): Promise<{ reference: string }> {
  const { way, ...words } = parseInput(reportFakeInput, raw);
  const picture = bytes && readPicture(bytes);
  await limitUse(ctx, "report", asker);
  const id = randomUUID();
  const reference = newReference("F");
  const sealed = await sealJson(ctx.keys, reportPlace(id, "sealed"), words satisfies ReportWords);
  const sealedPicture = picture && (await sealJson(ctx.keys, reportPlace(id, "picture"), picture.bytes.toString("base64")));
  await withTransaction(ctx, async (tx) => {
    await tx.insert(fakeReports).values({ id, reference, way, locale: ctx.locale, sealed, pictureType: picture?.type ?? null, picture: sealedPicture });
    await recordAudit(tx, ctx, { action: "fake-report.send", object: { kind: "fake-report", id }, details: { way, picture: picture !== null } });
  });
  return { reference };
}
