import { getTranslations } from "next-intl/server";
import { PortalPage } from "@/components/layout/portal-page";
import { ButtonLink } from "@/components/ui/button";
import { locales } from "@/db/values/locales";

/** Nothing at this address. Both languages: an address that does not exist need not name one. */
export default async function PortalNotFound() {
  const words = await Promise.all(locales.map(async (locale) => ({ locale, t: await getTranslations({ locale, namespace: "layout" }) })));
  return (
    <PortalPage head={<strong className="text-ink">404</strong>} languages={null}>
      {words.map(({ locale, t }, index) => {
        const Heading = index === 0 ? "h1" : "h2";
        return (
          <section key={locale} lang={locale} className="mb-10">
            <Heading className="mb-4 text-28">{t("not-found.title")}</Heading>
            <p className="mb-4">{t("not-found.text")}</p>
            <ButtonLink href={`/${locale}`} kind={index === 0 ? "primary" : "secondary"}>
              {t("not-found.home")}
            </ButtonLink>
          </section>
        );
      })}
    </PortalPage>
  );
}
