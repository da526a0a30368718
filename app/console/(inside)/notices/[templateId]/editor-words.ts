import type { getTranslations } from "next-intl/server";
import type { EditorWords } from "@/components/notices/editor-fields";

/** What the editor of wordings says. Some of it is filled in by the editor itself, with what only it knows. */
export function editorWords(t: Awaited<ReturnType<typeof getTranslations<"notices">>>): EditorWords {
  const raw = (key: string) => t.raw(key) as string;
  return {
    subject: t("edit.subject"),
    section: raw("edit.section"),
    forWhom: t("condition.for-whom"),
    forAll: t("condition.for-all"),
    add: t("edit.add"),
    up: raw("edit.up"),
    remove: raw("edit.remove"),
    save: t("edit.save"),
    submit: t("edit.submit"),
    openPoints: raw("edit.open-points"),
    beforeApproval: t("edit.before-approval"),
    insert: t("insert.open"),
    showPlace: raw("insert.show-place"),
    leave: t("edit.leave"),
    signedOut: t("saving.signed-out"),
    smsTitle: t("sms.title"),
    smsHint: t("sms.hint"),
    smsLink: t("sms.link"),
    smsLinkHint: t("sms.link-hint"),
    smsParts: raw("sms.parts-written"),
    smsCharacters: raw("sms.characters"),
    status: {
      saved: t("edit.saved"),
      savedAt: raw("saving.saved-at"),
      changed: t("saving.changed"),
      saving: t("saving.saving"),
      offline: t("saving.offline"),
      unanswered: t("saving.unanswered"),
      invalid: t("saving.invalid"),
      refused: raw("saving.refused"),
      choosing: raw("saving.choosing"),
      chooseNow: t("saving.choose-now"),
      met: raw("saving.met"),
      taken: raw("saving.taken"),
      takeNote: t("saving.take-note"),
    },
    clash: { title: raw("clash.title"), mine: t("clash.mine"), theirs: raw("clash.theirs"), keepMine: t("clash.keep-mine"), takeTheirs: t("clash.take-theirs"), keepBoth: t("clash.keep-both") },
  };
}
