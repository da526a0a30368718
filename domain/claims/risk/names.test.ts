import { describe, expect, it } from "vitest";
import { compareNames, surnameOf } from "./names";

describe("compareNames", () => {
  it.each([
    ["김민지", "김 민지"],
    ["김민지", "김민지님"],
    ["김민지", "KIM MIN JI"],
    ["김민지", "Minji Kim"],
    ["김민지", "Kim, Min-ji"],
    ["김민지(주거래)", "kimminji"],
    ["이지은", "Lee Ji-eun"],
    ["이지은", "JI EUN YI"],
    ["정지영", "Jiyoung Chung"],
    ["한결희", "Han Gyeolhee"],
    ["박정아", "Jung-ah Park"],
    ["최승현", "CHOI SEUNG HYUN"],
    ["남궁민", "Namkoong Min"],
    ["서은빈", "Eunbin Suh"],
    ["Anne-Marie Smith", "SMITH ANNE MARIE"],
    ["José García", "Garcia Jose"],
    ["Ann Smith", "Ann B. Smith"],
    ["O'Neil Ann", "Ann ONeil"],
  ])("%s is %s", (a, b) => {
    expect([compareNames(a, b), compareNames(b, a)]).toEqual(["same", "same"]);
  });

  it.each([
    ["김민지", "김서준"],
    ["김민지", "KIM SEO JUN"],
    ["이지은", "Lee Dong-hyun"],
    ["Jane Smith", "John Smith"],
  ])("%s may be of one household with %s", (a, b) => {
    expect([compareNames(a, b), compareNames(b, a)]).toEqual(["household", "household"]);
  });

  it.each([
    ["김민지", "박서준"],
    ["김민지", "PARK SEO JUN"],
    ["Jane Smith", "Peter Jones"],
  ])("%s is somebody else than %s", (a, b) => {
    expect([compareNames(a, b), compareNames(b, a)]).toEqual(["other", "other"]);
  });

  it.each([
    ["김민지", "金敏智"],
    ["", "김민지"],
    ["뷁민지", "Byok Minji"],
  ])("%s and %s cannot be told", (a, b) => {
    expect([compareNames(a, b), compareNames(b, a)]).toEqual(["unknown", "unknown"]);
  });
});

it("a surname is one in both scripts", () => {
  expect(["김민지", "Minji Kim", "KIM MINJI", "남궁민수", "Ann Smith", "金敏智"].map(surnameOf)).toEqual(["김", "김", "김", "남궁", "smith", null]);
});
