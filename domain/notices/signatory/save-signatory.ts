import { and, eq, sql } from "drizzle-orm";
import { noticeTemplateVersions } from "@/db/schema/notices";
import { noticeSignatories } from "@/db/schema/signatories";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Invalid, parseInputByPath } from "../../kernel/errors";
import type { TemplateId } from "../../kernel/ids";
import { withTransaction } from "../../kernel/transaction";
import { mayEditNotices } from "../policy";
import { getTemplateVersionForUpdate } from "../queries";
import { cleanPicture, type Picture } from "./clean-picture";
import { PICTURE_PIXELS, saveSignatoryInput } from "./input";

/** Say who signs a draft of an apology, with a picture where there is one. It counts as a save of the draft: whoever did it does not approve it. @throws {Forbidden} @throws {Invalid} @throws {Conflict} @throws {NotFound} */
export async function saveSignatory(ctx: Context, raw: unknown): Promise<TemplateId> {
  authorise(ctx, mayEditNotices);
  const { staffId } = requireStaffActor(ctx);
  const { versionId, edit, name, role, alt, picture: given, withoutPicture } = parseInputByPath(saveSignatoryInput, raw);
  const picture = given && readPicture(given);
  return withTransaction(ctx, async (tx) => {
    const draft = await getTemplateVersionForUpdate(tx, versionId);
    if (draft.state !== "draft") throw new Conflict("not-a-draft");
    if (draft.kind !== "apology") throw new Conflict("signatory-apology-only");
    const editedBy = draft.editedBy.includes(staffId) ? draft.editedBy : [...draft.editedBy, staffId];
    const saved = await tx
      .update(noticeTemplateVersions)
      .set({ edit: draft.edit + 1, editedBy, updatedAt: sql`clock_timestamp()` })
      .where(and(eq(noticeTemplateVersions.id, draft.id), eq(noticeTemplateVersions.state, "draft"), eq(noticeTemplateVersions.edit, edit)))
      .returning({ edit: noticeTemplateVersions.edit });
    if (saved.length === 0) throw new Conflict("wording-changed-meanwhile");
    const shown = picture ? { picture: picture.bytes, pictureType: picture.type } : withoutPicture ? { picture: null, pictureType: null } : {};
    await tx.insert(noticeSignatories).values({ versionId, name, role, pictureAlt: alt, ...shown }).onConflictDoUpdate({ target: noticeSignatories.versionId, set: { name, role, pictureAlt: alt, ...shown } });
    await recordAudit(tx, ctx, { action: "template.save-signatory", object: { kind: "template", id: draft.templateId }, incidentId: draft.incidentId, details: { number: draft.number, edit: draft.edit + 1, picture: picture ? `${picture.width} × ${picture.height}` : withoutPicture ? "removed" : "kept" } });
    return draft.templateId;
  });
}

function readPicture(bytes: Buffer): Picture {
  const picture = cleanPicture(bytes);
  if (!picture) throw new Invalid({ picture: ["picture-type"] });
  const sides = [picture.width, picture.height];
  if (sides.some((side) => side < PICTURE_PIXELS.least || side > PICTURE_PIXELS.most)) throw new Invalid({ picture: ["picture-pixels"] });
  return picture;
}
