import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { ClaimView } from "@/domain/claims/desk/types";
import { filterQuery } from "@/domain/claims/desk/rules";
import { ActionForm } from "../form/action-form";
import { Choices, TextField } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { FilterChips } from "../ui/lists";
import { Badge } from "../ui/text";

interface ClaimViewsProps {
  views: ClaimView[];
  /** Of the list that is shown. */
  query: string;
  /** A view that was just deleted, to be taken back. */
  dropped: string | null;
  locale: Locale;
  actions: Record<"save" | "rename" | "drop" | "restore", FormAction>;
}

/** Filters that somebody named: links to them, and where they are kept and changed. */
export async function ClaimViews({ views, query, dropped, locale, actions }: ClaimViewsProps) {
  const t = await getTranslations({ locale, namespace: "claims-desk" });
  const own = views.filter((view) => view.own);
  return (
    <div className="mt-3 space-y-3">
      {views.length > 0 && (
        <FilterChips
          label={t("views.label")}
          chips={views.map((view) => {
            const of = filterQuery(view.filter).toString();
            return { href: `/console/claims${of === "" ? "" : `?${of}`}`, text: view.shared ? `${view.name} (${t("views.shared")})` : view.name, current: of === query };
          })}
        />
      )}
      {dropped !== null && (
        <ActionForm action={actions.restore} hidden={{ viewId: dropped }} className="flex flex-wrap items-center gap-3 border-l-4 border-accent bg-surface px-4 py-2">
          <p role="status">{t("views.dropped")}</p>
          <SubmitButton kind="secondary" small>
            {t("views.restore")}
          </SubmitButton>
        </ActionForm>
      )}
      <details className="rounded-6 border border-line bg-surface">
        <summary className="px-3 py-2 font-semibold text-accent">{t("views.save-open")}</summary>
        <div className="grid gap-6 border-t border-line p-3 lg:grid-cols-2">
          <section>
            <h2 className="mb-3 text-16">{t("views.save-title")}</h2>
            <ActionForm key={query} action={actions.save} hidden={{ query }} className="space-y-3">
              <TextField name="name" label={t("views.name")} maxLength={60} />
              <Choices multiple inline name="shared" label={t("views.share")} options={[{ value: "1", label: t("views.share-team") }]} />
              <SubmitButton kind="secondary">{t("views.save")}</SubmitButton>
            </ActionForm>
          </section>
          {own.length > 0 && (
            <section>
              <h2 className="mb-3 text-16">{t("views.own")}</h2>
              <ul className="space-y-4">
                {own.map((view) => (
                  <li key={view.id} className="space-y-2">
                    <ActionForm action={actions.rename} hidden={{ viewId: view.id, query }} className="grid gap-2 sm:grid-cols-[minmax(0,1fr)_max-content] sm:items-end [&>[role=alert]]:col-span-full">
                      <TextField name="name" label={view.shared ? <>{t("views.name")} <Badge>{t("views.shared")}</Badge></> : t("views.name")} initial={view.name} maxLength={60} />
                      <SubmitButton kind="secondary" small>
                        {t("views.rename")}
                      </SubmitButton>
                    </ActionForm>
                    <ActionForm action={actions.drop} hidden={{ viewId: view.id }}>
                      <SubmitButton kind="danger" small>
                        {t("views.drop")}
                      </SubmitButton>
                    </ActionForm>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </details>
    </div>
  );
}
