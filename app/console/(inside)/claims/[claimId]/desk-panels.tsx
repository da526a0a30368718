import { getTranslations } from "next-intl/server";
import { AssignForm } from "@/components/claims/assign-form";
import { ClaimPresence } from "@/components/claims/claim-presence";
import { CannedReplies } from "@/components/claims/canned-replies";
import { ClaimBeside } from "@/components/claims/claim-beside";
import { MacroForm } from "@/components/claims/macro-form";
import { NoteForm } from "@/components/claims/note-form";
import { Panel } from "@/components/console/page-head";
import { Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { listMacros, listReplies, replyFor } from "@/domain/claims/desk/macros/list-team-texts";
import { claimantsDeadline } from "@/domain/claims/desk/macros/run-macro";
import { claimVersion } from "@/domain/claims/desk/note-presence";
import { mayFollowClaims, mayLeadDesk, mayNoteClaims, mayWorkClaims } from "@/domain/claims/desk/policy";
import { listNotes } from "@/domain/claims/desk/queries";
import { whyNotAssignable } from "@/domain/claims/desk/rules";
import { OPEN_STATES } from "@/domain/claims/rules";
import type { Claim } from "@/domain/claims/types";
import { may, type StaffContext } from "@/domain/kernel/context";
import { listClaimStaff, listStaffNames } from "@/domain/staff/queries";
import { runMacroAction } from "../macro-actions";
import { addNoteAction, assignClaimAction } from "../desk-actions";

interface DeskProps {
  ctx: StaffContext;
  claim: Claim;
  timeZone: string;
}

/** What stands beside the claim in the list, above everything else on its page. */
export async function DeskBeside({ claim, locale }: { claim: Claim; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims-desk.beside" });
  return <ClaimBeside claimId={claim.id} words={{ label: t("label"), previous: t("previous"), next: t("next"), list: t("list") }} />;
}

/** Who else has the claim open, and whether it changed: the last thing on its page, so that nothing moves when it comes. */
export async function DeskPresence({ ctx, claim }: Omit<DeskProps, "timeZone">) {
  if (!may(ctx.actor, mayFollowClaims)) return null;
  const t = await getTranslations({ locale: ctx.locale, namespace: "claims-desk.presence" });
  return <ClaimPresence claimId={claim.id} version={await claimVersion(ctx, claim.id)} words={{ others: t.raw("others") as string, changed: t("changed"), show: t("show") }} />;
}

/** Who has the claim, and what colleagues wrote about it. */
export async function DeskPanels({ ctx, claim, timeZone }: DeskProps) {
  const { locale } = ctx;
  const t = await getTranslations({ locale, namespace: "claims-desk" });
  const works = may(ctx.actor, mayWorkClaims);
  const [notes, names, people, macros, replies, deadline] = await Promise.all([listNotes(ctx, claim.id), listStaffNames(ctx), listClaimStaff(ctx), works ? listMacros(ctx) : [], works ? listReplies(ctx) : [], claimantsDeadline(ctx.db, claim.id)]);
  const { staffId } = ctx.actor;
  const assigns = works && whyNotAssignable(claim, { staffId, leads: may(ctx.actor, mayLeadDesk) }) === null;
  const others = people.filter(({ id }) => id !== staffId);
  const targets = [
    ...(claim.assignedTo === staffId ? [] : [{ value: "me", label: t("assign.me") }]),
    { value: "rule", label: t("assign.rule") },
    ...(claim.assignedTo === null ? [] : [{ value: "nobody", label: t("assign.nobody") }]),
    ...others.filter(({ id }) => id !== claim.assignedTo).map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <>
      {OPEN_STATES.includes(claim.state) && (
        <Panel title={t("assign.title")}>
          <p className="mb-3">{claim.assignedTo === null ? t("assign.of-nobody") : claim.assignedTo === staffId ? t("assign.of-me") : t("assign.of", { name: names.get(claim.assignedTo) ?? "" })}</p>
          {assigns && <AssignForm action={assignClaimAction} claimId={claim.id} had={claim.assignedTo ?? ""} options={targets} words={{ label: t("assign.to"), submit: t("assign.submit") }} />}
        </Panel>
      )}
      {works && macros.length + replies.length > 0 && (
        <Panel title={t("macros.title")}>
          <div className="space-y-4">
            {macros.length > 0 && <MacroForm action={runMacroAction} claimId={claim.id} macros={macros} target="text" words={{ label: t("macros.run"), choose: t("macros.choose"), submit: t("macros.run-submit") }} />}
            <CannedReplies target="text" replies={replies.map((reply) => ({ id: reply.id, name: reply.name, text: replyFor(reply, claim, deadline, timeZone) }))} words={{ label: t("replies.label"), choose: t("replies.choose"), insert: t("replies.insert") }} />
          </div>
        </Panel>
      )}
      <Panel title={t("notes.title")}>
        {notes.length === 0 && <p className="text-ink-soft">{t("notes.none")}</p>}
        <ul className="space-y-3">
          {notes.map((note) => (
            <li key={note.id} className="border-l-4 border-line pl-3">
              <p className="text-14 text-ink-soft">
                <strong className="text-ink">{names.get(note.authorId) ?? ""}</strong> · <Time at={note.at} locale={locale} timeZone={timeZone} />
              </p>
              <p className="whitespace-pre-wrap wrap-break-word">{note.text}</p>
            </li>
          ))}
        </ul>
        {may(ctx.actor, mayNoteClaims) && <NoteForm action={addNoteAction} claimId={claim.id} people={others.map(({ name }) => name)} words={{ label: t("notes.label"), hint: t("notes.hint"), submit: t("notes.submit"), mention: t("notes.mention") }} />}
      </Panel>
    </>
  );
}
