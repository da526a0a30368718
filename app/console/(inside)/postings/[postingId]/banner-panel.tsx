import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { Badge, Callout, formatTime } from "@/components/ui/text";
import { localeNames, type Locale } from "@/db/values/locales";
import { may } from "@/domain/kernel/context";
import { listBannerPages } from "@/domain/postings/banner/queries";
import { mayKeepPostings, mayProposeBannerPages, mayRegisterBannerPages } from "@/domain/postings/policy";
import { bannerSnippet, postingPath } from "@/domain/postings/rules";
import type { BannerPage } from "@/domain/postings/types";
import { loadEnv } from "@/lib/env";
import { proposeBannerPageAction, registerBannerPageAction, removeBannerPageAction } from "../banner-actions";
import type { PostingView } from "./posting-view";

/** What the organisation puts into its own site, and the pages on which the worker looks for it. */
export async function BannerPanel({ organisation, ...view }: PostingView & { organisation: Record<Locale, string> }) {
  const { ctx, locale, posting } = view;
  const t = await getTranslations({ locale, namespace: "postings" });
  const pages = await listBannerPages(ctx, posting.id);
  const url = (language: Locale) => loadEnv().AMENDS_URL.replace(/\/$/, "") + postingPath({ slug: posting.slug, number: posting.number, locale: language });
  const lost = pages.filter(({ state, checks }) => state === "registered" && checks[0] && checks[0].result !== "linked");
  return (
    <div id="banner" className="scroll-mt-4">
      <Panel title={t("banner.title")}>
        {lost.length > 0 && posting.state === "standing" && (
          <div className="mb-4" role="status">
            <Callout kind="leaked" title={t("banner.lost")}>
              {lost.map((page) => page.url).join(", ")}
            </Callout>
          </div>
        )}
        <p className="mb-3 text-ink-soft">{t("banner.intro")}</p>
        {posting.files.map((file) => (
          <div key={file.locale} className="mb-3">
            <p className="mb-1 font-semibold">{localeNames[file.locale]}</p>
            <pre className="overflow-x-auto rounded-6 border border-line bg-paper p-3 text-14 whitespace-pre-wrap wrap-anywhere" lang={file.locale}>
              <code>{bannerSnippet({ title: file.title, organisation: organisation[file.locale], url: url(file.locale), locale: file.locale })}</code>
            </pre>
          </div>
        ))}
        <h3 className="mb-2 mt-4 text-14 font-semibold">{t("banner.pages")}</h3>
        {pages.length === 0 ? <p className="mb-3">{t("banner.none")}</p> : <ul className="mb-4 divide-y divide-line border-y border-line">{pages.map((page) => <PageLine key={page.id} {...view} page={page} />)}</ul>}
        {posting.state === "standing" && may(ctx.actor, mayProposeBannerPages) && (
          <ActionForm action={proposeBannerPageAction} hidden={{ postingId: posting.id }} className="space-y-3">
            <TextField name="url" type="url" label={t("banner.url")} hint={t("banner.url-hint")} maxLength={500} spellCheck={false} />
            <SubmitButton kind="secondary">{t("banner.propose")}</SubmitButton>
          </ActionForm>
        )}
      </Panel>
    </div>
  );
}

async function PageLine({ ctx, locale, timeZone, page }: PostingView & { page: BannerPage }) {
  const t = await getTranslations({ locale, namespace: "postings" });
  const last = page.checks[0];
  const hidden = { pageId: page.id };
  return (
    <li className="space-y-2 py-3">
      <p className="wrap-anywhere">
        {page.url} <Badge tone={page.state === "registered" ? "plain" : "possible"}>{t(`banner.state.${page.state}`)}</Badge>{" "}
        {last && <Badge tone={last.result === "linked" ? "good" : "leaked"}>{t(`banner.result.${last.result}`)}</Badge>}
      </p>
      {last && (
        <p className="text-ink-soft">
          {t("banner.last", { from: formatTime(last.firstAt, locale, timeZone), to: formatTime(last.lastAt, locale, timeZone) })} {last.detail}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {page.state === "proposed" && may(ctx.actor, mayRegisterBannerPages) && page.proposedBy !== ctx.actor.staffId && (
          <ActionForm action={registerBannerPageAction} hidden={hidden} className="space-y-3">
            <SubmitButton>{t("banner.register")}</SubmitButton>
          </ActionForm>
        )}
        {may(ctx.actor, mayKeepPostings) && (
          <ActionForm action={removeBannerPageAction} hidden={hidden} className="space-y-3">
            <SubmitButton kind="secondary">{t("banner.remove")}</SubmitButton>
          </ActionForm>
        )}
      </div>
    </li>
  );
}
