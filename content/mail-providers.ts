/** Mail providers that so many people use that naming one names nobody. Every other domain is counted as `other`. */
const mailProviders = new Set([
  "naver.com", "hanmail.net", "daum.net", "kakao.com", "nate.com", "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "yahoo.co.jp", "yahoo.co.kr",
  "icloud.com", "me.com", "mac.com", "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "orange.fr", "free.fr", "laposte.net", "libero.it", "qq.com", "163.com", "126.com", "docomo.ne.jp", "ezweb.ne.jp", "softbank.ne.jp",
]);

export const OTHER_PROVIDERS = "other";

/** Under which name the messages to a canonical address are counted. `named` are domains that somebody asked to be told apart. */
export function providerOf(address: string, named: readonly string[] = []): string {
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return mailProviders.has(domain) || named.includes(domain) ? domain : OTHER_PROVIDERS;
}
