export const locales = ["ko", "en"] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = "ko";

export function isLocale(value: unknown): value is Locale {
  return (locales as readonly unknown[]).includes(value);
}

/** Each language by its own name. */
export const localeNames: Record<Locale, string> = { ko: "한국어", en: "English" };

/** A text in every language of the product. */
export type Localized<T = string> = Record<Locale, T>;
