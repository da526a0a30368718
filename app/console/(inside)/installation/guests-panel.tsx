import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { DataTable } from "@/components/ui/lists";
import { EmptyState, formatCount, Masked, Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { KeptBackMails } from "@/domain/correspondence/queries";
import type { Guest } from "@/domain/installation/types";
import { addGuestAction, removeGuestAction } from "./actions";
import type { InstallationView } from "./installation-view";

/** Who is written to in trial mode besides staff. */
export async function GuestsPanel({ locale, installation, names, guests }: InstallationView & { guests: Guest[] }) {
  const t = await getTranslations({ locale, namespace: "installation" });
  return (
    <Panel title={t("guests.title")}>
      <p className="mb-3">
        {t("guests.text")} {installation.mode === "live" && t("guests.live-text")}
      </p>
      <DataTable
        caption={t("guests.title")}
        rows={guests}
        rowKey={(guest) => guest.id}
        empty={<EmptyState title={t("guests.none")}>{t("guests.none-text")}</EmptyState>}
        columns={[
          { head: t("guests.who"), cell: (guest) => <Masked>{guest.label}</Masked> },
          { head: t("guests.added"), cell: (guest) => <Time at={guest.addedAt} locale={locale} brief /> },
          { head: t("guests.by"), cell: (guest) => (guest.addedBy ? (names.get(guest.addedBy) ?? "") : t("guests.operator")) },
          {
            head: t("guests.remove"),
            align: "right",
            cell: (guest) => (
              <ActionForm action={removeGuestAction} hidden={{ guestId: guest.id }} className="contents">
                <SubmitButton kind="secondary" small>
                  {t("guests.remove")} <span className="sr-only">{guest.label}</span>
                </SubmitButton>
              </ActionForm>
            ),
          },
        ]}
      />
      <ActionForm action={addGuestAction} className="mt-4 space-y-4">
        <TextField name="contact" label={t("guests.contact")} autoComplete="off" spellCheck={false} maxLength={254} />
        <SubmitButton kind="secondary">{t("guests.add")}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

/** Mails that the installation itself kept from going. */
export async function KeptPanel({ locale, kept }: { locale: Locale; kept: KeptBackMails[] }) {
  const t = await getTranslations({ locale, namespace: "installation" });
  const purpose = (name: string) => {
    const key = `purpose.${name.startsWith("claim-") ? "claim" : name}`;
    return t.has(key) ? t(key) : name;
  };
  return (
    <Panel title={t("kept.title")}>
      <p className="mb-3">{t("kept.text")}</p>
      <DataTable
        caption={t("kept.title")}
        rows={kept}
        rowKey={(row) => `${row.state}-${row.purpose}`}
        empty={null}
        columns={[
          { head: t("kept.purpose"), cell: (row) => purpose(row.purpose) },
          { head: t("kept.state"), cell: (row) => t(`kept.${row.state}`) },
          { head: t("kept.latest"), cell: (row) => <Time at={row.latest} locale={locale} brief /> },
          { head: t("kept.mails"), cell: (row) => formatCount(row.mails, locale), align: "right" },
        ]}
      />
    </Panel>
  );
}
