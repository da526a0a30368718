/** Browsers by what they add to the header, the more particular before what it is made of: nearly all of them call themselves Chrome and Safari too. */
const browsers: [pattern: RegExp, name: string][] = [
  [/Whale\/(\d+)/, "Whale"],
  [/SamsungBrowser\/(\d+)/, "Samsung Internet"],
  [/KAKAOTALK/i, "KakaoTalk"],
  [/(?:Edg|EdgA|EdgiOS)\/(\d+)/, "Edge"],
  [/(?:OPR|OPiOS)\/(\d+)/, "Opera"],
  [/(?:Firefox|FxiOS)\/(\d+)/, "Firefox"],
  [/(?:Chrome|CriOS|HeadlessChrome)\/(\d+)/, "Chrome"],
  [/Version\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari/, "Safari"],
];

const systems: [pattern: RegExp, name: string][] = [
  [/iPhone|iPod/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/CrOS/, "ChromeOS"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux/, "Linux"],
];

/** Say in a few words which browser and system a User-Agent header speaks of, for its owner to recognise. It is what the browser claims, so nothing may rest on it; empty when nothing is known. */
export function readDevice(userAgent: string | null): string {
  const said = (userAgent ?? "").slice(0, 1000);
  const browser = browsers.map(([pattern, name]) => ({ name, found: pattern.exec(said) })).find(({ found }) => found !== null);
  const system = systems.find(([pattern]) => pattern.test(said));
  const named = browser && [browser.name, browser.found?.[1]].filter(Boolean).join(" ");
  return [named, system?.[1]].filter(Boolean).join(" · ");
}
