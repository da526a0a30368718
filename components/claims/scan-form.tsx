import { getTranslations } from "next-intl/server";
import { MEGABYTE, MOST_BYTES, MOST_PAPERS } from "@/domain/evidence/rules";
import type { Locale } from "@/db/values/locales";
import { Panel } from "../console/page-head";
import { buttonClass } from "../ui/button";
import { Callout } from "../ui/text";

interface ScanFormProps {
  to: string;
  /** For a claim that is filed: closed until somebody has some. */
  later?: boolean;
  /** How many arrived with the last post. */
  added: string | null;
  /** What was wrong with which of them, as the handler wrote it: `2.reason~3.reason`. */
  problems: string | null;
  locale: Locale;
}

/** Scans of what came on paper, handed in as a plain form. They go the way of all papers: scanned, read apart, made anew. */
export async function ScanForm({ to, later = false, added, problems, locale }: ScanFormProps) {
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  const e = await getTranslations({ locale, namespace: "errors" });
  const wrong = (problems ?? "").split("~").map((problem) => /^(\d{1,2})\.([a-z-]{1,40})$/.exec(problem)).filter((match) => match !== null);
  const form = (
    <form method="post" action={to} encType="multipart/form-data" className="space-y-3">
      <label className="block font-semibold" htmlFor="scans-files">
        {t("scans-label")}
      </label>
      <p className="text-ink-soft">{t("scans-hint")}</p>
      <input id="scans-files" type="file" name="files" multiple accept="application/pdf,image/jpeg,image/png,image/heic,image/heif" className="w-full rounded-6 border border-edge bg-surface px-3 py-2" />
      <button type="submit" className={buttonClass("secondary")}>
        {t("scans-add")}
      </button>
    </form>
  );
  return (
    <Panel title={t("scans")}>
      {added !== null && /^\d{1,2}$/.test(added) && (
        <div role="status" className="mb-3">
          <Callout>{t("scans-added", { count: Number(added) })}</Callout>
        </div>
      )}
      {wrong.length > 0 && (
        <div role="alert" className="mb-3">
          <Callout kind="leaked">
            <ul>
              {wrong.map(([all, number = "", reason = ""]) => (
                <li key={all}>
                  {number !== "0" && t("scan-number", { number })} {e.has(reason) ? e(reason, { most: reason === "papers-full" ? MOST_PAPERS : Math.floor(MOST_BYTES / MEGABYTE) }) : e("fault")}
                </li>
              ))}
            </ul>
          </Callout>
        </div>
      )}
      {later ? (
        <details open={added !== null || wrong.length > 0}>
          <summary className="text-accent">{t("later-scans")}</summary>
          <div className="mt-3">{form}</div>
        </details>
      ) : (
        form
      )}
    </Panel>
  );
}
