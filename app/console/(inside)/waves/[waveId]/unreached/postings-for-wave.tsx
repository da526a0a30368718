import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { PostingState } from "@/components/postings/posting-state";
import { ButtonLink } from "@/components/ui/button";
import { Badge, formatTime } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { may, type StaffContext } from "@/domain/kernel/context";
import { mayProposePostings, mayReadPostings } from "@/domain/postings/policy";
import { listPostingsForWave } from "@/domain/postings/queries";
import type { Wave } from "@/domain/waves/types";

interface PostingsForWaveProps {
  ctx: StaffContext;
  locale: Locale;
  wave: Pick<Wave, "id" | "templateVersionId" | "incidentId">;
  timeZone: string;
}

/** Where the cascade ends: the public notice that stands for people whom no channel reached, or the way to one. */
export async function PostingsForWave({ ctx, locale, wave, timeZone }: PostingsForWaveProps) {
  if (!may(ctx.actor, mayReadPostings)) return null;
  const t = await getTranslations({ locale, namespace: "postings" });
  const postings = await listPostingsForWave(ctx, wave);
  const time = (at: Date) => formatTime(at, locale, timeZone);
  return (
    <Panel title={t("for-wave.title")}>
      <p className="mb-3 text-ink-soft">{t("for-wave.text")}</p>
      {postings.length === 0 && <p className="mb-3">{t("for-wave.none")}</p>}
      <ul className="mb-3 space-y-2">
        {postings.map(({ id, number, template, state, publishedFrom, mustStayUntil, missing }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <Link href={`/console/postings/${id}`} prefetch={false}>
              {t("posting", { number })}: {template.name}
            </Link>
            <PostingState state={state}>{t(`state.${state}`)}</PostingState>
            {missing.length > 0 && <Badge tone="leaked">{t("missing")}</Badge>}
            {publishedFrom && mustStayUntil && <span>{t("for-wave.line", { at: time(publishedFrom), until: time(mustStayUntil) })}</span>}
          </li>
        ))}
      </ul>
      {may(ctx.actor, mayProposePostings) && (
        <ButtonLink kind="secondary" href={`/console/postings/new?wave=${wave.id}`}>
          {t("for-wave.offer")}
        </ButtonLink>
      )}
    </Panel>
  );
}
