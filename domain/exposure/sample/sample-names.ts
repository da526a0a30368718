/** Korean family names by how common they are (the first ones come up more often), with their usual romanisation. */
export const koreanFamilies = [
  ["김", "kim"], ["이", "lee"], ["박", "park"], ["최", "choi"], ["정", "jung"], ["강", "kang"], ["조", "cho"], ["윤", "yoon"], ["장", "jang"], ["임", "lim"],
  ["한", "han"], ["오", "oh"], ["서", "seo"], ["신", "shin"], ["권", "kwon"], ["황", "hwang"], ["안", "ahn"], ["송", "song"], ["류", "ryu"], ["홍", "hong"],
  ["남궁", "namgung"],
] as const;

/** Given names in Korean letters, with their romanisation. */
export const koreanGiven = [
  ["민지", "minji"], ["서연", "seoyeon"], ["지우", "jiwoo"], ["하은", "haeun"], ["민서", "minseo"], ["유나", "yuna"], ["수아", "sua"], ["지민", "jimin"], ["은지", "eunji"],
  ["혜진", "hyejin"], ["영희", "younghee"], ["순자", "sunja"], ["도현", "dohyun"], ["준호", "junho"], ["민준", "minjun"], ["서준", "seojun"], ["현우", "hyunwoo"], ["태양", "taeyang"],
  ["지훈", "jihoon"], ["상우", "sangwoo"], ["광수", "kwangsoo"], ["병호", "byungho"], ["하늘", "haneul"], ["보라", "bora"], ["나리", "nari"],
] as const;

/** People abroad, and people of other countries who live in Korea. Time zones of a country: the first one or another at random. */
export const foreigners = [
  { country: "US", zones: ["America/New_York", "America/Los_Angeles"], given: ["john", "emily", "michael", "sarah"], families: ["smith", "johnson", "garcia", "brown"] },
  { country: "JP", zones: ["Asia/Tokyo"], given: ["haruto", "yui", "sakura", "ren"], families: ["sato", "suzuki", "tanaka", "ito"] },
  { country: "CN", zones: ["Asia/Shanghai"], given: ["wei", "fang", "na", "jun"], families: ["wang", "li", "zhang", "chen"] },
  { country: "VN", zones: ["Asia/Ho_Chi_Minh"], given: ["linh", "minh", "huong", "tuan"], families: ["nguyen", "tran", "pham", "le"] },
  { country: "DE", zones: ["Europe/Berlin"], given: ["anna", "jonas", "lena", "paul"], families: ["schmidt", "weber", "wagner", "koch"] },
  { country: "AU", zones: ["Australia/Sydney", "Australia/Perth"], given: ["olivia", "jack", "ruby", "liam"], families: ["wilson", "taylor", "walker", "nguyen"] },
] as const;

export type Foreigners = (typeof foreigners)[number];

/** A number of the country that is well formed and written as people there write it; `digits` gives n random digits. */
export function foreignPhone(country: Foreigners["country"], digits: (n: number) => string): string {
  switch (country) {
    case "US":
      return `(415) 555-${digits(4)}`;
    case "JP":
      return `+81 90-4${digits(3)}-${digits(4)}`;
    case "CN":
      return `+86 138 ${digits(4)} ${digits(4)}`;
    case "VN":
      return `+84 91 ${digits(3)} ${digits(4)}`;
    case "DE":
      return `+49 1512 ${digits(7)}`;
    case "AU":
      return `+61 412 ${digits(3)} ${digits(3)}`;
  }
}
