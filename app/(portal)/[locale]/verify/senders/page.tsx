import { getTranslations } from "next-intl/server";
import { getParts } from "@/app/_server/parts";
import { portalTitle, requireLocale } from "@/app/_server/portal-locale";
import { VerifyFrame } from "@/components/authenticity/verify-frame";
import { buttonClass } from "@/components/ui/button";
import { KeyValues } from "@/components/ui/lists";
import { Callout } from "@/components/ui/text";
import { senderKinds } from "@/db/values/authenticity";
import { findSenders, listOfficialSenders } from "@/domain/authenticity/register/queries";

export const generateMetadata = portalTitle("verify", "senders.title");

/** A plain form that asks by the address: what is looked up is a sender, and says nothing of whoever looks. */
export default async function SendersPage({ params, searchParams }: PageProps<"/[locale]/verify/senders">) {
  const locale = await requireLocale(params);
  const t = await getTranslations({ locale, namespace: "verify" });
  const { q } = await searchParams;
  const asked = typeof q === "string" ? q.trim().slice(0, 254) : "";
  const senders = await listOfficialSenders(getParts().db);
  const found = asked === "" ? [] : await findSenders(getParts().db, asked);
  return (
    <VerifyFrame locale={locale} page="senders">
      <h1 className="text-28">{t("senders.title")}</h1>
      <p className="mt-4">{t("senders.intro")}</p>
      <form method="get" role="search" className="no-print mt-6 space-y-2">
        <label htmlFor="q" className="block font-semibold">
          {t("senders.label")}
        </label>
        <p id="q-hint" className="text-ink-soft">
          {t("senders.hint")}
        </p>
        <div className="flex flex-wrap gap-3">
          <input id="q" name="q" type="search" defaultValue={asked} maxLength={254} aria-describedby="q-hint" spellCheck={false} className="min-w-0 flex-1 basis-56 rounded-6 border border-edge bg-surface px-3 py-2 text-ink" />
          <button type="submit" className={buttonClass("primary")}>
            {t("senders.submit")}
          </button>
        </div>
      </form>
      {asked !== "" && (
        <div role="status" className="mt-6">
          {found.length > 0 ? (
            <Callout title={t("senders.ours", { asked })}>
              {found.map(({ id, value, use }) => (
                <p key={id} className="mt-2">
                  <strong>{value}</strong> · {use[locale]}
                </p>
              ))}
              <p className="mt-2">{t("senders.spoofed")}</p>
            </Callout>
          ) : (
            <Callout kind="leaked" title={t("senders.not-ours", { asked })}>
              <p className="mt-2">{t("senders.not-ours-text")}</p>
            </Callout>
          )}
        </div>
      )}
      {senders.length === 0 && <p className="mt-8">{t("senders.none")}</p>}
      {senderKinds.map((kind) => {
        const rows = senders.filter((sender) => sender.kind === kind);
        return rows.length === 0 ? null : (
          <section key={kind} aria-labelledby={kind} className="mt-10">
            <h2 id={kind} className="mb-3 text-22">
              {t(`senders.kind.${kind}`)}
            </h2>
            <KeyValues rows={rows.map(({ value, use }) => ({ name: <span className="wrap-anywhere font-semibold text-ink">{value}</span>, value: use[locale] }))} />
          </section>
        );
      })}
    </VerifyFrame>
  );
}
