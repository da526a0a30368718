import { recordAudit } from "../audit/record-audit";
import { queueMail } from "../correspondence/queue-mail";
import { findPublishedIncident } from "../incidents/queries";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Invalid, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { canonicalEmail } from "../keys/canonical-contact";
import { readTemplateVersion } from "../notices/queries";
import { renderNotice } from "../notices/rendering/render-notice";
import { readerOfAll } from "../notices/rules";
import { sendTestToSelfInput } from "./input";
import { mayPreviewWaves } from "./policy";
import { listDataClasses } from "./queries/list-data-classes";
import { readWave } from "./queries/read-wave";
import { asOfVersion, senderOf, sharedValues } from "./sender-words";

/**
 * Mail the notice to the staff member who asks, with every class of the incident as if it had leaked and a number that belongs to nobody. `to` is the member's own
 * address, which the caller has proof of. @throws {Forbidden} @throws {Conflict}
 */
export async function sendTestToSelf(ctx: Context, raw: unknown, { to, portalUrl }: { to: string; portalUrl: string }): Promise<void> {
  authorise(ctx, mayPreviewWaves);
  requireStaffActor(ctx);
  const { waveId, locale } = parseInput(sendTestToSelfInput, raw);
  if (!canonicalEmail(to).ok) throw new Invalid({ to: ["email"] });
  await withTransaction(ctx, async (tx) => {
    const wave = await readWave(tx, waveId);
    const incident = await findPublishedIncident(tx, wave.incidentId);
    if (!incident) throw new Conflict("incident-not-published");
    const { content } = await readTemplateVersion(tx, wave.templateVersionId);
    const version = wave.readVersion ?? incident.publishedVersion;
    const asOf = version === null ? ctx.clock.now() : await asOfVersion(tx, wave.incidentId, version);
    const classes = await listDataClasses(tx, wave.incidentId);
    const { subject, text, html } = await renderNotice(content, locale, sharedValues(wave.sender ?? (await senderOf(tx, incident, content)), locale, asOf, portalUrl), readerOfAll(classes), "N-0000-0000-0000");
    await queueMail(tx, ctx, { purpose: "wave-test", incidentId: wave.incidentId, to, locale, subject: locale === "ko" ? `(시험) ${subject}` : `(Test) ${subject}`, text, html });
    await recordAudit(tx, ctx, { action: "wave.test", object: { kind: "wave", id: waveId }, incidentId: wave.incidentId, details: { locale } });
  });
}
