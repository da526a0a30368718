import { getRequestConfig } from "next-intl/server";
import { loadMessages } from "@/content/messages";
import { defaultLocale, isLocale } from "@/db/values/locales";

/** Words for one language. Pages name the language they want: the portal's stands in its address, the console's with the staff member. */
export default getRequestConfig(({ locale: wanted }) => {
  const locale = isLocale(wanted) ? wanted : defaultLocale;
  return Promise.resolve({ locale, messages: loadMessages(locale), timeZone: "Asia/Seoul" });
});
