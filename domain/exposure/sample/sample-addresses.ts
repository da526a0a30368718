import type { SampleCells } from "./sample-defects";
import type { Chance } from "./seeded-chance";

type SampleAddress = Pick<SampleCells, "postal_name" | "postal_code" | "postal_address">;

/** Districts with the first three digits of their postal codes. The roads are invented: nobody lives there. */
const districts = [
  ["서울특별시 마포구", "041"], ["서울특별시 송파구", "055"], ["서울특별시 관악구", "087"], ["부산광역시 해운대구", "480"], ["대구광역시 수성구", "421"], ["인천광역시 연수구", "219"],
  ["광주광역시 북구", "611"], ["대전광역시 유성구", "341"], ["경기도 수원시 영통구", "165"], ["경기도 고양시 일산동구", "103"], ["강원특별자치도 춘천시", "243"], ["제주특별자치도 제주시", "631"],
] as const;
const roads = ["하늘로", "구름길", "바다로", "별빛로", "솔바람길", "햇살로", "새벽길", "은하수로"] as const;

/** How addresses are written abroad: town and form of the code; `#` is a digit. */
const abroad: Record<string, { lines: string; code: string }> = {
  US: { lines: "## Cloud Street|Springfield", code: "9####" },
  JP: { lines: "#-#-## Sora|Shibuya-ku, Tokyo", code: "150-####" },
  CN: { lines: "## Yun Lu|Shanghai", code: "200###" },
  VN: { lines: "## May Trang|Ho Chi Minh City", code: "70####" },
  DE: { lines: "Wolkenweg ##|Berlin", code: "10###" },
  AU: { lines: "## Cloud Road|Sydney NSW", code: "2###" },
};

/** Give a person of the sample an address to write to, or none: empty cells. */
export function sampleAddress(chance: Chance, person: { name: string; country: string }, share: number): SampleAddress {
  if (!chance.under(share)) return { postal_name: "", postal_code: "", postal_address: "" };
  const form = abroad[person.country];
  if (form) {
    const fill = (text: string) => text.replace(/#/g, () => String(1 + chance.below(9)));
    return { postal_name: person.name, postal_code: fill(form.code), postal_address: fill(form.lines) };
  }
  const [district, code] = chance.one(districts);
  const flat = chance.under(0.6) ? `|${101 + chance.below(12)}동 ${1 + chance.below(20)}0${1 + chance.below(6)}호` : "";
  return { postal_name: person.name, postal_code: `${code}${chance.digits(2)}`, postal_address: `${district} ${chance.one(roads)} ${1 + chance.below(180)}${flat}` };
}
